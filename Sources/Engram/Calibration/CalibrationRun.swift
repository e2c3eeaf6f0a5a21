import DataSources
import Memory
import Numbers
import Panels
import Recurrence

/// How often the verdict errs, measured on processes of known answer.
public struct Calibration: Sendable {
  /// The processes.
  public var cases = CalibrationCase.all
  /// Lengths of the series.
  public var rows = [500, 1000, 2000]
  /// Realisations of each case at each length.
  public var realisations = 200
  /// Networks, units, epochs … of the models; the seed starts the realisations too.
  public var training = TrainingOptions()

  /// Every setting at its default.
  public init() {}

  /// What one realisation came to.
  public struct Outcome: Sendable, Equatable, Codable {
    /// Of the process.
    public var name: String
    /// Length of the series.
    public var rows: Int
    /// From 0.
    public var realisation: Int
    /// The smallest p-value of the score test over the columns, corrected for their number.
    public var p: Double?
    /// Whether the score test rejects.
    public var rejects: Bool
    /// What was said of the data.
    public var verdict: Verdict.OnData
    /// Skill over the best predictor without a state; nil where the score test did not ask for it.
    public var skill: Estimate?

    package init(
      name: String, rows: Int, realisation: Int, p: Double?, rejects: Bool, verdict: Verdict.OnData, skill: Estimate?
    ) {
      (self.name, self.rows, self.realisation, self.p) = (name, rows, realisation, p)
      (self.rejects, self.verdict, self.skill) = (rejects, verdict, skill)
    }
  }

  /// Every realisation that is to be run, in the order of the table.
  var tasks: [(case: CalibrationCase, rows: Int, realisation: Int)] {
    cases.flatMap { one in
      rows.flatMap { count in (0..<realisations).map { (one, count, $0) } }
    }
  }

  /// Runs what is not done yet, several at a time.
  ///
  /// The verdict on the data is that of a report. Networks are trained only where the score test rejects: without that no
  /// training can change the verdict.
  ///
  /// - Parameters:
  ///   - done: outcomes of an earlier run.
  ///   - threads: how many to use; changes nothing but the time it takes.
  ///   - keep: called with each new outcome as it comes, one at a time.
  ///   - progress: called with the share that is done.
  /// - Returns: all outcomes in the order of the tasks, whatever the number of threads.
  public func run(
    done: [Outcome] = [], threads: Int, keep: @escaping @Sendable (Outcome) throws -> Void,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> [Outcome] {
    try training.check()
    let tasks = tasks
    var outcomes: [Key: Outcome] = [:]
    for outcome in done { outcomes[Key(outcome)] = outcome }
    let missing = tasks.filter { outcomes[Key(name: $0.case.name, rows: $0.rows, realisation: $0.realisation)] == nil }
    let total = missing.count
    let queue = WorkQueue(of: total)
    let new = try await withThrowingTaskGroup(of: [Outcome].self) { group in
      for _ in 0..<max(1, min(threads, total)) {
        group.addTask {
          var mine: [Outcome] = []
          while true {
            guard let index = queue.next() else { return mine }
            try Task.checkCancellation()
            let task = missing[index]
            let outcome = try await outcome(of: task.case, rows: task.rows, realisation: task.realisation)
            mine.append(outcome)
            try queue.finish {
              try keep(outcome)
              progress($0)
            }
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    for outcome in new { outcomes[Key(outcome)] = outcome }
    return tasks.compactMap { outcomes[Key(name: $0.case.name, rows: $0.rows, realisation: $0.realisation)] }
  }

  struct Key: Hashable {
    var name: String
    var rows: Int
    var realisation: Int

    init(name: String, rows: Int, realisation: Int) {
      (self.name, self.rows, self.realisation) = (name, rows, realisation)
    }
    init(_ outcome: Outcome) { self.init(name: outcome.name, rows: outcome.rows, realisation: outcome.realisation) }
  }

  private func outcome(of one: CalibrationCase, rows: Int, realisation: Int) async throws -> Outcome {
    var stream = RandomStream(seed: training.seed).split("calibration").split(one.name).split(rows).split(realisation)
    var study = Study()
    (study.name, study.control, study.surrogates, study.training) = (one.name, false, 0, training)
    study.training.seed = stream.bits()
    study.sources = [one.request(rows: rows, seed: stream.bits())]
    study.panel.change = one.change
    let panel = try await study.readPanel()
    let there = MemoryTest(of: panel, stream: RandomStream(seed: study.training.seed).split("there"))
    var useful: ForecastGain?
    if there?.rejects == true {
      let models = try await [panel].train(study.training, threads: 1) { _ in }[0]
      useful = try ForecastGain(of: models, there: there, on: panel, seed: study.training.seed)
    }
    return Outcome(
      name: one.name, rows: rows, realisation: realisation, p: there?.columns.map(\.corrected).min(),
      rejects: there?.rejects ?? false, verdict: Verdict.OnData(there: there, useful: useful), skill: useful?.skill)
  }
}

extension ForecastGain {
  /// Rung 3 alone.
  fileprivate init?(of models: PanelModels, there: MemoryTest?, on panel: Panel, seed: UInt64) throws {
    try self.init(
      memory: models.memory, twin: models.twin, rivals: models.rivals, there: there, on: panel, seed: seed)
  }
}
