/// Whether a stored answer is fresh (RFC 9111, 4.2).
///
/// The source overrides the server: daily data of a server that sends `max-age=30` change once a day. If the source sets
/// nothing, an answer stays fresh for
///
///     max-age                            if Cache-Control has one
///     Expires - Date                     else, if there is an Expires
///     (arrival - Last-Modified) / 10     else, if there is a Last-Modified; a week at most
///     0                                  else, and with no-cache or no-store
///
/// from the time of the answer, which its Date and Age give. As this is the private cache of one user, `private` and
/// `s-maxage` do not apply, and an answer with `no-store` is stored; the server is then asked at every use.
package struct Freshness: Equatable {
  /// Seconds for which the answer stays fresh.
  package var lifetime: Double
  /// Seconds since the answer was made.
  package var age: Double
  /// Seconds since the server last confirmed the copy, by the local clock.
  package var sinceConfirmed: Double

  /// A copy from the future is not fresh, since the clock was or is wrong.
  package var isFresh: Bool { sinceConfirmed >= 0 && age < lifetime }

  /// - Parameter now: milliseconds since 1970.
  package init(of entry: CacheEntry, sourceSays: Double?, now: Int64) {
    sinceConfirmed = Double(now - entry.confirmedAt) / 1000
    if let sourceSays {
      (lifetime, age) = (sourceSays, sinceConfirmed)
      return
    }
    let arrival = entry.confirmedAt
    let date = entry.headers["date"].flatMap { HTTPDate.milliseconds($0, now: arrival) }
    let lateness = date.map { max(0, Double(arrival - $0) / 1000) } ?? 0
    let stated = entry.headers["age"].flatMap { Freshness.seconds($0) } ?? 0
    age = max(lateness, stated) + sinceConfirmed
    lifetime = Freshness.lifetime(of: entry, date: date ?? arrival)
  }

  private static func lifetime(of entry: CacheEntry, date: Int64) -> Double {
    if let control = entry.headers["cache-control"] {
      let directives = control.split(separator: ",").map { directive in
        directive.split(separator: "=", maxSplits: 1).map { trimmed($0).lowercased() }
      }
      if directives.contains(where: { $0.first == "no-cache" || $0.first == "no-store" }) { return 0 }
      // The shortest of several; one that is not a number makes the answer stale.
      let ages = directives.filter { $0.first == "max-age" }.map { $0.count == 2 ? seconds($0[1]) ?? 0 : 0 }
      if let age = ages.min() { return age }
    }
    if let expires = entry.headers["expires"] {
      guard let end = HTTPDate.milliseconds(expires, now: date) else { return 0 }
      return max(0, Double(end - date) / 1000)
    }
    if let modified = entry.lastModified.flatMap({ HTTPDate.milliseconds($0, now: date) }) {
      return min(max(0, Double(entry.confirmedAt - modified) / 10_000), 7 * 86400)
    }
    return 0
  }

  /// Seconds in digits, with or without quotes; nil for anything else.
  private static func seconds(_ text: String) -> Double? {
    let digits = trimmed(text[...]).filter { $0 != "\"" }
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return min(Double(digits) ?? 0, 2_147_483_648)
  }
}

/// The text without spaces and tabs at its ends.
func trimmed(_ text: Substring) -> String {
  var text = text
  while let last = text.last, last == " " || last == "\t" { text.removeLast() }
  return String(text.drop { $0 == " " || $0 == "\t" })
}
