import Files
import CCurl

extension FetchError {
  /// The error of a failed transfer.
  ///
  /// - Parameters:
  ///   - url: without secrets.
  ///   - maximumBytes: the limit of the body.
  ///   - options: of the transfer.
  ///   - clean: removes secrets from the message of libcurl.
  init(
    _ fault: TransferFault, url: String, maximumBytes: Int, options: CurlTransport.Options,
    clean: (String) -> String
  ) {
    switch fault {
    case .cancelled: self = .cancelled(url: url)
    case .tooLarge(let announced):
      let size = announced.map { " of \($0) bytes" } ?? ""
      self.init(
        .tooLarge, url: url, problem: "the answer\(size) is larger than the limit of \(maximumBytes) bytes",
        advice: "Ask for less data, or raise the limit of the source")
    case .refusedAddress(let address, let reason):
      self = .refusedAddress(url: url, address: address, reason: reason)
    case .unpackable(let encoding):
      self.init(
        .notData, url: url,
        problem: "the compression of the answer ('\(printable(encoding))') is not supported, or the answer is damaged",
        advice: "Try again later")
    case .cut:
      self.init(
        .truncated, url: url, problem: "the answer ended early: its gzip stream has no end", advice: "Try again later")
    case .failed(let code, let words):
      let (kind, problem, advice) = Self.explanation(CURLcode(code), options: options)
      // Of a name that is not known libcurl has nothing to add.
      let detail = kind == .dns ? "" : Self.plain(clean(words))
      self.init(kind, url: url, problem: detail.isEmpty ? problem : "\(problem) (\(detail))", advice: advice)
    }
  }

  static func cancelled(url: String) -> FetchError {
    FetchError(.cancelled, url: url, problem: "cancelled", advice: "Run it again")
  }

  static func refusedAddress(url: String, address: String, reason: String) -> FetchError {
    FetchError(
      .unsafeURL, url: url, problem: "it leads to \(address), \(reason)",
      advice: "Allow private addresses (--allow-private) if the source or the proxy is on your own network")
  }

  private static func explanation(
    _ code: CURLcode, options: CurlTransport.Options
  ) -> (kind: Kind, problem: String, advice: String) {
    let (again, later) = ("Check the network, or try again later", "Try again later")
    let proxy = "Check the variable https_proxy or http_proxy"
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST:
      return (.dns, "the name of the server cannot be resolved", "Check its spelling and the network")
    case CURLE_COULDNT_RESOLVE_PROXY:
      return (.dns, "the name of the proxy cannot be resolved", proxy)
    case CURLE_COULDNT_CONNECT: return (.connect, "no connection to the server", again)
    case CURLE_PROXY: return (.connect, "no connection through the proxy", proxy)
    case CURLE_OPERATION_TIMEDOUT: return (.timeout, "the server took too long", later)
    case CURLE_GOT_NOTHING: return (.connect, "the server closed the connection without an answer", later)
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_HTTP3, CURLE_QUIC_CONNECT_ERROR:
      return (.connect, "the connection broke", again)
    case CURLE_PARTIAL_FILE: return (.truncated, "the answer ended early", later)
    case CURLE_SSL_CONNECT_ERROR:
      return (.tls, "no secure connection to the server", "Check that it speaks TLS 1.2 or later at this port")
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
      CURLE_SSL_PINNEDPUBKEYNOTMATCH:
      return (
        .tls, "the server's certificate cannot be trusted",
        "If this is your own server, name the file of its certificate authority in CURL_CA_BUNDLE; else do not trust it"
      )
    case CURLE_SSL_CACERT_BADFILE:
      let file = options.certificateFile ?? "of the system"
      return (.tls, "the file of trusted certificates \(file) cannot be read", "Check the path in CURL_CA_BUNDLE")
    case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_ENGINE_NOTFOUND,
      CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_SHUTDOWN_FAILED, CURLE_USE_SSL_FAILED,
      CURLE_SSL_CLIENTCERT:
      return (.tls, "no secure connection to the server", again)
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
      return (.notData, "the server does not use HTTP", "Check the host and the port")
    case CURLE_URL_MALFORMAT: return (.config, "the URL is not valid", "Correct the URL")
    case CURLE_OUT_OF_MEMORY: return (.unavailable, "there is not enough memory for the answer", "Close other programs")
    default: return (.connect, "the transfer failed", again)
    }
  }

  /// The message without error numbers such as `error:0A000418:SSL routines::unknown ca`.
  private static func plain(_ words: String) -> String {
    var rest = words
    while let found = rest.firstRange(of: "error:") {
      let pieces = rest[found.upperBound...].split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
      guard pieces.count == 4, pieces[0].allSatisfy(\.isHexDigit) else { break }
      rest = rest[..<found.lowerBound] + String(pieces[3])
    }
    return printable(rest)
  }
}
