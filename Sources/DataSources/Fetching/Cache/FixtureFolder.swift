import Files

/// Recorded answers, to be committed beside a study: plain files with readable names, and a `manifest.json` that says
/// of each what was asked, when it came and what its SHA-256 is. The same requests are answered from it as from a cache;
/// any other is refused, with the nearest there are.
public struct FixtureFolder: Sendable, Equatable {
  /// The folder as it was named.
  public let path: String
  /// In the order of the manifest.
  package let documents: [FixtureDocument]
  /// By the hash of their keys: where in `documents`.
  private let places: [String: Int]
  private let keys: [CacheKey]

  static let manifest = "manifest.json"
  /// The largest manifest that is read.
  static let largestManifest = 16 << 20

  /// Reads the manifest; the bodies are read, and verified, when they are asked for.
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
    guard let json else { throw fault("there is no such file, so the folder holds no recorded answers") }
    do throws(EntryFault) {
      try self.init(path: path, documents: FixtureManifest.documents(of: json))
    } catch {
      switch error {
      case .newer(let version): throw fault("it was written by a later engram (version \(version) of the manifest)")
      case .damaged(let problem): throw fault(problem)
      }
    }
  }

  package init(path: String, documents: [FixtureDocument]) throws(EntryFault) {
    var places: [String: Int] = [:]
    var keys: [CacheKey] = []
    for (index, document) in documents.enumerated() {
      guard let key = document.key else { throw .damaged("the URL of \(document.file) is none: '\(document.url)'") }
      let hash = key.hash
      if let other = places[hash] {
        throw .damaged("\(documents[other].file) and \(document.file) answer the same request")
      }
      places[hash] = index
      keys.append(key)
    }
    (self.path, self.documents, self.places, self.keys) = (path, documents, places, keys)
  }

  /// What was recorded for a key, by its hash.
  func find(_ hash: String) -> FixtureDocument? { places[hash].map { documents[$0] } }

  /// The recorded bytes, verified.
  func body(of document: FixtureDocument) throws(FetchError) -> [UInt8] {
    let file = path + "/" + document.file
    func fault(_ problem: String) -> FetchError {
      FetchError(
        .cacheCorrupt, url: document.url, problem: "the recorded \(file) \(problem)",
        advice: "Restore it, from version control for one, where line ends must not be converted; or record it anew")
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

  /// Everything recorded, for the message about a request that was not.
  package var nearMisses: [NearMiss] {
    zip(keys, documents).map { NearMiss(key: $0, name: path + "/" + $1.file, about: $1.inWords) }
  }
}

/// One recorded answer.
package struct FixtureDocument: Sendable, Equatable {
  /// A plain name in the folder.
  package var file: String
  /// Of the body, 64 hexadecimal digits.
  package var sha256: String
  /// Without secrets.
  package var url: String
  /// The source that asked, and its version.
  package var source: String
  /// The headers that are part of the key.
  package var headers: [String: String]
  /// What the server called it; nil where it did not say.
  package var contentType: String?
  /// In milliseconds since 1970, to the second.
  package var retrievedAt: Int64
  /// What it was read as, where that is known: rows, and the first and last date.
  package var rows: Int?
  /// The first date in it; nil where that is not known.
  package var first: String?
  /// The last date in it; nil where that is not known.
  package var last: String?
  /// Where the figures come from, if not from this provider.
  package var note: String?
  /// The hash of the key, where something was struck out of the URL so that it cannot be found from that.
  package var keyHash: String?

  /// - Parameters:
  ///   - file: a plain name; "" to have one made up from the source and the URL when it is recorded.
  ///   - sha256: of the body.
  ///   - url: without secrets.
  ///   - source: that asked for it.
  ///   - headers: that the request was told apart by.
  ///   - contentType: what the server called it.
  ///   - retrievedAt: when it came, in milliseconds since 1970.
  ///   - rows: that were read from it.
  ///   - first: date in it.
  ///   - last: date in it.
  ///   - note: where the figures come from, if not from this provider.
  ///   - keyHash: where the URL does not tell the key.
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
