import Files
import FoundationEssentials

/// The metadata of a cached body, kept in a small JSON file.
package struct CacheEntry: Sendable, Equatable {
  /// The version of the files that this program writes, and the newest that it reads.
  package static let version = 1

  /// The URL without secrets.
  package var url: String
  /// The source and its version.
  package var source: String
  /// The headers that are part of the key.
  package var requestHeaders: [String: String]
  /// When the body was received, in milliseconds since 1970, to the second.
  package var fetchedAt: Int64
  /// When the server last confirmed that the body is current; at first, when it was received.
  package var confirmedAt: Int64
  /// The status of the answer.
  package var status: Int
  /// The ETag; nil if the server sent none.
  package var etag: String?
  /// The Last-Modified; nil if the server sent none.
  package var lastModified: String?
  /// The headers of the answer in `keptHeaders`, by name in lower case.
  package var headers: [String: String]
  /// The SHA-256 of the body.
  package var sha256: String
  /// The number of bytes of the body.
  package var size: Int
  /// The number of rows; nil if it was not read.
  package var rows: Int?
  /// The first date; nil if it was not read.
  package var first: String?
  /// The last date; nil if it was not read.
  package var last: String?

  /// The headers that freshness and the checks of sources need.
  static let keptHeaders = ["age", "cache-control", "content-type", "date", "expires"]

  /// The entry of a new answer.
  package init(_ response: FetchResponse, to key: CacheKey, sha256: String, now: Int64) {
    (url, source, requestHeaders) = (key.url, key.source, key.headers)
    (fetchedAt, confirmedAt) = (UTCText.wholeSecond(now), UTCText.wholeSecond(now))
    (status, self.sha256, size) = (response.status, sha256, response.body.count)
    etag = CacheEntry.sendable(response.header("etag"))
    lastModified = CacheEntry.sendable(response.header("last-modified"))
    headers = CacheEntry.kept(of: response)
  }

  /// Takes the time and the headers of an answer that confirms the copy (RFC 9111, 3.2).
  package mutating func confirm(_ response: FetchResponse, now: Int64) {
    confirmedAt = UTCText.wholeSecond(now)
    etag = CacheEntry.sendable(response.header("etag")) ?? etag
    lastModified = CacheEntry.sendable(response.header("last-modified")) ?? lastModified
    // Age and date belong to one answer.
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

  /// The value of a header that can be sent back: without spaces around it; nil if it is empty, is far too long or has
  /// control characters.
  static func sendable(_ value: String?) -> String? {
    guard let value, value.utf8.count <= 1024 else { return nil }
    let inner = value.drop { $0 == " " || $0 == "\t" }
    let text = String(inner.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    return !text.isEmpty && text.utf8.allSatisfy { $0 >= 32 && $0 != 127 } ? text : nil
  }

  /// The headers with which a server can confirm the copy.
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

  /// The answer, for the checks of its source.
  package func response(_ body: [UInt8]) -> FetchResponse {
    var all = headers
    all["etag"] = etag
    all["last-modified"] = lastModified
    let list = all.sorted { $0.key < $1.key }.map { FetchRequest.Header($0.key, $0.value) }
    return FetchResponse(status: status, headers: list, body: body, url: url)
  }

  package var key: CacheKey? { try? CacheKey(source: source, url: url, headers: requestHeaders) }

  /// `4984 rows from 1999-01-04 to 2018-12-31, fetched …`, as far as it is known.
  package var inWords: String {
    let range = first.map { " from " + $0 + (last.map { " to " + $0 } ?? "") } ?? ""
    return (rows.map { "\($0) rows" + range + ", " } ?? "") + "fetched " + UTCText.text(fetchedAt)
  }
}

// MARK: - As a file

/// Why an entry cannot be read.
package enum EntryFault: Error, Equatable {
  case damaged(String)
  /// Written by a later version of engram; the version of the file.
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
      throw .damaged("it is not an entry in JSON")
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
    guard isDigest(file.sha256), file.size >= 0 else { throw .damaged("its SHA-256 or its size is not valid") }
    (url, source, requestHeaders) = (file.url, file.source, file.requestHeaders)
    (fetchedAt, confirmedAt, status) = (fetched, confirmed, file.status)
    (etag, lastModified) = (CacheEntry.sendable(file.etag), CacheEntry.sendable(file.lastModified))
    headers = file.headers
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
