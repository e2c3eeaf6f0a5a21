import Files
import Synchronization

/// What one run knows: each document is fetched once, whatever the number of series and tasks that need it, and a host
/// that refused is not asked again.
final class FetchRun: Sendable {
  /// An answer of a server, and the document made of it.
  struct Answer: Sendable {
    var document: FetchedDocument
    var response: FetchResponse
  }

  /// The result of an earlier request of this run to a server.
  enum Settled: Sendable {
    /// The store has the answer.
    case kept
    /// The answer could not be stored.
    case unkept(Answer)
    case failed(FetchError)
  }

  /// What a task must do to get a document.
  enum Turn: Sendable {
    /// Fetch it and call `finish`; the result of an earlier request of this run.
    case lead(Settled?)
    /// Nothing: another task has just fetched it, or failed.
    case follow(Result<Answer, FetchError>)
    case cancelled
  }

  private struct Waiter {
    var number: Int
    var continuation: CheckedContinuation<Turn, Never>
  }

  private struct State {
    var settled: [String: Settled] = [:]
    var refusals: [String: FetchError] = [:]
    /// The waiting tasks, by the documents that other tasks are fetching.
    var waiting: [String: [Waiter]] = [:]
    var count = 0
    var hasSwept = false
  }

  private let state = Mutex(State())
  /// A lock of its own, held while the folder is listed.
  private let documents = Mutex<[NearMiss]?>(nil)

  /// Waits while another task fetches the same document.
  func turn(for document: String) async -> Turn {
    let number = state.withLock { state in
      state.count += 1
      return state.count
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let turn: Turn? = state.withLock { state in
          guard state.waiting[document] != nil else {
            state.waiting[document] = []
            return .lead(state.settled[document])
          }
          // A cancellation sets the flag, then takes the lock: either the flag is set here, or the handler below finds this
          // waiter.
          if Task.isCancelled { return .cancelled }
          state.waiting[document]?.append(Waiter(number: number, continuation: continuation))
          return nil
        }
        if let turn { continuation.resume(returning: turn) }
      }
    } onCancel: {
      let waiter = state.withLock { state -> Waiter? in
        guard let index = state.waiting[document]?.firstIndex(where: { $0.number == number }) else { return nil }
        return state.waiting[document]?.remove(at: index)
      }
      waiter?.continuation.resume(returning: .cancelled)
    }
  }

  /// Gives the outcome to the waiting tasks. If it is a cancellation, the next of them fetches the document instead.
  func finish(_ document: String, _ outcome: Result<Answer, FetchError>) {
    if case .failure(let error) = outcome, error.kind == .cancelled {
      let next = state.withLock { state -> (Waiter, Settled?)? in
        guard let waiters = state.waiting[document], let first = waiters.first else {
          state.waiting[document] = nil
          return nil
        }
        state.waiting[document] = Array(waiters.dropFirst())
        return (first, state.settled[document])
      }
      if let (waiter, settled) = next { waiter.continuation.resume(returning: .lead(settled)) }
      return
    }
    let waiters = state.withLock { $0.waiting.removeValue(forKey: document) ?? [] }
    for waiter in waiters { waiter.continuation.resume(returning: .follow(outcome)) }
  }

  func settle(_ document: String, _ settled: Settled) {
    state.withLock { $0.settled[document] = settled }
  }

  // MARK: - Refusals

  /// Why this run does not ask a host again; nil if it may.
  func refusal(by host: String) -> FetchError? { state.withLock { $0.refusals[host] } }

  /// Remembers a refusal of a whole host, or that its name is not known.
  func note(_ error: FetchError, by host: String) {
    guard [.quota, .blocked, .rateLimited, .dns].contains(error.kind) else { return }
    state.withLock { state in
      if state.refusals[host] == nil { state.refusals[host] = error }
    }
  }

  /// All documents of a store. The folder is listed once in a run, however many documents are missing, also where several
  /// tasks miss one at the same time.
  func documents(in store: CacheStore) throws(FileFault) -> [NearMiss] {
    try documents.withLock { (known) throws(FileFault) in
      if let known { return known }
      let found = try store.list().items.compactMap { item in
        item.entry.key.map { NearMiss(key: $0, name: $0.source, about: item.entry.inWords) }
      }
      known = found
      return found
    }
  }

  /// True the first time.
  func takeSweep() -> Bool {
    state.withLock { state in
      defer { state.hasSwept = true }
      return !state.hasSwept
    }
  }
}
