public import DataSources
public import Logging
import Numbers
public import Panels
import TimeSeries

extension Study {
  /// Reads every source and aligns what they gave.
  ///
  /// - Parameters:
  ///   - environment: where paths start and what fetches documents; their seed is the study's.
  ///   - registry: the adapters that read sources. The default are engram's own.
  ///   - logger: logs what each source gave and what alignment counted, and as warnings what was found out from tables.
  ///     The default logs nothing.
  ///   - progress: called with the share of the sources that are read.
  /// - Throws: `StudyError.sources` with a sentence for each source that failed; `PanelError`; `CancellationError`.
  public func readPanel(
    in environment: SourceEnvironment = SourceEnvironment(), registry: SourceRegistry = .builtIn,
    logger: Logger = Study.noLog,
    progress: @Sendable (Double) -> Void = { _ in }
  ) async throws -> Panel {
    let series = try await readSeries(in: environment, registry: registry, logger: logger, progress: progress)
    return try aligned(series, RunLog(logger: logger))
  }

  func readSeries(
    in environment: SourceEnvironment, registry: SourceRegistry, logger: Logger, progress: @Sendable (Double) -> Void
  ) async throws -> [Series] {
    let log = RunLog(logger: logger)
    var readings = try await readSources(in: environment, registry: registry) {
      progress(Double($0) / Double(sources.count))
    }
    for reading in readings { if let findings = reading.findings { logger.warning("\(findings)") } }
    readings.refuseUnsaidRowNumbers()
    for reading in readings where reading.error == nil {
      log.read(reading.request, reading.series, since: .now - reading.duration)
    }
    let failures = readings.compactMap { $0.error?.description }
    guard failures.isEmpty else { throw StudyError.sources(failures, of: sources.count) }
    return readings.flatMap(\.series)
  }

  func aligned(_ series: [Series], _ log: RunLog) throws -> Panel {
    let aligned = try Panel(aligning: series, named: name, options: panel)
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
  func noise(like data: Panel) async throws -> Panel {
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
