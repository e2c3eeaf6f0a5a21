import Dispatch

/// Asks servers with libcurl: several hosts at a time, one request at a time to each, politely spaced.
///
/// What may pass by itself is tried again, redirects are followed by hand and checked at every hop, answers have a limit
/// in size and in time, and no secret is in anything that is handed back.
///
/// ```swift
/// let keys = SecretStore(environment: environment, file: SecretFile(path: path))
/// let transport = CurlTransport(secrets: keys.value(of:))
/// let response = try await transport.response(to: request, validators: [])
/// ```
///
/// Proxies are libcurl's affair: it goes by `https_proxy`, `http_proxy` and `no_proxy` unless the options name one. The
/// guard against private addresses then sees the address of the proxy, and of the server only what the URL says.
public struct CurlTransport: Transport {
  /// What holds for every transfer. Times are in seconds.
  public struct Options: Sendable {
    /// Whether a source may speak to this machine and its own network. The default is false.
    public var allowsPrivateAddresses = false
    /// The file of trusted authorities, in PEM; nil for those of the system.
    public var certificateFile: String?
    /// The proxy; nil for what the environment says, empty for none.
    public var proxy: String?
    /// What the client calls itself where a source says nothing else. The default is `engram`.
    public var userAgent = "engram"
    /// Until there is a connection. The default is 10.
    public var connectSeconds = 10.0
    /// Without a byte, rounded up to whole seconds. The default is 20.
    public var stallSeconds = 20.0
    /// From the first step to the last byte of one try. The default is 120.
    public var totalSeconds = 120.0
    /// How many hosts are asked at the same time. The default is 16.
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
  ///   - options: how long is waited, how often tried again. The defaults are stated there.
  ///   - secrets: the value of a secret by its name, looked up when it is about to be sent; nil where it is not set.
  ///   - progress: called for every piece that comes, on a thread of its own.
  public init(
    options: Options = Options(),
    secrets: @escaping @Sendable (String) throws(FetchError) -> String? = { (_) throws(FetchError) in nil },
    progress: (@Sendable (FetchProgress) -> Void)? = nil
  ) {
    self.init(options: options, secrets: secrets, timing: .live(), progress: progress)
  }

  /// With a clock of the caller's own.
  package init(
    options: Options = Options(),
    secrets: @escaping @Sendable (String) throws(FetchError) -> String? = { (_) throws(FetchError) in nil },
    timing: TransportTiming, progress: (@Sendable (FetchProgress) -> Void)? = nil
  ) {
    (self.options, self.secrets, self.timing, self.progress) = (options, secrets, timing, progress)
    line = HostLine(simultaneously: options.simultaneousTransfers, timing: timing)
  }

  /// The answer of the server, over as many tries as the rules allow.
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

  /// The answer of the place where the journey is now, tried until it is no failure that may pass.
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

  /// One try, on a thread of its own: the threads of Swift's tasks are few and must not be blocked.
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

  /// Where the server sends the client, if it does.
  var redirection: String? { [301, 302, 303, 307, 308].contains(status) ? header("location") : nil }
}
