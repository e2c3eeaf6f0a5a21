import Dispatch

/// Asks servers with libcurl: several hosts at a time, with one request at a time and a rate limit for each.
///
/// Failures that may pass are retried, every redirect is checked before it is followed, answers have limits of size and
/// time, and results contain no secret.
///
/// ```swift
/// let keys = SecretStore(environment: environment, file: SecretFile(path: path))
/// let transport = CurlTransport(secrets: keys.value(of:))
/// let response = try await transport.response(to: request, validators: [])
/// ```
///
/// libcurl uses the proxies in `https_proxy`, `http_proxy` and `no_proxy` unless the options name one. The check for private
/// addresses then sees the address of the proxy, and that of the server only if the URL contains it.
public struct CurlTransport: Transport {
  /// Options of every transfer. Times are in seconds.
  public struct Options: Sendable {
    /// Whether a source may connect to this machine and its network. The default is false.
    public var allowsPrivateAddresses = false
    /// The file of trusted certificates in PEM; nil for that of the system.
    public var certificateFile: String?
    /// The proxy; nil for that of the environment, empty for none.
    public var proxy: String?
    /// The user agent, unless a source sets one. The default is `engram`.
    public var userAgent = "engram"
    /// The limit for connecting. The default is 10.
    public var connectSeconds = 10.0
    /// The limit without a byte, rounded up to whole seconds. The default is 20.
    public var stallSeconds = 20.0
    /// The limit of one try, from the start to the last byte. The default is 120.
    public var totalSeconds = 120.0
    /// The most hosts that are asked at the same time. The default is 16.
    public var simultaneousTransfers = 16

    /// Every setting at its default.
    public init() {}
  }

  let options: Options
  let secrets: @Sendable (String) throws(FetchError) -> String?
  let timing: TransportTiming
  let progress: (@Sendable (FetchProgress) -> Void)?
  private let line: HostLine

  /// - Parameters:
  ///   - options: of every transfer.
  ///   - secrets: the value of a secret by its name, looked up just before it is sent; nil if it is not set.
  ///   - progress: called for every piece that is received, on a thread of its own.
  public init(
    options: Options = Options(),
    secrets: @escaping @Sendable (String) throws(FetchError) -> String? = { (_) throws(FetchError) in nil },
    progress: (@Sendable (FetchProgress) -> Void)? = nil
  ) {
    self.init(options: options, secrets: secrets, timing: .live(), progress: progress)
  }

  /// A transport with a clock for tests.
  package init(
    options: Options = Options(),
    secrets: @escaping @Sendable (String) throws(FetchError) -> String? = { (_) throws(FetchError) in nil },
    timing: TransportTiming, progress: (@Sendable (FetchProgress) -> Void)? = nil
  ) {
    (self.options, self.secrets, self.timing, self.progress) = (options, secrets, timing, progress)
    line = HostLine(simultaneously: options.simultaneousTransfers, timing: timing)
  }

  /// The answer of the server, after as many tries as the rules allow.
  public func response(
    to request: FetchRequest, validators: [FetchRequest.Header]
  ) async throws(FetchError) -> FetchResponse {
    var journey = try RedirectChain(request, validators: validators, transport: self)
    while true {
      let answer = try await settled(&journey)
      guard let location = answer.redirection else { return journey.response(answer) }
      try journey.follow(location)
    }
  }

  /// The answer of the current URL, retried while the failure may pass.
  private func settled(_ journey: inout RedirectChain) async throws(FetchError) -> TransferAnswer {
    let host = journey.address.host
    guard await line.enter(host) else { throw journey.cancelled }
    defer { line.leave(host) }
    while true {
      guard await line.waitForToken(host, perSecond: journey.request.requestsPerSecond) else { throw journey.cancelled }
      journey.begin(now: timing.now())
      let outcome = await transfer(journey.plan)
      let failure: RedirectChain.Failure
      switch journey.verdict(on: outcome, unixTime: timing.unixTime()) {
      case .answered(let answer): return answer
      case .failed(let what): failure = what
      }
      switch journey.decision(about: failure, now: timing.now(), jitter: timing.jitter()) {
      case .wait(let seconds):
        do { try await timing.sleep(seconds) } catch { throw journey.cancelled }
      case .asksForMore(let seconds): throw journey.error(failure, askingFor: seconds)
      case .giveUp: throw journey.error(failure, askingFor: nil)
      }
    }
  }

  /// One try, on a thread of its own, since the few threads of Swift's tasks must not be blocked.
  private func transfer(_ plan: TransferPlan) async -> Result<TransferAnswer, TransferFault> {
    guard await line.enterTransfer() else { return .failure(.cancelled) }
    defer { line.leaveTransfer() }
    let control = TransferControl()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        DispatchQueue(label: "engram.transfer").async {
          continuation.resume(returning: Transfer.perform(plan, control: control))
        }
      }
    } onCancel: {
      control.cancel()
    }
  }
}

extension TransferAnswer {
  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  /// The target of a redirect.
  var redirection: String? { [301, 302, 303, 307, 308].contains(status) ? header("location") : nil }
}
