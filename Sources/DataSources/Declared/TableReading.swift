import Formats
import Numbers
import TimeSeries

/// Reads a document in one of the formats, with the values of all parameters.
struct TableReading: Sendable {
  private enum Format: Sendable {
    case csv(CSVFormat, CSVSection)
    case xml(XMLFormat)
    case json(JSONFormat, zone: JSONPath?)
  }
  private let format: Format
  /// Empty for the only member of an archive; nil if the document is not an archive.
  private let zipMember: String?
  private let zone: Zone?
  private let maximumBytes: Int

  /// - Parameters:
  ///   - request: for errors about a value that makes a path invalid.
  ///   - value: of a parameter.
  init(
    _ recipe: TableRecipe, request: String, maximumBytes: Int = 64 << 20, _ value: (String) -> String?
  ) throws(SourceError) {
    func filled(_ template: Template) -> String { template.filled(value) ?? "" }
    do throws(PathFault) {
      let values = recipe.values.map(filled)
      switch recipe.layout {
      case .csv(let section, let key):
        format = .csv(recipe.csv(date: recipe.date.map(filled), values: values, key: key.map(filled)), section)
      case .xml(let row, let namespaces):
        format = .xml(
          try XMLFormat(
            row: filled(row), date: recipe.date.map(filled) ?? "", values: values.map { ($0, $0) },
            namespaces: namespaces, cells: recipe.cells))
      case .jsonRecords, .jsonColumns, .jsonMap:
        var zone: JSONPath?
        if case .at(let path) = recipe.zone { zone = try JSONPath(filled(path)) }
        format = .json(JSONFormat(try recipe.shape(values, filled), zone: zone, cells: recipe.cells), zone: zone)
      }
    } catch {
      throw .request(
        request, problem: error.description, advice: "Correct the path, or the value of its parameter")
    }
    zipMember = recipe.zipMember.map(filled)
    if case .named(let name) = recipe.zone { zone = Zone(name) } else { zone = nil }
    self.maximumBytes = maximumBytes
  }

  /// The series of a body, in the order of `value` in the declaration.
  func series(
    in body: [UInt8], file: String, origin: Origin, name: String?
  ) throws(FormatError) -> [Series] {
    var body = body
    if let zipMember {
      body = try Formats.zipMember(
        zipMember.isEmpty ? nil : zipMember, of: body, file: file, maximumBytes: maximumBytes)
    }
    switch format {
    case .csv(let format, let section):
      return days(try format.series(from: body, section: section, file: file, origin: origin, name: name), in: zone)
    case .xml(let format):
      return days(try format.series(from: body, file: file, origin: origin, name: name), in: zone)
    case .json(let format, let path):
      let series = try format.series(from: body, file: file, origin: origin, name: name)
      guard let path else { return days(series, in: zone) }
      return days(series, in: try namedZone(path, body, file))
    }
  }

  private func days(_ series: [Series], in zone: Zone?) -> [Series] {
    guard let zone else { return series }
    return series.map { $0.daily(in: zone) }
  }

  private func namedZone(_ path: JSONPath, _ body: [UInt8], _ file: String) throws(FormatError) -> Zone {
    let name = try JSONDocument(body, file: file).text(at: path) ?? ""
    if let zone = Zone(name) { return zone }
    throw .unusable(
      file, problem: "its time zone (\(path)) is '\(name)', which is not known",
      advice: "Name a zone in the declaration: zone: America/New_York")
  }
}

extension TableRecipe {
  fileprivate func csv(date: String?, values: [String], key: String?) -> CSVFormat {
    var format = CSVFormat()
    (format.delimiter, format.decimal, format.header) = (delimiter, decimal, header)
    (format.comment, format.missing, format.order, format.epoch) = (comment, missing, order, epoch)
    (format.date, format.values, format.key) = (date.map { .column($0) }, values, key)
    return format
  }

  fileprivate var cells: CellFormat {
    var cells = CellFormat()
    (cells.missing, cells.decimal, cells.group, cells.strip) = (missing, decimal, group, strip)
    (cells.order, cells.epoch) = (order, epoch)
    return cells
  }

  fileprivate func shape(_ values: [String], _ filled: (Template) -> String) throws(PathFault) -> JSONFormat.Shape {
    var series: [JSONFormat.Value] = []
    for value in values { series.append(JSONFormat.Value(name: value, path: try JSONPath(value))) }
    let date = try JSONPath(date.map(filled) ?? "")
    switch layout {
    case .jsonRecords(let path): return .records(try JSONPath(filled(path)), date: date, values: series)
    case .jsonMap(let path): return .map(try JSONPath(filled(path)), values: series)
    default: return .columns(date: date, values: series)
    }
  }
}

/// Checks that a time zone is known.
func checkZone(_ name: PlacedText) throws(DeclarationFault) {
  if Zone(name.text) != nil { return }
  let meant = nearest(to: name.text, among: Zone.names).map { "Did you mean '\($0)'? " } ?? ""
  throw name.fault(
    "there is no time zone '\(name.text)'", meant + "Write one such as Europe/Berlin, America/New_York, UTC")
}
