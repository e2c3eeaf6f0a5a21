package import DataSources
import Numbers

extension Sweep {
  /// Runs some points, several at once, each on one thread.
  ///
  /// A point whose study fails has the error as its outcome. Only cancellation or an error of `keep` stops the rest.
  ///
  /// - Parameters:
  ///   - points: their numbers.
  ///   - environment: as for a study; each point sets its own seed.
  ///   - threads: how many points at once; the result is the same with any number.
  ///   - registry: the adapters that read sources. The default are engram's own.
  ///   - keep: called with each outcome as it comes, one at a time.
  ///   - progress: called with the share that is done.
  package func run(
    _ points: [Int], in environment: SourceEnvironment = SourceEnvironment(), threads: Int,
    registry: SourceRegistry = .builtIn, keep: @escaping @Sendable (SweepOutcome) throws -> Void,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws {
    let digest = try digest
    let registry = registry.caching(in: SeriesCache())
    let saved = WorkProgress(of: Double(points.count), report: progress)
    _ = try await parallelMap(points.count, threads: threads) { index in
      var outcome = SweepOutcome(sweep: digest, point: points[index])
      do {
        let study = try study(of: point(points[index]))
        let report = try await study.run(in: environment, threads: 1, registry: registry)
        outcome.finding = SweepFinding(of: report.data)
      } catch {
        // The error of a cancelled study is not its outcome.
        try Task.checkCancellation()
        outcome.error = "\(error)"
      }
      let done = outcome
      try saved.add(saving: { try keep(done) })
    }
  }
}
