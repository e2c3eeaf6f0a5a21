import Synchronization

/// Limits the requests to one at a time for each host, to the rate of its source, and to a number of hosts at a time.
///
/// The rate limit allows no bursts, since servers count them too.
final class HostLine: Sendable {
  private let hosts = AsyncSemaphore(limit: 1)
  private let transfers: AsyncSemaphore
  private let nextStart = Mutex<[String: Double]>([:])
  private let timing: TransportTiming

  init(simultaneously limit: Int, timing: TransportTiming) {
    (transfers, self.timing) = (AsyncSemaphore(limit: limit), timing)
  }

  /// Waits until the host is free. Like all methods here, false if the task was cancelled.
  func enter(_ host: String) async -> Bool { await hosts.take(host) }

  func leave(_ host: String) { hosts.giveBack(host) }

  /// Waits until the rate allows the next request. Call it after `enter`.
  func waitForToken(_ host: String, perSecond rate: Double) async -> Bool {
    let wait = nextStart.withLock { ($0[host] ?? -.infinity) - timing.now() }
    if wait > 0 {
      do { try await timing.sleep(wait) } catch { return false }
    }
    let next = timing.now() + 1 / rate
    nextStart.withLock { $0[host] = next }
    return !Task.isCancelled
  }

  func enterTransfer() async -> Bool { await transfers.take("") }

  func leaveTransfer() { transfers.giveBack("") }
}

/// A semaphore for each name, first come first served.
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

  /// - Parameter limit: the most tasks that hold one name at a time.
  init(limit: Int) { self.limit = max(1, limit) }

  /// Waits for a turn. False if the task was cancelled; then nothing must be given back.
  func take(_ name: String) async -> Bool {
    let ticket = state.withLock { state in
      state.lastTicket += 1
      return state.lastTicket
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let answer: Bool? = state.withLock { state in
          // Checked under the lock: a later cancellation finds the ticket in the line.
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

  /// Gives the turn to the next in line.
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
