import Files
import Synchronization

/// What one run has found out and need not find out again: each document is asked for once, however many series are
/// read from it and however many tasks want it at a time; a host that refused is left alone.
final class FetchRun: Sendable {
  /// An answer, as checks see it and as it is handed on.
  struct Answer: Sendable {
    var document: FetchedDocument
    var response: FetchResponse
  }

  /// How a document that this run asked a server for turned out.
  enum Settled: Sendable {
    /// The copy in the store is what the server has.
    case kept
    /// What the server has, which could not be kept.
    case unkept(Answer)
    case failed(FetchError)
  }

  /// What a task has to do about a document.
  enum Turn: Sendable {
    /// Get it, and then `finish`; what an earlier task of this run found out.
    case lead(Settled?)
    /// Nothing: another task has just got it, or failed to.
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
    /// By the documents that a task is getting: who waits for it.
    var waiting: [String: [Waiter]] = [:]
    var count = 0
    var hasSwept = false
    var documents: [NearMiss]?
  }

  private let state = Mutex(State())

  /// Waits while another task gets the same document.
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
          // Cancelling sets the flag first and takes the lock second: either it is seen here, or the handler below
          // finds this waiter.
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

  /// Hands the outcome to those who wait; one that was cancelled is for nobody else, and the next takes over.
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

  // MARK: - The circuit

  /// Why this run asks a host for nothing more; nil while it may.
  func refusal(by host: String) -> FetchError? { state.withLock { $0.refusals[host] } }

  /// Remembers a refusal that another request would only repeat.
  func note(_ error: FetchError, by host: String) {
    guard [.quota, .blocked, .rateLimited].contains(error.kind) else { return }
    state.withLock { state in
      if state.refusals[host] == nil { state.refusals[host] = error }
    }
  }

  /// All documents of a store. The folder is listed once in a run, however many documents are missing.
  func documents(in store: CacheStore) throws(FileFault) -> [NearMiss] {
    if let known = state.withLock({ $0.documents }) { return known }
    let documents = try store.list().items.compactMap { item in
      item.entry.key.map { NearMiss(key: $0, name: $0.source, about: item.entry.inWords) }
    }
    state.withLock { $0.documents = documents }
    return documents
  }

  /// True the first time.
  func takeSweep() -> Bool {
    state.withLock { state in
      defer { state.hasSwept = true }
      return !state.hasSwept
    }
  }
}
