public import DataSources
public import Logging
import Memory
public import Numbers
import Panels
import Recurrence
public import Reporting
import SeriesMemory
import TimeSeries

extension Study {
  /// The whole pipeline: read, align, train all models on data and control, analyse, report.
  ///
  /// - Parameters:
  ///   - environment: where paths start and what fetches documents; their seed is the study's.
  ///   - threads: how many to use, by default one for each core the process may use; the result is the same with any
  ///     number.
  ///   - registry: the adapters that read sources. The default are engram's own.
  ///   - logger: logs what is read, dropped and trained, and the times; nothing of it is in the report. The default logs
  ///     nothing.
  ///   - progress: called from any thread with the stage and the share of it that is done.
  ///   - found: called with a line about the data, and about each rung as soon as it is known; the report has it too.
  /// - Throws: the error of the stage that failed; `CancellationError` when the task is cancelled.
  public func run(
    in environment: SourceEnvironment = SourceEnvironment(), threads: Int = Processors.usable,
    registry: SourceRegistry = .builtIn,
    logger: Logger = Study.noLog, progress: @escaping @Sendable (Stage, Double) -> Void = { _, _ in },
    found: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> Report<Study> {
    try training.check()
    progress(.reading, 0)
    let series = try await readSeries(in: environment, registry: registry, logger: logger) { progress(.reading, $0) }
    let changes = also.filter { $0 != panel.change }
    let log = RunLog(logger: logger)
    let data = try complete(series, log)
    // What cannot be changed so is refused before the work.
    let others = try changes.map { change in
      let study = changed(to: change)
      return (study: study, data: try study.complete(series, log))
    }
    let there = try await begin(data, .full, threads, log, progress: progress, found: found)
    let changing = ChangesProgress(of: others.count, progress)
    // Alone, no study keeps all threads busy. With fewer threads than the process may use, the others wait.
    let isShared = threads >= Processors.usable && data.values.count <= Self.mostSideBySide
    let reports = try await parallelMap(1 + others.count, threads: isShared ? 1 + others.count : 1) { k in
      guard k > 0 else {
        let report = try await finish(data, there, threads, log, progress: progress, found: found)
        changing.begin()
        return report
      }
      // What holds a finding against surrogates of the series takes most of the time: `--change` has it.
      let (study, data) = others[k - 1]
      let there = try await study.begin(data, .withoutOwnNull, threads, log)
      let report = try await study.finish(data, there, threads, log)
      changing.add()
      return report
    }
    var report = reports[0]
    report.reproduction = Reproduction(command: "engram report study.yaml", studyFile: shown.yaml)
    report.change = panel.change.rawValue
    report.others = zip(changes, reports.dropFirst()).map { .init(change: $0.rawValue, report: $1) }
    return report
  }

  /// Numbers of a panel up to which studies of its changes run side by side; beyond, their states might not fit into memory.
  private static let mostSideBySide = 500_000

  /// The panel of the study; refused where a value is missing.
  private func complete(_ series: [Series], _ log: RunLog) throws -> Panel {
    let data = try aligned(series, log)
    try data.requireNoGaps()
    return data
  }

  /// Rung 0 of the data.
  private func begin(
    _ data: Panel, _ depth: TestDepth, _ threads: Int, _ log: RunLog,
    progress: @escaping @Sendable (Stage, Double) -> Void = { _, _ in },
    found: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> MemoryTest? {
    found(data.inBrief)
    progress(.testing, 0)
    let there = try await there(data, depth, threads, log) { found($0.firstLine) }
    found(LadderPicture.line(0, of: Ladder(there: there)))
    return there
  }

  /// Rung 0 of the data or of the control.
  private func there(
    _ panel: Panel, _ depth: TestDepth, _ threads: Int, _ log: RunLog,
    first: @escaping @Sendable (MemoryTest) -> Void = { _ in }
  ) async throws -> MemoryTest? {
    try await log.timed({ _ in "rung 0 of \(panel.name)" }) {
      try await MemoryTest(there: panel, depth: depth, seed: training.seed, threads: threads, first: first)
    }
  }

  /// All that follows rung 0 of the data.
  private func finish(
    _ data: Panel, _ there: MemoryTest?, _ threads: Int, _ log: RunLog,
    progress: @escaping @Sendable (Stage, Double) -> Void = { _, _ in },
    found: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> Report<Study> {
    progress(.testing, 0.5)
    let noise = control ? try await noise(like: data) : nil
    let panels = [data] + [noise].compactMap(\.self)
    async let ofNoise: MemoryTest? = if let noise { try await self.there(noise, .full, threads, log) } else { nil }
    // Few columns do not keep all threads busy: training begins beside them. With fewer threads than the process may use, it
    // waits.
    if threads < Processors.usable { _ = try await ofNoise }
    progress(.testing, 1)
    progress(.training, 0)
    let models = try await panels.train(training, threads: threads, log: log) { progress(.training, $0) }
    let theres = try await [there, ofNoise]
    // Where no network trained there is nothing to compare; the findings say so.
    let trained = [models[0].memory, models[0].twin].allSatisfy { $0.networks.contains { $0.divergedAt == nil } }
    let compared =
      try await !trained
      ? [] : surrogateFindings(on: data, threads: threads, log: log) { progress(.surrogates, $0) }

    progress(.looking, 0)
    let done = WorkProgress(of: Double(panels.count)) { progress(.looking, $0) }
    // The panels are analysed side by side and share the threads.
    let datasets = try await parallelMap(panels.count, threads: threads) { k in
      let (panel, models) = (panels[k], models[k])
      let references = ReferencePredictors(on: panel, seed: training.seed)
      let findings = try await log.timed({ _ in "analysed the networks on \(panel.name)" }) {
        try await Findings(
          of: panel, memory: models.memory, twin: models.twin, rivals: models.rivals,
          there: theres[k], references: references, surrogates: k == 0 ? compared : [],
          seed: training.seed, role: k == 0 ? .data : .control,
          threads: threadShare(threads, part: k, of: panels.count)
        ) { rung, ladder in
          if k == 0 { found(LadderPicture.line(rung, of: ladder)) }
        }
      }
      done.add()
      return Dataset(
        panel: panel, memory: models.memory, twin: models.twin, rivals: models.rivals, references: references,
        findings: findings)
    }
    try Task.checkCancellation()
    return Report(
      version: engramVersion, study: shown, training: training,
      answer: datasets[0].findings.answer(about: name) + [data.ledger.dataEnd].compactMap { $0 },
      data: datasets[0], control: datasets.count > 1 ? datasets[1] : nil,
      calibration: PublishedCalibration.shared.errorRates(forRows: data.rows))
  }

  /// The same series under another change of variable, without what repeats the procedure on other data.
  private func changed(to change: PanelOptions.Change) -> Study {
    var study = self
    (study.also, study.control, study.surrogates, study.panel.change) = ([], false, 0, change)
    study.name = "\(name), \(change.rawValue)"
    return study
  }

  /// The study without the keys that URLs in its requests hold: what reports and sweeps keep.
  package var shown: Study {
    var study = self
    study.sources = sources.map { Redactor().line($0) }
    return study
  }

  /// Logs nothing.
  public static let noLog = Logger(label: "engram") { _ in SwiftLogNoOpLogHandler() }

  /// The same procedure on data where the answer is known.
  private func surrogateFindings(
    on panel: Panel, threads: Int, log: RunLog, progress: @escaping @Sendable (Double) -> Void
  ) async throws -> [SurrogateFindings] {
    guard surrogates > 0 else { return [] }
    progress(0)
    let kinds = SurrogateKind.allCases
    var findings: [SurrogateFindings] = []
    for (k, kind) in kinds.enumerated() {
      findings.append(
        try await log.timed({ "ran on \($0.count) of \($0.planned) \(kind.rawValue) surrogates, \($0.failed) failed" })
        {
          try await SurrogateFindings(
            of: panel, training, kind: kind, count: surrogates, seed: training.seed, threads: threads
          ) { progress((Double(k) + $0) / Double(kinds.count)) }
        })
    }
    return findings
  }
}

/// The version that every report states.
public let engramVersion = "0.1.0"
