import DataSources
import Memory
import Numbers
import Panels
import Recurrence
package import SeriesMemory

/// How often the verdict errs, measured on processes whose answer is known.
package struct Calibration: Sendable {
  /// The processes.
  package var cases = CalibrationCase.all
  /// Lengths of the series.
  package var rows = [500, 1000, 2000]
  /// Realisations of each case at each length.
  package var realisations = 200
  /// Of the models; the seed starts the realisations too.
  package var training = TrainingOptions()

  /// Every setting at its default.
  package init() {}

  /// Whether networks are trained where rung 0 finds memory, so that the whole verdict is known.
  package var trains = true

  /// The result of one realisation.
  package struct Outcome: Sendable, Equatable, Codable {
    /// Of the process.
    package var name: String
    /// Length of the series.
    package var rows: Int
    /// From 0.
    package var realisation: Int
    /// The smallest p-value of the score test over the columns, corrected for their number.
    package var p: Double?
    /// What rung 0 answers.
    package var answer: MemoryTest.Answer?
    /// The verdict on the data; nil where no networks were trained for it.
    package var verdict: Verdict.OnData?

    package init(
      name: String, rows: Int, realisation: Int, p: Double?, answer: MemoryTest.Answer?, verdict: Verdict.OnData?
    ) {
      (self.name, self.rows, self.realisation) = (name, rows, realisation)
      (self.p, self.answer, self.verdict) = (p, answer, verdict)
    }

    /// Whether rung 0 finds memory.
    package var finds: Bool { answer == .found }
  }

  /// All realisations, in the order of the table.
  var tasks: [(case: CalibrationCase, rows: Int, realisation: Int)] {
    cases.flatMap { one in
      rows.flatMap { count in (0..<realisations).map { (one, count, $0) } }
    }
  }

  /// Runs what is not done yet, several at a time.
  ///
  /// The answer of rung 0 and the verdict are those of a report, but for the power of the test, which is not measured: "no
  /// memory found" stands for "inconclusive" too. Networks are trained only where memory is found; elsewhere no training can
  /// change the verdict.
  ///
  /// - Parameters:
  ///   - done: outcomes of an earlier run.
  ///   - threads: how many to use; the result is the same with any number.
  ///   - keep: called with each new outcome as it comes, one at a time.
  ///   - progress: called with the share that is done.
  /// - Returns: all outcomes in the order of the tasks.
  package func run(
    done: [Outcome] = [], threads: Int, keep: @escaping @Sendable (Outcome) throws -> Void,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> [Outcome] {
    try training.check()
    let tasks = tasks
    var outcomes: [Key: Outcome] = [:]
    for outcome in done { outcomes[Key(outcome)] = outcome }
    let missing = tasks.filter {
      guard let done = outcomes[Key(name: $0.case.name, rows: $0.rows, realisation: $0.realisation)] else {
        return true
      }
      return trains && done.verdict == nil
    }
    let saved = WorkProgress(of: Double(missing.count), report: progress)
    let new = try await parallelMap(missing.count, threads: threads) { index in
      let task = missing[index]
      let outcome = try await outcome(of: task.case, rows: task.rows, realisation: task.realisation)
      try saved.add(saving: { try keep(outcome) })
      return outcome
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
    let seed = study.training.seed
    let there = try await MemoryTest(of: panel, stream: RandomStream(seed: seed).split("there"), depth: .calibration)
    var useful: ForecastGain?
    if trains, there?.rejects == true {
      let models = try await [panel].train(study.training, threads: 1) { _ in }[0]
      useful = try await ForecastGain(
        memory: models.memory, twin: models.twin, rivals: models.rivals, there: there, on: panel, seed: seed)
    }
    // Without measured power, "inconclusive" would be said of all.
    let answer = there?.answer == .blind ? MemoryTest.Answer.none : there?.answer
    let isKnown = trains || there?.rejects != true
    return Outcome(
      name: one.name, rows: rows, realisation: realisation, p: there?.columns.map(\.corrected).min(), answer: answer,
      verdict: isKnown
        ? answer == MemoryTest.Answer.none ? Verdict.OnData.none : .init(there: there, useful: useful) : nil)
  }
}
