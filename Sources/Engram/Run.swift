import TimeSeries
public import DataSources
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
  ///   - progress: called from any thread with the share of the training that is done.
  /// - Throws: the error of the stage that failed; `CancellationError` when the task is cancelled.
  public func run(
    in surroundings: Surroundings = Surroundings(), threads: Int = 2, registry: SourceRegistry = .builtIn,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> Report<Study> {
    try training.check()
    let data = try await readPanel(in: surroundings, registry: registry)
    try data.requireNoGaps()
    let panels = control ? [data, try await noise(like: data)] : [data]
    let share = surrogates > 0 ? Study.trainingShare : 1
    let models = try await panels.train(training, threads: threads) { progress($0 * share) }
    // Where no network trained there is nothing to compare; the findings say so.
    let trained = [models[0].memory, models[0].twin].allSatisfy { $0.networks.contains { $0.divergedAt == nil } }
    let compared =
      try await !trained ? [] : surrogateFindings(on: data, threads: threads) { progress(share + $0 * (1 - share)) }

    // The panels are looked into side by side; each by itself is the same whatever the other does.
    let results = await withTaskGroup(of: (Int, Result<Dataset, any Error>).self) { group in
      for (k, panel) in panels.enumerated() {
        group.addTask {
          let (memory, twin) = (models[k].memory, models[k].twin)
          let dataset = Result {
            Dataset(
              panel: panel, memory: memory, twin: twin,
              findings: try Findings(
                of: panel, memory: memory, twin: twin, rivals: models[k].rivals, surrogates: k == 0 ? compared : [],
                seed: training.seed, role: k == 0 ? .data : .control))
          }
          return (k, dataset)
        }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
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

  /// The training of the models, of all that the run does with its time; about.
  private static let trainingShare = 0.3

  /// The same procedure on data where the answer is known.
  private func surrogateFindings(
    on panel: Panel, threads: Int, progress: @escaping @Sendable (Double) -> Void
  ) async throws -> [SurrogateFindings] {
    guard surrogates > 0 else { return [] }
    let kinds = SurrogateKind.allCases
    var findings: [SurrogateFindings] = []
    for (k, kind) in kinds.enumerated() {
      findings.append(
        try await SurrogateFindings(
          of: panel, training, kind: kind, count: surrogates, seed: training.seed, threads: threads
        ) { progress((Double(k) + $0) / Double(kinds.count)) })
    }
    return findings
  }

  /// Reads every source and aligns what they gave.
  ///
  /// - Throws: `StudyError.sources` with a sentence for each source that failed; `PanelError`.
  public func readPanel(
    in surroundings: Surroundings = Surroundings(), registry: SourceRegistry = .builtIn
  ) async throws -> Panel {
    var surroundings = surroundings
    surroundings.seed = training.seed
    var series: [Series] = []
    var failures: [String] = []
    for request in sources {
      do throws(SourceError) {
        series += try await registry.source(request).series(in: surroundings)
      } catch {
        failures.append(error.description)
      }
    }
    guard failures.isEmpty else { throw StudyError.sources(failures, of: sources.count) }
    return try Panel(aligning: series, named: name, options: panel)
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
