import Synchronization

/// Who may ask a host, and when: one at a time, at the pace that its source allows, and not too many hosts at once.
///
/// The pace is a bucket with room for one token: servers that count requests per second count bursts too.
final class HostLine: Sendable {
  private let hosts = AsyncSemaphore(limit: 1)
  private let transfers: AsyncSemaphore
  private let nextStart = Mutex<[String: Double]>([:])
  private let timing: TransportTiming

  init(simultaneously limit: Int, timing: TransportTiming) {
    (transfers, self.timing) = (AsyncSemaphore(limit: limit), timing)
  }

  /// Waits until nobody else asks the host. False if the task was cancelled, as in everything here.
  func enter(_ host: String) async -> Bool { await hosts.take(host) }

  func leave(_ host: String) { hosts.giveBack(host) }

  /// Waits until the host may be asked again, and takes the token. To be called by who has entered.
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
