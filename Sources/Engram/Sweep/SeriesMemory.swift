import DataSources
import Synchronization
import TimeSeries

/// What sources gave a short while ago: the points of a grid mostly ask for the same.
///
/// Whoever asks while the answer is on its way waits for it. Failures are remembered as well: what cannot be had is not
/// asked for at every point.
final class SeriesMemory: Sendable {
  /// Answers that are kept; the oldest goes first.
  private static let most = 64

  private struct Key: Hashable {
    var request: String
    /// What random sources draw from, unless they say otherwise.
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
      if state.order.count > SeriesMemory.most { state.answers[state.order.removeFirst()] = nil }
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
  /// The same adapters, which ask each thing once.
  func remembering(_ memory: SeriesMemory) -> SourceRegistry {
    SourceRegistry(
      adapters.map { adapter in
        Adapter(adapter.manual, place: adapter.place) { (request, others) throws(SourceError) in
          Remembered(
            request: request.text, source: try adapter.source(for: request, asking: others), memory: memory)
        }
      })
  }
}

private struct Remembered: DataSource {
  var request: String
  var source: any DataSource
  var memory: SeriesMemory

  func series(in surroundings: SourceEnvironment) async throws(SourceError) -> [Series] {
    try await memory.series(request, of: source, in: surroundings)
  }
}
