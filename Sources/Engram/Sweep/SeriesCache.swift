package import DataSources
import Synchronization
import TimeSeries

/// The latest answers of sources, because the points of a grid mostly make the same requests.
///
/// A request that is already on its way is waited for. Failures are kept as well, so that a source that fails is not
/// asked again at every point. A reading that was cancelled is not kept.
package final class SeriesCache: Sendable {
  /// Answers that are kept; the oldest is dropped first.
  private static let capacity = 64

  private struct Key: Hashable {
    var request: String
    /// Random sources draw from it unless their request has its own.
    var seed: UInt64
  }
  private struct State {
    var answers: [Key: Task<[Series], any Error>] = [:]
    var order: [Key] = []
  }
  private let state = Mutex(State())

  package init() {}

  func series(
    _ request: String, of source: any DataSource, in environment: SourceEnvironment
  ) async throws -> [Series] {
    let key = Key(request: request, seed: environment.seed)
    while true {
      let answer = answer(to: key, from: source, in: environment)
      do {
        return try await withTaskCancellationHandler {
          try await answer.value
        } onCancel: {
          answer.cancel()
        }
      } catch is CancellationError {
        state.withLock { if $0.answers[key] == answer { $0.answers[key] = nil } }
        // Another point was cancelled while it read: this one reads for itself.
        try Task.checkCancellation()
      }
    }
  }

  private func answer(
    to key: Key, from source: any DataSource, in environment: SourceEnvironment
  ) -> Task<[Series], any Error> {
    state.withLock { state in
      if let known = state.answers[key] { return known }
      let task = Task { try await source.series(in: environment) }
      state.answers[key] = task
      state.order.removeAll { $0 == key }
      state.order.append(key)
      if state.order.count > SeriesCache.capacity { state.answers[state.order.removeFirst()] = nil }
      return task
    }
  }
}

extension SourceRegistry {
  /// The same adapters, which make each request once.
  package func caching(in cache: SeriesCache) -> SourceRegistry {
    changing { adapter in
      adapter.changing { request, source in CachedSource(request: request.text, source: source, cache: cache) }
    }
  }
}

private struct CachedSource: DemandingSource {
  var request: String
  var source: any DataSource
  var cache: SeriesCache

  var demands: [Demand] { (source as? any DemandingSource)?.demands ?? [] }

  func series(in environment: SourceEnvironment) async throws -> [Series] {
    try await cache.series(request, of: source, in: environment)
  }
}
