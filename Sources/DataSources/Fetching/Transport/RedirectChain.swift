import Files
import Formats

/// A request with its current URL, its headers and the number of its tries, and the rules of redirects and retries.
package struct RedirectChain {
  let request: FetchRequest
  private(set) var address: WebAddress
  private(set) var plan: TransferPlan
  private let redactor: Redactor
  /// The first URL, without secrets.
  private let shown: String
  private let options: CurlTransport.Options
  private var redirects = 0
  private var tries = 0
  private var start: Double?

  package static let maximumRedirects = 5

  /// - Throws: if the request must not or cannot be sent.
  package init(
    _ request: FetchRequest, validators: [FetchRequest.Header], transport: CurlTransport
  ) throws(FetchError) {
    let preview = Redactor(name: request.secret?.parameter)
    let shown = preview.url(request.url)
    guard request.requestsPerSecond > 0, request.maximumBytes > 0 else {
      throw FetchError(
        .config, url: shown, problem: "the rate or the size limit of the source is 0",
        advice: "Set both to numbers above 0")
    }
    let address: WebAddress
    do { address = try WebAddress(request.url) } catch { throw Self.error(error, at: shown) }
    let secret = try request.secret?.value(from: transport.secrets, for: shown)
    redactor = Redactor(secret: secret, name: request.secret?.parameter)
    (self.request, self.address, self.shown, options) = (request, address, redactor.url(request.url), transport.options)

    var headers = request.headers + validators
    var url = address.text
    switch request.secret?.place {
    case .query(let name): url = address.appending(name, secret ?? "")
    case .header(let name): headers.append(FetchRequest.Header(name, secret ?? ""))
    case nil: break
    }
    if let wrong = (headers + [.init("User-Agent", request.userAgent ?? "")]).first(where: { !$0.canBeSent }) {
      throw FetchError(
        .config, url: shown,
        problem: "the header '\(Self.excerpt(redactor.text(wrong.name)))' cannot be sent as it is written",
        advice: wrong.isOfTheConnection
          ? "Leave it out: it is the business of the connection"
          : "Use letters, digits and hyphens in its name, and no line break in its value")
    }
    plan = TransferPlan(
      url: url, scheme: address.scheme, host: address.host, headers: headers.map(\.line),
      userAgent: request.userAgent ?? transport.options.userAgent, maximumBytes: request.maximumBytes,
      options: transport.options, progress: transport.progress)
    try checkAddress()
  }

  // MARK: - Addresses

  /// Follows a redirect, if that is allowed. The validators are dropped, since they are those of another document; on the way
  /// to another host, so is everything that may be a secret.
  package mutating func follow(_ location: String) throws(FetchError) {
    let next: WebAddress
    do {
      next = try address.following(location)
    } catch {
      throw unsafe("it redirects to '\(Self.excerpt(redactor.url(location)))': \(Self.complaint(error))")
    }
    let target = "it redirects to \(Self.excerpt(redactor.url(next.text)))"
    redirects += 1
    if request.secret != nil { throw unsafe("\(target), and a key is not sent to another URL") }
    if redirects > Self.maximumRedirects { throw unsafe("it redirects more than \(Self.maximumRedirects) times") }
    if address.scheme == "https" && next.scheme != "https" { throw unsafe("\(target), which is not secure") }
    let goesElsewhere = next.host != address.host
    let headers = request.headers.filter { !goesElsewhere || !redactor.isSuspect($0.name) }
    address = next
    (plan.url, plan.scheme, plan.host) = (next.text, next.scheme, next.host)
    plan.headers = headers.map(\.line)
    try checkAddress()
  }

  /// Checks the scheme, and the address if the URL contains one. `TransferReceiver.openSocket` checks the addresses of
  /// names.
  private func checkAddress() throws(FetchError) {
    if address.scheme == "http" && !request.allowsPlainHTTP && !address.isLoopback {
      let way = redirects == 0 ? "it" : "it redirects to \(Self.excerpt(redactor.url(address.text))), which"
      throw unsafe("\(way) is not secure")
    }
    if address.scheme == "http" && request.secret != nil && !address.isLoopback {
      throw unsafe("it is not secure, and a key is not sent unencrypted")
    }
    if options.allowsPrivateAddresses { return }
    if let literal = NetworkAddress(address.host), let reason = literal.reasonToRefuse {
      throw .refusedAddress(url: shown, address: literal.text, reason: reason)
    }
  }

  /// At most 200 characters on one line.
  private static func excerpt(_ text: String) -> String {
    let line = printable(text)
    return line.count > 200 ? line.prefix(200) + "…" : line
  }

  private func unsafe(_ problem: String) -> FetchError {
    FetchError(
      .unsafeURL, url: shown, problem: problem,
      advice: "Use the https address where the data are now")
  }

  private static func error(_ fault: WebAddressFault, at url: String) -> FetchError {
    switch fault {
    case .malformed:
      FetchError(
        .config, url: excerpt(url), problem: "the URL is not valid: \(complaint(fault))",
        advice: "Correct it to https://host/path")
    case .scheme:
      FetchError(.unsafeURL, url: excerpt(url), problem: complaint(fault), advice: "Use an https address")
    case .userInformation:
      FetchError(
        .config, url: excerpt(url), problem: complaint(fault),
        advice: "Name the key as the secret of the source instead, so that it is not shown or stored")
    }
  }

  private static func complaint(_ fault: WebAddressFault) -> String {
    switch fault {
    case .malformed(let reason): reason
    case .scheme(let scheme): "the scheme '\(scheme)' is not supported, only https and http"
    case .userInformation: "it contains a user name or a password"
    }
  }

  // MARK: - Tries

  mutating func begin(now: Double) {
    start = start ?? now
    tries += 1
  }

  /// The outcome of a try.
  enum Verdict {
    /// An answer for the caller to judge.
    case answered(TransferAnswer)
    case failed(Failure)
  }

  enum Failure {
    case onTheWay(TransferFault)
    /// The server's own.
    case atTheServer(TransferAnswer, retryAfter: Double?)
  }

  func verdict(on outcome: Result<TransferAnswer, TransferFault>, unixTime: Double) -> Verdict {
    switch outcome {
    case .failure(let fault): return .failed(.onTheWay(fault))
    case .success(let answer):
      if answer.status < 500 && !RetryRule.mayPass(status: answer.status) { return .answered(answer) }
      let asked = RetryRule.retryAfter(answer.header("retry-after"), unixTime: unixTime)
      return .failed(.atTheServer(answer, retryAfter: asked))
    }
  }

  func decision(about failure: Failure, now: Double, jitter: Double) -> RetryRule.Decision {
    let (mayPass, asked): (Bool, Double?) =
      switch failure {
      case .onTheWay(let fault): (RetryRule.mayPass(fault), nil)
      case .atTheServer(let answer, let asked): (RetryRule.mayPass(status: answer.status), asked)
      }
    if !mayPass { return .giveUp }
    return RetryRule.decision(tries: tries, elapsed: now - (start ?? now), retryAfter: asked, jitter: jitter)
  }

  // MARK: - Results

  /// The answer without secrets.
  func response(_ answer: TransferAnswer) -> FetchResponse {
    var body = answer.body
    redactor.strike(&body)
    var response = FetchResponse(
      status: answer.status, headers: redactor.headers(answer.headers), body: body,
      url: redactor.url(address.text))
    response.isFramed = answer.isFramed
    return response
  }

  /// - Parameter seconds: the wait that the server asks for, if it is too long.
  func error(_ failure: Failure, askingFor seconds: Double?) -> FetchError {
    var error =
      switch failure {
      case .onTheWay(let fault):
        FetchError(
          fault, url: shown, maximumBytes: request.maximumBytes, options: options, clean: { redactor.text($0) })
      case .atTheServer(let answer, _): FetchError(statusOf: response(answer), url: shown)
      }
    if tries > 1 { error.problem += ", the last of \(tries) tries" }
    if let seconds {
      error.problem += "; it asks to wait \(roundedDuration(seconds))"
      error.advice = "Try again after that, or use another source"
    }
    return error
  }

  var cancelled: FetchError { .cancelled(url: shown) }
}

extension Secret {
  /// The name of its parameter or header.
  var parameter: String {
    switch place {
    case .query(let name), .header(let name): name
    }
  }
}

extension FetchRequest.Header {
  /// Whether the name has only characters that HTTP allows, and the value no control characters.
  var canBeSent: Bool {
    let isName = { (byte: UInt8) in
      byte > 32 && byte < 127 && !"()<>@,;:\\\"/[]?={}".utf8.contains(byte)
    }
    return !name.isEmpty && name.utf8.allSatisfy(isName) && !isOfTheConnection
      && value.utf8.allSatisfy { $0 >= 32 && $0 != 127 || $0 == 9 }
  }

  /// Whether libcurl decides its value: with another the answer would be that of another host, or its end unknown.
  var isOfTheConnection: Bool {
    [
      "host", "content-length", "transfer-encoding", "connection", "keep-alive", "proxy-connection", "te", "trailer",
      "upgrade", "expect",
    ].contains(name.lowercased())
  }

  /// The line for libcurl, in which a header without a value ends in a semicolon.
  var line: String { value.isEmpty ? "\(name);" : "\(name): \(value)" }
}
