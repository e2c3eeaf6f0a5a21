import Files
import FoundationEssentials

/// Reads and writes the `manifest.json` of a folder of fixtures.
package enum FixtureManifest {
  /// The version that this program writes, and the newest that it reads.
  static let version = 1

  package static func documents(of json: [UInt8]) throws(EntryFault) -> [FixtureDocument] {
    do {
      let stated = try JSONDecoder().decode(Version.self, from: Data(json)).engramFixtures
      if stated > version { throw EntryFault.newer(stated) }
      let file = try JSONDecoder().decode(File.self, from: Data(json))
      return try file.documents.map { try $0.document() }
    } catch let fault as EntryFault {
      throw fault
    } catch let error as DecodingError {
      throw .damaged("it is not a manifest: \(words(for: error))")
    } catch {
      throw .damaged("it is not a manifest")
    }
  }

  package static func json(_ documents: [FixtureDocument]) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(File(documents: documents.map { Row($0) })) else {
      preconditionFailure("texts and whole numbers can be written as JSON")
    }
    return Array(data) + [UInt8(ascii: "\n")]
  }

  /// The place and kind of an error.
  private static func words(for error: DecodingError) -> String {
    func place(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map { $0.intValue.map { "document \($0 + 1)" } ?? $0.stringValue }
      return path.isEmpty ? "" : " in " + path.joined(separator: ", ")
    }
    switch error {
    case .keyNotFound(let key, let context): return "'\(key.stringValue)' is missing" + place(context)
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "a value is of the wrong kind" + place(context)
    case .dataCorrupted: return "it is not JSON"
    @unknown default: return "it cannot be read"
    }
  }

  private struct Version: Decodable {
    var engramFixtures: Int

    enum CodingKeys: String, CodingKey { case engramFixtures = "engram_fixtures" }
  }

  private struct File: Codable {
    var engramFixtures = FixtureManifest.version
    var documents: [Row]

    enum CodingKeys: String, CodingKey {
      case documents
      case engramFixtures = "engram_fixtures"
    }
  }

  private struct Row: Codable {
    var file: String
    var sha256: String
    var url: String
    var source: String
    var headers: [String: String]?
    var contentType: String?
    var retrievedAt: String
    var rows: Int?
    var first: String?
    var last: String?
    var note: String?
    var key: String?

    enum CodingKeys: String, CodingKey {
      case file, sha256, url, source, headers, rows, first, last, note, key
      case contentType = "content_type"
      case retrievedAt = "retrieved_at"
    }

    init(_ document: FixtureDocument) {
      (file, sha256, url, source) = (document.file, document.sha256, document.url, document.source)
      headers = document.headers.isEmpty ? nil : document.headers
      (contentType, retrievedAt) = (document.contentType, UTCText.text(document.retrievedAt))
      (rows, first, last, note) = (document.rows, document.first, document.last, document.note)
      key = document.keyHash
    }

    func document() throws(EntryFault) -> FixtureDocument {
      guard FixtureManifest.isPlainName(file) else { throw .damaged("'\(printable(file))' is not a plain file name") }
      guard isDigest(sha256) else { throw .damaged("the sha256 of \(file) is not a SHA-256") }
      if let key, !isDigest(key) { throw .damaged("the key of \(file) is not a SHA-256") }
      guard let moment = UTCText.milliseconds(retrievedAt) else {
        throw .damaged("the retrieved_at of \(file) is not of the form 2026-10-30T16:02:11Z")
      }
      return FixtureDocument(
        file: file, sha256: sha256, url: url, source: source, headers: headers ?? [:], contentType: contentType,
        retrievedAt: moment, rows: rows, first: first, last: last, note: note, keyHash: key)
    }
  }

  /// Whether a name is that of a file in the folder which is not hidden and not the manifest.
  static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 200 && !name.hasPrefix(".") && !name.contains("/")
      && name.lowercased() != FixtureFolder.manifest && printable(name) == name
  }
}
