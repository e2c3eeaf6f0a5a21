import Synchronization

/// A line for every name: who is at its head has the turn, the others wait in the order they came in.
final class AsyncSemaphore: Sendable {
  private struct Line {
    var taken = 0
    var waiting: [(ticket: Int, continuation: CheckedContinuation<Bool, Never>)] = []
  }
  private struct State {
    var lines: [String: Line] = [:]
    var lastTicket = 0
  }
  private let state = Mutex(State())
  private let limit: Int

  /// - Parameter limit: how many may have a turn of one name at the same time.
  init(limit: Int) { self.limit = max(1, limit) }

  /// Waits for a turn. False if the task was cancelled meanwhile; there is none to give back then.
  func take(_ name: String) async -> Bool {
    let ticket = state.withLock { state in
      state.lastTicket += 1
      return state.lastTicket
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let answer: Bool? = state.withLock { state in
          // Asked under the lock: a cancellation from here on finds the ticket in the line.
          if Task.isCancelled { return false }
          var line = state.lines[name] ?? Line()
          defer { state.lines[name] = line }
          if line.taken < limit {
            line.taken += 1
            return true
          }
          line.waiting.append((ticket, continuation))
          return nil
        }
        if let answer { continuation.resume(returning: answer) }
      }
    } onCancel: {
      let continuation = state.withLock { state in
        guard let index = state.lines[name]?.waiting.firstIndex(where: { $0.ticket == ticket }) else {
          return CheckedContinuation<Bool, Never>?.none
        }
        return state.lines[name]?.waiting.remove(at: index).continuation
      }
      continuation?.resume(returning: false)
    }
  }

  /// Hands the turn to the next in line.
  func giveBack(_ name: String) {
    let next = state.withLock { state in
      guard var line = state.lines[name] else { return CheckedContinuation<Bool, Never>?.none }
      defer { state.lines[name] = line.taken == 0 && line.waiting.isEmpty ? nil : line }
      if line.waiting.isEmpty {
        line.taken -= 1
        return nil
      }
      return line.waiting.removeFirst().continuation
    }
    next?.resume(returning: true)
  }
}
