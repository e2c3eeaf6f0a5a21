import DataSources
import Synchronization
import TimeSeries

/// The latest answers of sources, because the points of a grid mostly make the same requests.
///
/// A request that is already on its way is waited for. Failures are kept as well, so that a source that fails is not
/// asked again at every point.
final class SeriesCache: Sendable {
  /// Answers that are kept; the oldest is dropped first.
  private static let capacity = 64

  private struct Key: Hashable {
    var request: String
    /// Random sources draw from it unless their request has its own.
    var seed: UInt64
  }
  private struct State {
    var answers: [Key: Task<Result<[Series], SourceError>, Never>] = [:]
    var order: [Key] = []
  }
  private let state = Mutex(State())

  func series(
    _ request: String, of source: any DataSource, in surroundings: SourceEnvironment
  ) async throws(SourceError) -> [Series] {
    let key = Key(request: request, seed: surroundings.seed)
    let answer = state.withLock { state in
      if let known = state.answers[key] { return known }
      let task = Task {
        do throws(SourceError) {
          return Result<[Series], SourceError>.success(try await source.series(in: surroundings))
        } catch {
          return .failure(error)
        }
      }
      state.answers[key] = task
      state.order.append(key)
      if state.order.count > SeriesCache.capacity { state.answers[state.order.removeFirst()] = nil }
      return task
    }
    let result = await withTaskCancellationHandler {
      await answer.value
    } onCancel: {
      answer.cancel()
    }
    return try result.get()
  }
}

extension SourceRegistry {
  /// The same adapters, which make each request once.
  func caching(in cache: SeriesCache) -> SourceRegistry {
    SourceRegistry(
      adapters.map { adapter in
        Adapter(adapter.manual, place: adapter.place) { (request, others) throws(SourceError) in
          CachedSource(
            request: request.text, source: try adapter.source(for: request, asking: others), cache: cache)
        }
      })
  }
}

private struct CachedSource: DataSource {
  var request: String
  var source: any DataSource
  var cache: SeriesCache

  func series(in surroundings: SourceEnvironment) async throws(SourceError) -> [Series] {
    try await cache.series(request, of: source, in: surroundings)
  }
}
