import TimeSeries
public import DataSources
public import Logging
public import Panels
public import Reporting
import Memory
import Recurrence

extension Study {
  /// The whole line: read, align, train both models on data and control, find, report.
  ///
  /// - Parameters:
  ///   - surroundings: where paths start and what fetches documents; their seed is the study's.
  ///   - threads: how many to use; changes nothing but the time it takes.
  ///   - registry: the adapters that sources are asked of. The default are engram's own.
  ///   - logger: told what is read, dropped, trained and how long that took; nothing of it goes into the report. The
  ///     default says nothing.
  ///   - progress: called from any thread with what is being done, and the share of it that is done.
  /// - Throws: the error of the stage that failed; `CancellationError` when the task is cancelled.
  public func run(
    in surroundings: SourceEnvironment = SourceEnvironment(), threads: Int = 2, registry: SourceRegistry = .builtIn,
    logger: Logger = Study.noLog, progress: @escaping @Sendable (Stage, Double) -> Void = { _, _ in }
  ) async throws -> Report<Study> {
    let log = RunLog(logger: logger)
    try training.check()
    progress(.reading, 0)
    let data = try await readPanel(in: surroundings, registry: registry, logger: logger) { progress(.reading, $0) }
    try data.requireNoGaps()
    let panels = control ? [data, try await noise(like: data)] : [data]
    progress(.training, 0)
    let models = try await panels.train(training, threads: threads, log: log) { progress(.training, $0) }
    // Where no network trained there is nothing to compare; the findings say so.
    let trained = [models[0].memory, models[0].twin].allSatisfy { $0.networks.contains { $0.divergedAt == nil } }
    let compared =
      try await !trained
      ? [] : surrogateFindings(on: data, threads: threads, log: log) { progress(.surrogates, $0) }

    progress(.looking, 0)
    // The panels are looked into side by side; each by itself is the same whatever the other does.
    let results = await withTaskGroup(of: (Int, Result<Dataset, any Error>).self) { group in
      for (k, panel) in panels.enumerated() {
        group.addTask {
          let (memory, twin) = (models[k].memory, models[k].twin)
          do {
            let findings = try await log.timed({ _ in "looked into the networks on \(panel.name)" }) {
              try Findings(
                of: panel, memory: memory, twin: twin, rivals: models[k].rivals, surrogates: k == 0 ? compared : [],
                seed: training.seed, role: k == 0 ? .data : .control)
            }
            return (
              k,
              .success(Dataset(panel: panel, memory: memory, twin: twin, rivals: models[k].rivals, findings: findings))
            )
          } catch {
            return (k, .failure(error))
          }
        }
      }
      var done: [(Int, Result<Dataset, any Error>)] = []
      for await one in group {
        done.append(one)
        progress(.looking, Double(done.count) / Double(panels.count))
      }
      return done.sorted { $0.0 < $1.0 }.map(\.1)
    }
    // Where both fail the data's error is told, whichever came first.
    let datasets = try results.map { try $0.get() }
    try Task.checkCancellation()
    let noise = datasets.count > 1 ? datasets[1] : nil
    var report = Report(
      version: engramVersion, study: self, training: training,
      answer: datasets[0].findings.answer(about: name, control: noise?.findings), data: datasets[0], control: noise,
      calibration: PublishedCalibration.shared.errorRates(forRows: data.rows))
    report.reproduction = Reproduction(command: "engram report study.yaml", studyFile: yaml)
    return report
  }

  /// Says nothing.
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
        try await log.timed({ "ran on \($0.count) \(kind.rawValue) surrogates, \($0.failed) failed" }) {
          try await SurrogateFindings(
            of: panel, training, kind: kind, count: surrogates, seed: training.seed, threads: threads
          ) { progress((Double(k) + $0) / Double(kinds.count)) }
        })
    }
    return findings
  }

  /// Reads every source and aligns what they gave.
  ///
  /// - Parameters:
  ///   - surroundings: where paths start and what fetches documents; their seed is the study's.
  ///   - registry: the adapters that sources are asked of. The default are engram's own.
  ///   - logger: told what each source gave and what alignment counted. The default says nothing.
  ///   - progress: called with the share of the sources that are read.
  /// - Throws: `StudyError.sources` with a sentence for each source that failed; `PanelError`; `CancellationError`.
  public func readPanel(
    in surroundings: SourceEnvironment = SourceEnvironment(), registry: SourceRegistry = .builtIn,
    logger: Logger = Study.noLog,
    progress: @Sendable (Double) -> Void = { _ in }
  ) async throws -> Panel {
    let log = RunLog(logger: logger)
    let readings = try await readSources(in: surroundings, registry: registry) {
      progress(Double($0) / Double(sources.count))
    }
    for reading in readings where reading.error == nil {
      log.read(reading.request, reading.series, since: .now - reading.duration)
    }
    let failures = readings.compactMap { $0.error?.description }
    guard failures.isEmpty else { throw StudyError.sources(failures, of: sources.count) }
    let aligned = try Panel(aligning: readings.flatMap(\.series), named: name, options: panel)
    log.aligned(aligned)
    return aligned
  }

  /// Reads every source, several at a time; the outcomes are in the order of the sources.
  package func readSources(
    in environment: SourceEnvironment, registry: SourceRegistry, progress: (Int) -> Void = { _ in }
  ) async throws -> [SourceReading] {
    var environment = environment
    environment.seed = training.seed
    return try await registry.read(sources, in: environment, progress: progress)
  }

  /// Independent Gaussian noise of the size of a panel, split and scaled the same way.
  private func noise(like data: Panel) async throws -> Panel {
    var noise = self
    noise.name = "random"
    noise.sources = ["random=random:gaussian?rows=\(data.rows)&columns=\(data.width)"]
    var options = PanelOptions()
    (options.scaling, options.trainShare, options.validationShare) =
      (panel.scaling, panel.trainShare, panel.validationShare)
    noise.panel = options
    return try await noise.readPanel()
  }
}

/// The version that every report states.
public let engramVersion = "0.1.0"
