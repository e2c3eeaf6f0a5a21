import DataSources
import Synchronization
import TestSupport

/// A clock of its own, on which waiting takes no time; it remembers how long was waited.
final class VirtualTime: Sendable {
  private struct State {
    var now = 0.0
    var waits: [Double] = []
  }
  private let state = Mutex(State())

  /// Seconds, one after another, without those that only keep the pace.
  var waits: [Double] { state.withLock { $0.waits.filter { $0 > 1e-3 } } }

  /// - Parameter jitter: always the same.
  func timing(jitter: Double = 0) -> TransportTiming {
    TransportTiming(
      now: { self.state.withLock { $0.now } },
      // 2026-01-02T03:04:05Z when the clock starts.
      unixTime: { 1_767_323_045 + self.state.withLock { $0.now } },
      sleep: { seconds in
        try Task.checkCancellation()
        self.state.withLock { state in
          state.now += seconds
          state.waits.append(seconds)
        }
      },
      jitter: { jitter })
  }
}

/// A transport for servers on this machine: no proxy, time-outs of 300 ms.
func loopbackTransport(
  secrets: [String: String] = [:], timing: TransportTiming = VirtualTime().timing(),
  _ change: (inout CurlTransport.Options) -> Void = { _ in }, progress: (@Sendable (FetchProgress) -> Void)? = nil
) -> CurlTransport {
  var options = CurlTransport.Options()
  options.allowsPrivateAddresses = true
  options.proxy = ""
  options.connectSeconds = 10
  options.totalSeconds = 10
  change(&options)
  let store = SecretStore(environment: secrets)
  return CurlTransport(options: options, secrets: store.value(of:), timing: timing, progress: progress)
}

/// A request that keeps no pace.
func quickRequest(_ url: String, maximumBytes: Int = 1 << 20, secret: Secret? = nil) -> FetchRequest {
  var request = FetchRequest(source: "test/1", url: url)
  request.requestsPerSecond = 1e6
  request.maximumBytes = maximumBytes
  request.secret = secret
  return request
}

extension CurlTransport {
  func get(_ request: FetchRequest) async throws -> FetchResponse {
    try await response(to: request, validators: [])
  }

  /// Why it fails; nil if it does not.
  func failure(_ request: FetchRequest) async -> FetchError? {
    do {
      _ = try await response(to: request, validators: [])
      return nil
    } catch { return error }
  }
}

extension FetchResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}
