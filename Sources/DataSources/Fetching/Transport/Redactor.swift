/// Removes secrets from what is shown or stored: a known value, and the values of parameters with the name of a secret.
package struct Redactor: Sendable {
  /// The replacement of a secret.
  package static let mark = "***"

  private let secret: SecretSpellings?
  private let names: Set<String>

  /// - Parameters:
  ///   - secret: the value; nil to go by names only.
  ///   - name: of its parameter or header, in addition to those that are always suspect.
  package init(secret: String? = nil, name: String? = nil) {
    names = Self.suspectNames.union(name.map { [$0.lowercased()] } ?? [])
    self.secret = secret.flatMap { $0.isEmpty ? nil : SecretSpellings($0) }
  }

  /// The text without the secret in any spelling.
  package func text(_ text: String, mark: String = Self.mark) -> String {
    if secret == nil { return text }
    var bytes = Array(text.utf8)
    return strike(&bytes, mark: mark) ? String(decoding: bytes, as: UTF8.self) : text
  }

  /// Removes the secret from bytes. True if they contained it.
  @discardableResult
  package func strike(_ bytes: inout [UInt8], mark: String = Self.mark) -> Bool {
    let places = secret?.ranges(in: bytes) ?? []
    if places.isEmpty { return false }
    var (result, start): ([UInt8], Int) = ([], 0)
    result.reserveCapacity(bytes.count)
    for place in places {
      result += bytes[start..<place.lowerBound]
      result += mark.utf8
      start = place.upperBound
    }
    bytes = result + bytes[start...]
    return true
  }

  /// A text in which every URL is without user information and values of suspect parameters, as are the options of a
  /// request that is one.
  package func line(_ text: String) -> String {
    guard text.contains("://") else { return text }
    var (result, rest) = ("", text[...])
    while let found = rest.firstRange(of: "://") {
      let scheme = rest[..<found.lowerBound].reversed().prefix { $0.isASCII && $0.isLetter }.count
      let start = rest.index(found.lowerBound, offsetBy: -scheme)
      let end = rest[found.upperBound...].firstIndex { " \t\n\"'<>`\\".contains($0) } ?? rest.endIndex
      result += rest[..<start] + listed(String(rest[start..<end]))
      rest = rest[end...]
    }
    return result + rest
  }

  /// The URLs of `first:A,B`, whose separators are escaped.
  private func listed(_ url: String) -> String {
    let escapes = [("%3F", "?"), ("%3f", "?"), ("%26", "&"), ("%23", "#"), ("%3B", ";"), ("%3b", ";")]
    let isEscaped = escapes.contains { url.contains($0.0) }
    if !isEscaped { return self.url(url) }
    let plain = escapes.reduce(url) { $0.replacing($1.0, with: $1.1) }
    let shown = self.url(plain)
    return shown == plain ? url : shown
  }

  /// A URL without user information, values of suspect parameters and the secret.
  package func url(_ url: String) -> String {
    let head = url.prefix { $0 != "?" && $0 != "#" }
    var result = Self.withoutUserInformation(String(head))
    var rest = url[head.endIndex...]
    while let joint = rest.popFirst() {
      let piece = rest.prefix { $0 != "&" && $0 != "#" && $0 != ";" }
      rest = rest[piece.endIndex...]
      let name = piece.prefix { $0 != "=" }
      let isSuspect = piece.count > name.count && isSuspect((try? percentDecoded(name)) ?? String(name))
      result += String(joint) + (isSuspect ? "\(name)=\(Self.mark)" : String(piece))
    }
    return text(result)
  }

  /// The headers without secrets.
  package func headers(_ headers: [FetchRequest.Header]) -> [FetchRequest.Header] {
    headers.compactMap { header in
      if isSuspect(header.name) { return nil }
      let isLink = header.name == "location" || header.name == "content-location"
      return FetchRequest.Header(text(header.name), isLink ? url(header.value) : text(header.value))
    }
  }

  /// Whether the value of a parameter or header of this name may be a secret.
  package func isSuspect(_ name: String) -> Bool { names.contains(name.lowercased()) }

  private static let suspectNames: Set<String> = [
    // Headers.
    "authorization", "proxy-authorization", "www-authenticate", "proxy-authenticate", "authentication-info",
    "proxy-authentication-info", "cookie", "set-cookie", "set-cookie2", "x-api-key", "x-auth-token", "x-api-token",
    "x-access-token", "x-csrf-token", "x-amz-security-token",
    // Parameters.
    "access_token", "accesstoken", "refresh_token", "id_token", "api_key", "apikey", "api-key", "api_token", "apitoken",
    "auth_token", "auth", "token", "key", "crumb", "secret", "client_secret", "password", "passwd", "pwd", "session",
    "sessionid", "sig", "signature", "x-amz-signature", "x-amz-credential",
  ]

  private static func withoutUserInformation(_ url: String) -> String {
    guard let scheme = url.firstRange(of: "://") else { return url }
    let authority = url[scheme.upperBound...].prefix { $0 != "/" }
    guard let at = authority.lastIndex(of: "@") else { return url }
    return "\(url[..<scheme.upperBound])\(mark)\(url[at...])"
  }
}

/// The positions of `needle`, which is not empty, in `bytes`, without overlaps.
func occurrences(of needle: [UInt8], in bytes: [UInt8]) -> [Int] {
  guard let first = needle.first else { return [] }
  var (places, start): ([Int], Int) = ([], 0)
  while let place = bytes[start...].firstIndex(of: first), bytes.count - place >= needle.count {
    if bytes[place..<place + needle.count].elementsEqual(needle) {
      places.append(place)
      start = place + needle.count
    } else {
      start = place + 1
    }
  }
  return places
}
