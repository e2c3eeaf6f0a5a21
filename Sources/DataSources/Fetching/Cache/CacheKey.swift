import Files

/// What makes two requests the same for a cache or a recorded fixture: the URL, the headers that its source sets and the
/// source itself. Neither a secret's value nor where it is sent is part of it; nor is the user agent, which changes
/// whether a server answers, not what it says.
///
/// Two URLs are one if they differ in: upper and lower case of scheme, host and `%xx`; a default port; the order of
/// the query's parameters (those of one name keep theirs); the fragment; a user name; a parameter that is by its name a
/// secret, such as `api_key`.
///
/// What is by its name perhaps a secret, such as `key` or `token`, tells two documents apart but is stored nowhere: it is
/// part of the hash alone.
package struct CacheKey: Sendable, Equatable {
  /// The source and the version of its declaration: `ecb/1`.
  package let source: String
  /// As it was asked, without what could be a secret: what is stored and shown.
  package let url: String
  /// By name in lower case, several of one name joined by commas.
  package let headers: [String: String]
  let scheme: String
  /// With the port, where it is not the scheme's own.
  let host: String
  let path: String
  /// Sorted by name.
  let query: [Parameter]
  /// The SHA-256 of all of it: the name of the entry.
  package let hash: String

  struct Parameter: Equatable {
    var name: String
    /// With its `=`; empty where there is none.
    var tail: String
  }

  /// Of a request; the same for requests that a server cannot tell apart.
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
  /// - Parameter hash: where it is known; it cannot be found again where something is struck out of the URL.
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

  /// Whether the URL tells less than the hash.
  var isRedacted: Bool { url.contains(Redactor.mark) }

  /// Parameters and headers that hold a secret wherever they are seen. Not `key` or `token`, by which servers also
  /// mean data: two series must not share a copy.
  private static func isSecret(_ name: String) -> Bool {
    let plain = name.lowercased().filter { $0 != "-" && $0 != "_" }
    return [
      "apikey", "xapikey", "accesstoken", "accesskey", "authtoken", "apitoken", "xapitoken", "xauthtoken",
      "xaccesstoken", "clientsecret", "password", "passwd", "crumb", "authorization", "proxyauthorization", "cookie",
    ].contains(plain)
  }
}

/// A URL taken apart, as far as keys need it.
private struct URLParts {
  var scheme: String
  var host: String
  var path: String
  /// In its order; nil where there is no `?`.
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
        .unsafeURL, url: printable(url), problem: "'\(printable(scheme))' is no scheme that is fetched",
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

  /// In lower case, without the port that the scheme has anyway.
  private static func plainHost(_ authority: Substring, scheme: String) -> String {
    var host = authority.lowercased()
    let port = scheme == "https" ? ":443" : ":80"
    // A colon within brackets belongs to an address.
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
