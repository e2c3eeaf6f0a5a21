public import DataSources
import Numbers

extension Sweep {
  /// Runs some points, several at once, each on one thread: points need nothing of each other, the parts of one do.
  ///
  /// A point whose study fails is an outcome too, with the error; nothing but a cancelled task and `keep` stops the rest.
  ///
  /// - Parameters:
  ///   - points: their numbers.
  ///   - surroundings: as for a study; the seed is each point's own.
  ///   - threads: how many points at once; changes nothing but the time it takes.
  ///   - registry: the adapters that sources are asked of. The default are engram's own.
  ///   - keep: called with each outcome as it comes, one at a time.
  ///   - progress: called with the share that is done.
  public func run(
    _ points: [Int], in surroundings: SourceEnvironment = SourceEnvironment(), threads: Int,
    registry: SourceRegistry = .builtIn, keep: @escaping @Sendable (SweepOutcome) throws -> Void,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws {
    let digest = try digest
    let registry = registry.remembering(SeriesMemory())
    let saved = WorkProgress(of: Double(points.count), report: progress)
    _ = try await parallelMap(points.count, threads: threads) { index in
      var outcome = SweepOutcome(sweep: digest, point: points[index])
      do {
        let study = try study(of: point(points[index]))
        let report = try await study.run(in: surroundings, threads: 1, registry: registry)
        outcome.finding = SweepFinding(of: report.data)
      } catch {
        // Whatever a study says when it is stopped in mid-work is no finding.
        try Task.checkCancellation()
        outcome.error = "\(error)"
      }
      let done = outcome
      try saved.add(saving: { try keep(done) })
    }
  }
}
