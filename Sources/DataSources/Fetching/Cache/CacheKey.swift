import Files

/// The key of a request in a cache or a folder of fixtures: its URL, the headers that its source sets, and the source. A
/// secret is not part of it, nor is the user agent, which changes whether a server answers, not what it answers.
///
/// Two URLs have the same key if they differ in: upper and lower case of scheme, host and `%xx`; a default port; the order
/// of parameters with different names; the fragment; a user name; a parameter whose name is that of a secret, such as
/// `api_key`.
///
/// A parameter that may be a secret by its name, such as `key` or `token`, distinguishes documents, but only the hash
/// contains it: it is stored nowhere.
package struct CacheKey: Sendable, Equatable {
  /// The source and the version of its declaration: `ecb/1`.
  package let source: String
  /// The URL without possible secrets, which is stored and shown.
  package let url: String
  /// By name in lower case; several of one name are joined by commas.
  package let headers: [String: String]
  let scheme: String
  /// With the port, unless it is the default.
  let host: String
  let path: String
  /// Sorted by name.
  let query: [Parameter]
  /// The SHA-256 of the key, which is the name of the entry.
  package let hash: String

  struct Parameter: Equatable {
    var name: String
    /// The value with its `=`; empty if there is none.
    var tail: String
  }

  /// The key of a request, equal for requests that are the same to a server.
  package init(_ request: FetchRequest) throws(FetchError) {
    var headers: [String: String] = [:]
    for header in request.headers {
      let name = header.name.lowercased()
      headers[name] = headers[name].map { $0 + ", " + header.value } ?? header.value
    }
    try self.init(source: request.source, url: request.url, headers: headers)
  }

  /// The key of a request that is described in a file.
  ///
  /// - Parameter hash: if it is known; it cannot be computed from a URL from which a secret was removed.
  package init(source: String, url: String, headers: [String: String], hash: String? = nil) throws(FetchError) {
    let parts = try URLParts(url)
    (self.source, scheme, host, path) = (source, parts.scheme, parts.host, parts.path)
    let kept = parts.query?.filter { !CacheKey.isSecret($0.name) } ?? []
    let place = parts.scheme + "://" + parts.host + parts.path
    self.url = Redactor().url(place + CacheKey.text(kept))
    // Sorting by name alone must keep the order of equal names, and sort() does not promise to.
    let sorted = kept.enumerated().sorted { ($0.element.name, $0.offset) < ($1.element.name, $1.offset) }
    query = sorted.map { $0.element }
    self.headers = headers.filter { !CacheKey.isSecret($0.key) && !Redactor().isSuspect($0.key) }
    var lines = ["GET", place + CacheKey.text(query)]
    lines += self.headers.sorted { $0.key < $1.key }.map { $0.key + ": " + $0.value }
    lines.append(source)
    self.hash = hash ?? sha256Text(of: Array(lines.joined(separator: "\n").utf8))
  }

  private static func text(_ query: [Parameter]) -> String {
    (query.isEmpty ? "" : "?") + query.map { $0.name + $0.tail }.joined(separator: "&")
  }

  /// Whether something was removed from the URL, so that it does not give the hash.
  var isRedacted: Bool { url.contains(Redactor.mark) }

  /// Whether a parameter or header of this name always holds a secret. Not `key` or `token`, which may also name data: two
  /// series must not share a copy.
  private static func isSecret(_ name: String) -> Bool {
    let plain = name.lowercased().filter { $0 != "-" && $0 != "_" }
    return [
      "apikey", "xapikey", "accesstoken", "accesskey", "authtoken", "apitoken", "xapitoken", "xauthtoken",
      "xaccesstoken", "clientsecret", "password", "passwd", "crumb", "authorization", "proxyauthorization", "cookie",
    ].contains(plain)
  }
}

/// The parts of a URL that a key needs.
private struct URLParts {
  var scheme: String
  var host: String
  var path: String
  /// In its order; nil if there is no `?`.
  var query: [CacheKey.Parameter]?

  init(_ url: String) throws(FetchError) {
    func fault(_ problem: String) -> FetchError {
      FetchError(.config, url: printable(url), problem: problem, advice: "Write it as https://host/path?name=value")
    }
    if url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) {
      throw fault("the URL holds a space or a control character")
    }
    var rest = url.prefix { $0 != "#" }
    guard let colon = rest.firstIndex(of: ":"), rest[colon...].hasPrefix("://") else {
      throw fault("the URL names no scheme")
    }
    scheme = rest[..<colon].lowercased()
    guard scheme == "https" || scheme == "http" else {
      throw FetchError(
        .unsafeURL, url: printable(url), problem: "the scheme '\(printable(scheme))' is not supported",
        advice: "Use https")
    }
    rest = rest[rest.index(colon, offsetBy: 3)...]
    var authority = rest.prefix { $0 != "/" && $0 != "?" }
    rest = rest[authority.endIndex...]
    if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
    host = URLParts.plainHost(authority, scheme: scheme)
    if host.isEmpty || host.hasPrefix(":") { throw fault("the URL names no host") }
    let path = rest.prefix { $0 != "?" }
    self.path = path.isEmpty ? "/" : URLParts.upperCasedEscapes(path)
    rest = rest[path.endIndex...]
    guard rest.hasPrefix("?") else { return }
    query = rest.dropFirst().split(separator: "&", omittingEmptySubsequences: true).map { piece in
      let name = piece.prefix { $0 != "=" }
      return .init(
        name: URLParts.upperCasedEscapes(name), tail: URLParts.upperCasedEscapes(piece[name.endIndex...]))
    }
  }

  /// In lower case, without the default port.
  private static func plainHost(_ authority: Substring, scheme: String) -> String {
    var host = authority.lowercased()
    let port = scheme == "https" ? ":443" : ":80"
    // A colon in brackets belongs to an IPv6 address.
    if host.hasSuffix(port), !(host.hasPrefix("[") && !host.hasSuffix("]" + port)) { host.removeLast(port.count) }
    if host.hasSuffix(":") { host.removeLast() }
    return host
  }

  /// `%5e` is `%5E` (RFC 3986, 6.2.2.1).
  private static func upperCasedEscapes(_ text: Substring) -> String {
    var left = 0
    return String(
      decoding: text.utf8.map { byte -> UInt8 in
        if byte == UInt8(ascii: "%") {
          left = 2
        } else if left > 0 {
          left -= 1
          if (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte) { return byte - 32 }
        }
        return byte
      }, as: UTF8.self)
  }
}
