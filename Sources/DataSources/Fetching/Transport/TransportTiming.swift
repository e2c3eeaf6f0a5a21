import Glibc
import Numbers
import Synchronization

/// The clocks and the random numbers of a transport. Tests use their own, on which waiting takes no time.
package struct TransportTiming: Sendable {
  /// Seconds on a monotonic clock.
  package var now: @Sendable () -> Double
  /// Seconds since 1970-01-01T00:00:00Z, for servers that send a date.
  package var unixTime: @Sendable () -> Double
  /// Waits for a number of seconds; throws if the task is cancelled.
  package var sleep: @Sendable (Double) async throws -> Void
  /// A random number from 0 to 1.
  package var jitter: @Sendable () -> Double

  package init(
    now: @escaping @Sendable () -> Double, unixTime: @escaping @Sendable () -> Double,
    sleep: @escaping @Sendable (Double) async throws -> Void, jitter: @escaping @Sendable () -> Double
  ) {
    (self.now, self.unixTime, self.sleep, self.jitter) = (now, unixTime, sleep, jitter)
  }

  /// The clocks of this machine.
  ///
  /// - Parameter seed: of the jitter. It differs between processes by default, so that those that failed together do not
  ///   retry together.
  package static func live(seed: UInt64 = .random(in: .min ... .max)) -> TransportTiming {
    let start = ContinuousClock.now
    let stream = SharedStream(seed: seed)
    return TransportTiming(
      now: { seconds(ContinuousClock.now - start) },
      unixTime: { systemTime() },
      sleep: { try await Task.sleep(for: .seconds($0)) },
      jitter: { stream.uniform() })
  }
}

private func seconds(_ duration: Duration) -> Double {
  Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}

/// A random stream shared by several tasks.
private final class SharedStream: Sendable {
  private let stream: Mutex<RandomStream>

  init(seed: UInt64) { stream = Mutex(RandomStream(seed: seed)) }

  func uniform() -> Double { stream.withLock { $0.uniform() } }
}

/// Seconds since 1970-01-01T00:00:00Z.
func systemTime() -> Double {
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
}
