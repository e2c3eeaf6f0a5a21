/// Removes secrets from what is shown or stored: a known value, and the values of parameters with the name of a secret.
package struct Redactor: Sendable {
  /// The replacement of a secret.
  package static let mark = "***"

  /// The spellings of the value, the longest first.
  private let spellings: [[UInt8]]
  private let names: Set<String>

  /// - Parameters:
  ///   - secret: the value; nil to go by names only.
  ///   - name: of its parameter or header, in addition to those that are always suspect.
  package init(secret: String? = nil, name: String? = nil) {
    names = Self.suspectNames.union(name.map { [$0.lowercased()] } ?? [])
    guard let secret, !secret.isEmpty else {
      spellings = []
      return
    }
    let encoded = urlEncoded(secret)
    let escapes = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")]
    let inXML = escapes.reduce(secret) { Self.replacing($1.0, in: $0, by: $1.1) }
    let inJSON = [("\\", "\\\\"), ("\"", "\\\"")].reduce(secret) { Self.replacing($1.0, in: $0, by: $1.1) }
    let all = [
      secret, encoded, Self.lowerCaseEscapes(encoded), Self.replacing("%20", in: encoded, by: "+"),
      percentEncoded(secret, escaping: " \"<>#&+?=/"), inXML, inJSON, Self.replacing("/", in: inJSON, by: "\\/"),
    ]
    spellings = Set(all).map { Array($0.utf8) }.sorted { ($1.count, $0.lexicographic) < ($0.count, $1.lexicographic) }
  }

  /// The text without the secret in any spelling.
  package func text(_ text: String) -> String {
    if spellings.isEmpty { return text }
    var bytes = Array(text.utf8)
    return strike(&bytes) ? String(decoding: bytes, as: UTF8.self) : text
  }

  /// Removes the secret from bytes. True if they contained it.
  @discardableResult
  package func strike(_ bytes: inout [UInt8]) -> Bool {
    var found = false
    for spelling in spellings {
      let places = occurrences(of: spelling, in: bytes)
      if places.isEmpty { continue }
      found = true
      var (result, start): ([UInt8], Int) = ([], 0)
      result.reserveCapacity(bytes.count)
      for place in places {
        result += bytes[start..<place]
        result += Self.mark.utf8
        start = place + spelling.count
      }
      bytes = result + bytes[start...]
    }
    return found
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

  private static func replacing(_ piece: String, in text: String, by other: String) -> String {
    text.split(separator: piece, omittingEmptySubsequences: false).joined(separator: other)
  }

  /// The text with `%3d` for `%3D`.
  private static func lowerCaseEscapes(_ encoded: String) -> String {
    var digits = 0
    return String(
      encoded.map { character in
        if character == "%" {
          digits = 2
        } else if digits > 0 {
          digits -= 1
          return Character(character.lowercased())
        }
        return character
      })
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

extension [UInt8] {
  /// For an order among texts of one length.
  fileprivate var lexicographic: String { String(decoding: self, as: UTF8.self) }
}
