import DataSources
import Formats
import TimeSeries

/// What a fuzzer calls: from any bytes to nothing, without a trap. Errors are what is expected of most.
public enum FuzzTargets {
  /// Bytes as an XML document.
  package static func xml(_ bytes: [UInt8]) {
    for format in xmlFormats { _ = try? format.series(from: bytes, file: "fuzz", origin: origin) }
  }

  /// Bytes as a JSON document.
  package static func json(_ bytes: [UInt8]) {
    guard let document = try? JSONDocument(bytes, file: "fuzz") else { return }
    for format in jsonFormats { _ = try? format.series(from: document, origin: origin) }
    for path in jsonPaths { _ = (document.text(at: path), document.has(path)) }
  }

  /// Bytes as a ZIP archive.
  package static func zip(_ bytes: [UInt8]) {
    let names = (try? zipMembers(of: bytes, file: "fuzz")) ?? []
    for name in [nil] + names.prefix(4).map({ Optional($0) }) {
      _ = try? zipMember(name, of: bytes, file: "fuzz", maximumBytes: 1 << 20)
    }
  }

  /// Bytes as a section of a table.
  package static func section(_ bytes: [UInt8]) {
    let section = CSVSection(skip: 1, after: "OBSERVATIONS", until: "ERRORS")
    _ = try? CSVFormat().series(from: bytes, section: section, file: "fuzz", origin: origin)
    _ = documentTitle(of: bytes)
  }

  /// Bytes as the path of a value.
  package static func path(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    _ = try? JSONPath(text)
    _ = try? XMLRowPath(text, namespaces: ["e": "urn:e"])
    _ = try? XMLCellPath(text, namespaces: ["e": "urn:e"])
  }

  static let origin = Origin(request: "fuzz", adapter: "fuzz")

  private static let xmlFormats = [
    try? XMLFormat(
      row: "e:Cube[@currency='USD']", date: "../@time", values: [("rate", "@rate"), ("text", "d:v")],
      namespaces: ["e": "http://www.ecb.int/vocabulary/2002-08-01/eurofxref", "d": "urn:d"],
      refusals: [("error", "message")]),
    try? XMLFormat(
      row: "observation", date: "@date", values: [("value", "@value"), ("own", "."), ("deep", "a/b[@c]/@d")]),
    try? XMLFormat(row: "properties", date: "NEW_DATE", values: [("value", "BC_1MONTH")]),
  ].compactMap { $0 }

  /// To the root, to rows, to a date, to two values.
  private static let jsonPaths = ["", "rows", "date", "close.v", "[0].'1. open'"].compactMap { try? JSONPath($0) }

  private static let jsonFormats: [JSONFormat] = {
    let (root, rows, date) = (jsonPaths[0], jsonPaths[1], jsonPaths[2])
    let values = jsonPaths.suffix(2).map { JSONFormat.Value(name: $0.description, path: $0) }
    return [
      JSONFormat(.records(rows, date: date, values: values)), JSONFormat(.records(root, date: date, values: values)),
      JSONFormat(.columns(date: date, values: values)), JSONFormat(.columns(date: date, values: [values[0]])),
      JSONFormat(.map(rows, values: values)), JSONFormat(.map(root, values: values)),
    ]
  }()
}
