import DataSources
import Synchronization
import TimeSeries

/// What sources gave a short while ago: most points of a grid ask for the same.
///
/// A point that asks while another reads waits for it. Failures are kept as well, so that a source that fails is not
/// asked at every point; a reading that was cancelled is not kept.
final class SeriesMemory: Sendable {
  /// Answers that are kept; the oldest goes first.
  private static let most = 64

  private struct Key: Hashable {
    var request: String
    /// Random sources draw from it, unless they name a seed of their own.
    var seed: UInt64
  }
  private struct State {
    var answers: [Key: Task<[Series], any Error>] = [:]
    var order: [Key] = []
  }
  private let state = Mutex(State())

  func series(
    _ request: String, of source: any DataSource, in surroundings: SourceEnvironment
  ) async throws -> [Series] {
    let key = Key(request: request, seed: surroundings.seed)
    while true {
      let answer = answer(to: key, from: source, in: surroundings)
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
    to key: Key, from source: any DataSource, in surroundings: SourceEnvironment
  ) -> Task<[Series], any Error> {
    state.withLock { state in
      if let known = state.answers[key] { return known }
      let task = Task { try await source.series(in: surroundings) }
      state.answers[key] = task
      state.order.removeAll { $0 == key }
      state.order.append(key)
      if state.order.count > SeriesMemory.most { state.answers[state.order.removeFirst()] = nil }
      return task
    }
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

  func series(in surroundings: SourceEnvironment) async throws -> [Series] {
    try await memory.series(request, of: source, in: surroundings)
  }
}
