import Numbers
import Synchronization

/// What a transport knows of time and chance. Tests put in their own, and take none.
package struct TransportTiming: Sendable {
  /// Seconds on a clock that only goes forward.
  package var now: @Sendable () -> Double
  /// Seconds since 1970-01-01T00:00:00Z, for a server that names a date.
  package var unixTime: @Sendable () -> Double
  /// Waits so many seconds; throws if the task is cancelled meanwhile.
  package var sleep: @Sendable (Double) async throws -> Void
  /// From 0 up to 1, another one every time.
  package var jitter: @Sendable () -> Double

  package init(
    now: @escaping @Sendable () -> Double, unixTime: @escaping @Sendable () -> Double,
    sleep: @escaping @Sendable (Double) async throws -> Void, jitter: @escaping @Sendable () -> Double
  ) {
    (self.now, self.unixTime, self.sleep, self.jitter) = (now, unixTime, sleep, jitter)
  }

  /// The clocks of this machine.
  ///
  /// - Parameter seed: of the jitter. The default is another one in every process, so that many that failed together do
  ///   not come back together.
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

/// A random stream that several tasks draw from.
private final class SharedStream: Sendable {
  private let stream: Mutex<RandomStream>

  init(seed: UInt64) { stream = Mutex(RandomStream(seed: seed)) }

  func uniform() -> Double { stream.withLock { $0.uniform() } }
}
