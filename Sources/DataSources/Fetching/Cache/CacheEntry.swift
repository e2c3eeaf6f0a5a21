import Files
import FoundationEssentials

/// What is known of a kept body: a small JSON file beside it that a person can read.
package struct CacheEntry: Sendable, Equatable {
  /// The version of the files that this program writes, and the newest it reads.
  package static let version = 1

  /// Without secrets.
  package var url: String
  /// The source that asked, and its version.
  package var source: String
  /// The headers that are part of the key.
  package var requestHeaders: [String: String]
  /// When the body came, in milliseconds since 1970, to the second.
  package var fetchedAt: Int64
  /// When the server last said that it is still good; at first, when it came.
  package var confirmedAt: Int64
  /// HTTP's status of the answer.
  package var status: Int
  /// What the server calls this version; nil where it did not say.
  package var etag: String?
  /// When the server says it last changed; nil where it did not say.
  package var lastModified: String?
  /// Of the answer, by name in lower case: those in `keptHeaders`.
  package var headers: [String: String]
  /// Of the body.
  package var sha256: String
  /// Bytes of the body.
  package var size: Int
  /// What the body was read as, once it was: rows, and the first and last date.
  package var rows: Int?
  /// The first date in it; nil where that is not known.
  package var first: String?
  /// The last date in it; nil where that is not known.
  package var last: String?

  /// What freshness and the sources' checks need of an answer's headers.
  static let keptHeaders = ["age", "cache-control", "content-type", "date", "expires"]

  /// An answer that came just now.
  package init(_ response: FetchResponse, to key: CacheKey, sha256: String, now: Int64) {
    (url, source, requestHeaders) = (key.url, key.source, key.headers)
    (fetchedAt, confirmedAt) = (UTCText.wholeSecond(now), UTCText.wholeSecond(now))
    (status, self.sha256, size) = (response.status, sha256, response.body.count)
    etag = response.header("etag")
    lastModified = response.header("last-modified")
    headers = CacheEntry.kept(of: response)
  }

  /// The copy is still good, said the server: the time and the headers are new, the bytes are not (RFC 9111, 3.2).
  mutating func confirm(_ response: FetchResponse, now: Int64) {
    confirmedAt = UTCText.wholeSecond(now)
    etag = response.header("etag") ?? etag
    lastModified = response.header("last-modified") ?? lastModified
    // An age is of one answer, and so is a date: neither outlives it.
    headers["age"] = nil
    headers["date"] = nil
    headers.merge(CacheEntry.kept(of: response)) { _, new in new }
  }

  private static func kept(of response: FetchResponse) -> [String: String] {
    var headers: [String: String] = [:]
    for header in response.headers where keptHeaders.contains(header.name) {
      headers[header.name] = headers[header.name].map { $0 + ", " + header.value } ?? header.value
    }
    return headers
  }

  /// What makes a server say that nothing has changed.
  package var validators: [FetchRequest.Header] {
    [
      etag.map { FetchRequest.Header("if-none-match", $0) },
      lastModified.map { FetchRequest.Header("if-modified-since", $0) },
    ].compactMap { $0 }
  }

  /// Weak comparison (RFC 9110, 8.8.3.2): `W/"a"` and `"a"` are one.
  package func hasTag(_ other: String) -> Bool {
    func opaque(_ tag: String) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...] }
    return etag.map { opaque($0) == opaque(other) } ?? false
  }

  /// The answer, as a source's checks see it again.
  package func response(_ body: [UInt8]) -> FetchResponse {
    var all = headers
    all["etag"] = etag
    all["last-modified"] = lastModified
    let list = all.sorted { $0.key < $1.key }.map { FetchRequest.Header($0.key, $0.value) }
    return FetchResponse(status: status, headers: list, body: body, url: url)
  }

  package var key: CacheKey? { try? CacheKey(source: source, url: url, headers: requestHeaders) }

  /// `4,984 rows from 1999-01-04 to 2018-12-31`, as far as that is known, and when it came.
  package var inWords: String {
    let range = first.map { " from " + $0 + (last.map { " to " + $0 } ?? "") } ?? ""
    return (rows.map { "\($0) rows" + range + ", " } ?? "") + "fetched " + UTCText.text(fetchedAt)
  }
}

// MARK: - As a file

/// Why a file is no entry that can be read.
package enum EntryFault: Error, Equatable {
  case damaged(String)
  /// Written by a later engram: the version it states.
  case newer(Int)
}

extension CacheEntry {
  package init(json: [UInt8]) throws(EntryFault) {
    do {
      let stated = try JSONDecoder().decode(EntryVersion.self, from: Data(json)).engramCache
      if stated > CacheEntry.version { throw EntryFault.newer(stated) }
      try self.init(JSONDecoder().decode(EntryFile.self, from: Data(json)))
    } catch let fault as EntryFault {
      throw fault
    } catch {
      throw .damaged("it is not the JSON of an entry")
    }
  }

  package func json() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(EntryFile(self)) else {
      preconditionFailure("texts and whole numbers can be written as JSON")
    }
    return Array(data) + [UInt8(ascii: "\n")]
  }

  private init(_ file: EntryFile) throws(EntryFault) {
    guard let fetched = UTCText.milliseconds(file.fetchedAt), let confirmed = UTCText.milliseconds(file.confirmedAt)
    else { throw .damaged("its times are not of the form 2026-10-30T16:02:11Z") }
    guard isDigest(file.sha256), file.size >= 0 else { throw .damaged("its SHA-256 or its size is not one") }
    (url, source, requestHeaders) = (file.url, file.source, file.requestHeaders)
    (fetchedAt, confirmedAt, status) = (fetched, confirmed, file.status)
    (etag, lastModified, headers) = (file.etag, file.lastModified, file.headers)
    (sha256, size, rows, first, last) = (file.sha256, file.size, file.rows, file.first, file.last)
  }
}

private struct EntryVersion: Decodable {
  var engramCache: Int

  enum CodingKeys: String, CodingKey { case engramCache = "engram_cache" }
}

private struct EntryFile: Codable {
  var engramCache = CacheEntry.version
  var url: String
  var source: String
  var requestHeaders: [String: String]
  var fetchedAt: String
  var confirmedAt: String
  var status: Int
  var etag: String?
  var lastModified: String?
  var headers: [String: String]
  var sha256: String
  var size: Int
  var rows: Int?
  var first: String?
  var last: String?

  enum CodingKeys: String, CodingKey {
    case url, source, status, etag, headers, sha256, size, rows, first, last
    case engramCache = "engram_cache"
    case requestHeaders = "request_headers"
    case fetchedAt = "fetched_at"
    case confirmedAt = "confirmed_at"
    case lastModified = "last_modified"
  }

  init(_ entry: CacheEntry) {
    (url, source, requestHeaders) = (entry.url, entry.source, entry.requestHeaders)
    (fetchedAt, confirmedAt) = (UTCText.text(entry.fetchedAt), UTCText.text(entry.confirmedAt))
    (status, etag, lastModified) = (entry.status, entry.etag, entry.lastModified)
    (headers, sha256, size) = (entry.headers, entry.sha256, entry.size)
    (rows, first, last) = (entry.rows, entry.first, entry.last)
  }
}
