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
    let models = panels.flatMap { [Ensemble(of: $0, memory: true), Ensemble(of: $0, memory: false)] }
    let trained = try await models.train(training, threads: threads, progress: progress)

    var datasets: [Dataset] = []
    for (k, panel) in panels.enumerated() {
      try Task.checkCancellation()
      let (memory, twin) = (trained[2 * k], trained[2 * k + 1])
      let findings = try Findings(
        of: panel, memory: memory, twin: twin, seed: training.seed, role: k == 0 ? .data : .control)
      datasets.append(Dataset(panel: panel, memory: memory, twin: twin, findings: findings))
    }
    let noise = datasets.count > 1 ? datasets[1] : nil
    return Report(
      version: engramVersion, study: self, training: training,
      answer: datasets[0].findings.answer(about: name, control: noise?.findings), data: datasets[0], control: noise)
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
