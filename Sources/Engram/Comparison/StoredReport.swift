import Formats
import FoundationEssentials
import DataSources
import Glibc
import Memory
import Numbers
import Panels
import Reporting

/// A report that was written before, as its results.json has it.
package struct StoredReport: Sendable {
  /// As it was given.
  package let path: String
  /// The version of engram that wrote it.
  package let version: String
  /// Every setting, as it was written.
  let study: JSON
  let answer: [String]
  let datasets: [Dataset]
  let bytes: [UInt8]

  struct Dataset: Decodable, Equatable {
    var name: String
    var role: String
    var panel: Panel
    var models: Models
    var baselines: Baselines
    var heldOutOutsideTrainingRange: Double
    var ladder: Ladder
    var verdict: Verdict
    var findings: [Claim]
  }

  struct Panel: Decodable, Equatable {
    var rows: Int
    var columns: [String]
    var first: String
    var last: String
    var testRows: Int
    var sha256: String
  }

  struct Models: Decodable, Equatable {
    var memory: Model
    var twin: Model
  }

  struct Model: Decodable, Equatable {
    var networks: Int
    var diverged: Int
    var ensembleTestLoss: Double
    var testLoss: Estimate
    var states: StateFindings
    var rollout: RolloutFindings
  }

  /// Reads a report.
  ///
  /// - Parameter path: of the folder that `engram report` wrote, or of the results.json in it.
  package init(path: String) throws(StoredReportError) {
    self.path = path
    let file: String
    (file, bytes) = try StoredReport.read(path)
    let data = Data(bytes)
    let contents: Contents
    do {
      let decoder = JSONDecoder()
      guard let schema = try decoder.decode(Head.self, from: data).schema else { throw StoredReportError.foreign(file) }
      if schema != Report<Study>.schema {
        throw schema.hasPrefix("engram.results/")
          ? StoredReportError.otherVersion(file, found: schema, needed: Report<Study>.schema) : .foreign(file)
      }
      contents = try decoder.decode(Contents.self, from: data)
    } catch {
      throw StoredReportError(error, reading: file, bytes)
    }
    (version, study, answer, datasets) = (contents.version, contents.study, contents.answer, contents.datasets)
  }

  /// The data set of a role, `data` or `control`.
  func dataset(_ role: String) -> Dataset? { datasets.first { $0.role == role } }

  private struct Head: Decodable { var schema: String? }

  private struct Contents: Decodable {
    var version: String
    var study: JSON
    var answer: [String]
    var datasets: [Dataset]
  }

  // MARK: - The file

  /// No report is as large: 256 MiB.
  private static let largest = 1 << 28

  private static func read(_ path: String) throws(StoredReportError) -> (file: String, bytes: [UInt8]) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw errno == ENOENT ? .missing(path) : .unreadable(path, reason: reason) }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    let file = isFolder ? (path.hasSuffix("/") ? path : path + "/") + "results.json" : path
    // A pipe would be waited for.
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw isFolder && errno == ENOENT ? .noResults(path) : .unreadable(file, reason: reason)
    }
    defer { close(descriptor) }
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(file, reason: "it is no file")
    }
    if status.st_size > largest { throw .unreadable(file, reason: "it is larger than \(largest >> 20) MiB") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= largest {
      let count = Glibc.read(descriptor, &block, block.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw .unreadable(file, reason: reason) }
      if count == 0 { break }
      bytes += block[..<count]
    }
    return (file, bytes)
  }

  /// Why the last call failed.
  private static var reason: String { String(cString: strerror(errno)) }
}

/// Why a report cannot be read.
package enum StoredReportError: Error, Equatable {
  /// There is nothing at the path.
  case missing(String)
  /// A folder without a results.json.
  case noResults(String)
  case unreadable(String, reason: String)
  /// JSON, but nothing of engram's.
  case foreign(String)
  /// Written by an engram whose results have another shape.
  case otherVersion(String, found: String, needed: String)
  /// Not JSON: where, and what was found.
  case broken(String, found: String)
  /// JSON of the right name in which something is not what it should be: where, and what.
  case shape(String, place: String, found: String)
}

extension StoredReportError: CustomStringConvertible {
  /// One sentence.
  package var description: String {
    switch self {
    case .missing(let path):
      "reading the report \(path): there is nothing there. Give the folder that engram report wrote"
    case .noResults(let path):
      "reading the report \(path): the folder has no results.json, so it is no report. Give the folder that engram"
        + " report wrote"
    case .unreadable(let file, let reason):
      "reading \(file): \(reason). Check the path and that the file may be read"
    case .foreign(let file):
      "reading \(file): it does not say that it holds results of engram. Give the folder that engram report wrote"
    case .otherVersion(let file, let found, let needed):
      "reading \(file): it has the form '\(found)', and only '\(needed)' is read here. Write the report again, with the"
        + " same engram as the other"
    case .broken(let file, let found):
      "reading \(file): \(found). The file was damaged or changed: write the report again"
    case .shape(let file, let place, let found):
      "reading \(file): \(place): \(found). The file was changed: write the report again"
    }
  }
}

extension StoredReportError {
  fileprivate init(_ error: any Error, reading file: String, _ bytes: [UInt8]) {
    switch error {
    case let error as StoredReportError: self = error
    case DecodingError.keyNotFound(let key, let context):
      self = .shape(file, place: Self.place(context.codingPath), found: "there is no '\(key.stringValue)'")
    case DecodingError.valueNotFound(_, let context):
      self = .shape(file, place: Self.place(context.codingPath), found: "there is null where a value must be")
    case DecodingError.typeMismatch(_, let context):
      self = .shape(file, place: Self.place(context.codingPath), found: Self.sentence(context))
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      self = .shape(file, place: Self.place(context.codingPath), found: Self.sentence(context))
    default: self = .broken(file, found: Self.fault(in: bytes))
    }
  }

  private static func sentence(_ context: DecodingError.Context) -> String {
    let text = context.debugDescription
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  /// Where the text stops being JSON.
  private static func fault(in bytes: [UInt8]) -> String {
    do throws(FormatError) {
      _ = try JSONDocument(bytes, file: "")
    } catch {
      switch error {
      case .badData(let place, let problem, _):
        return "line \(place.line), column \(place.column): \(problem), found '\(place.text)'"
      case .empty(_, let problem, _), .unusable(_, let problem, _): return problem
      default: break
      }
    }
    return "it is not JSON"
  }

  /// `datasets[0].panel.rows`
  private static func place(_ path: [any CodingKey]) -> String {
    let text = path.reduce("") { text, key in
      if let index = key.intValue { return text + "[\(index)]" }
      return text + (text.isEmpty ? "" : ".") + key.stringValue
    }
    return text.isEmpty ? "at the top" : text
  }
}
