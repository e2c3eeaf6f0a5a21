import Files

/// Recorded answers to commit with a study: plain files with readable names, and a `manifest.json` with the request, time and
/// SHA-256 of each. It answers the same requests as a cache would; the error for any other request names the most similar
/// ones.
public struct FixtureFolder: Sendable, Equatable {
  /// The folder, as it was given.
  public let path: String
  /// In the order of the manifest.
  package let documents: [FixtureDocument]
  /// The positions in `documents`, by the hashes of the keys.
  private let places: [String: Int]
  private let keys: [CacheKey]

  static let manifest = "manifest.json"
  /// The most bytes of a manifest.
  static let largestManifest = 16 << 20

  /// Reads the manifest. Bodies are read and verified on demand.
  public init(reading path: String) throws(FetchError) {
    let file = path + "/" + FixtureFolder.manifest
    func fault(_ problem: String) -> FetchError {
      FetchError(
        .config, url: file, problem: problem, advice: "Record the folder anew with `engram fixture record`")
    }
    let json: [UInt8]?
    do throws(FileFault) {
      json = try Disk.read(file, limit: FixtureFolder.largestManifest)
    } catch {
      throw fault(error.reason)
    }
    guard let json else { throw fault("there is no such file, so the folder has no recorded answers") }
    do throws(EntryFault) {
      try self.init(path: path, documents: FixtureManifest.documents(of: json))
    } catch {
      switch error {
      case .newer(let version):
        throw fault("it was written by a later version of engram (version \(version) of the manifest)")
      case .damaged(let problem): throw fault(problem)
      }
    }
  }

  package init(path: String, documents: [FixtureDocument]) throws(EntryFault) {
    var places: [String: Int] = [:]
    var keys: [CacheKey] = []
    for (index, document) in documents.enumerated() {
      guard let key = document.key else {
        throw .damaged("the URL of \(document.file) is not valid: '\(document.url)'")
      }
      let hash = key.hash
      if let other = places[hash] {
        throw .damaged("\(documents[other].file) and \(document.file) answer the same request")
      }
      places[hash] = index
      keys.append(key)
    }
    (self.path, self.documents, self.places, self.keys) = (path, documents, places, keys)
  }

  /// The recorded answer for the hash of a key.
  func find(_ hash: String) -> FixtureDocument? { places[hash].map { documents[$0] } }

  /// The recorded bytes, verified.
  func body(of document: FixtureDocument) throws(FetchError) -> [UInt8] {
    let file = path + "/" + document.file
    func fault(_ problem: String) -> FetchError {
      FetchError(
        .cacheCorrupt, url: document.url, problem: "the recorded \(file) \(problem)",
        advice: "Restore it, e.g. from version control without conversion of line ends, or record it again")
    }
    let body: [UInt8]?
    do throws(FileFault) {
      body = try Disk.read(file, limit: 1 << 30)
    } catch {
      throw fault("cannot be read: \(error.reason)")
    }
    guard let body else { throw fault("is not there") }
    guard sha256Text(of: body) == document.sha256 else {
      throw fault("is not what was recorded: its SHA-256 differs from the manifest's")
    }
    return body
  }

  /// All recorded answers, for the error about a missing one.
  package var nearMisses: [NearMiss] {
    zip(keys, documents).map { NearMiss(key: $0, name: path + "/" + $1.file, about: $1.inWords) }
  }
}

/// One recorded answer.
package struct FixtureDocument: Sendable, Equatable {
  /// The name of the file in the folder.
  package var file: String
  /// The SHA-256 of the body, 64 hexadecimal digits.
  package var sha256: String
  /// Without secrets.
  package var url: String
  /// The source that asked, and its version.
  package var source: String
  /// The headers that are part of the key.
  package var headers: [String: String]
  /// The content type; nil if the server sent none.
  package var contentType: String?
  /// When it was received, in milliseconds since 1970, to the second.
  package var retrievedAt: Int64
  /// The number of rows; nil if it was not read.
  package var rows: Int?
  /// The first date; nil if it was not read.
  package var first: String?
  /// The last date; nil if it was not read.
  package var last: String?
  /// The source of the figures, if it is not this provider.
  package var note: String?
  /// The hash of the key, if the URL does not give it because a secret was removed.
  package var keyHash: String?

  /// - Parameter file: empty to make a name from the source and the URL when it is recorded.
  package init(
    file: String = "", sha256: String, url: String, source: String, headers: [String: String] = [:],
    contentType: String? = nil, retrievedAt: Int64, rows: Int? = nil, first: String? = nil, last: String? = nil,
    note: String? = nil, keyHash: String? = nil
  ) {
    (self.file, self.sha256, self.url, self.source) = (file, sha256, url, source)
    (self.headers, self.contentType, self.retrievedAt) = (headers, contentType, UTCText.wholeSecond(retrievedAt))
    (self.rows, self.first, self.last, self.note) = (rows, first, last, note)
    self.keyHash = keyHash
  }

  var key: CacheKey? { try? CacheKey(source: source, url: url, headers: headers, hash: keyHash) }

  fileprivate var inWords: String {
    let range = first.map { " from " + $0 + (last.map { " to " + $0 } ?? "") } ?? ""
    return (rows.map { "\($0) rows" + range + ", " } ?? "") + "recorded " + UTCText.text(retrievedAt)
  }
}
