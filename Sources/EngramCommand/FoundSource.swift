import Engram
import Files
import FoundationEssentials

/// What `engram fetch` says about one source.
struct FoundSource: Encodable {
  var source: String
  var series: [FoundSeries]
  var warnings: [String]
  var error: Failure?

  struct Failure: Encodable {
    /// One of the words of `FetchError.Kind`.
    var kind: String
    var message: String
  }

  init(_ reading: SourceReading, events: [FetchEvent]) {
    source = reading.request
    series = reading.series.map { FoundSeries($0, events: events) }
    let urls = Set(reading.series.flatMap { $0.origin.documents.map(\.url) })
    warnings = events.filter { urls.contains($0.url) }.flatMap(\.warnings)
    error = reading.error.map { Failure(kind: $0.kind.rawValue, message: $0.description) }
  }
}

struct FoundSeries: Encodable {
  var name: String
  /// Where the source is a list of others, the one that served.
  var servedBy: String?
  var rows: Int
  /// Of the rows, those whose value is missing.
  var missing: Int
  var first: String?
  var last: String?
  /// What became of its documents: `downloaded`, `fresh` …; of several the one that is furthest from fresh. `local`
  /// for what needs no document.
  var from: String
  /// Seconds since the server last said that the documents are good; of several the oldest.
  var age: Double?
  var documents: [Origin.Document]

  init(_ series: Series, events: [FetchEvent]) {
    let documents = series.origin.documents
    (name, servedBy, rows) = (series.name, series.origin.servedBy, series.times.count)
    self.documents = documents
    missing = series.values.count { $0.isNaN }
    first = series.times.min()?.text(series.resolution)
    last = series.times.max()?.text(series.resolution)
    let own = events.filter { event in documents.contains { $0.url == event.url && $0.sha256 == event.sha256 } }
    let order: [FetchEvent.Kind] = [.stale, .changed, .downloaded, .revalidated, .fixture, .fresh]
    let kind = order.first { kind in own.contains { $0.kind == kind } }
    from = documents.isEmpty ? "local" : kind?.rawValue ?? "cache"
    age = own.map(\.age).max()
  }
}

extension [FoundSource] {
  /// One line for each series, and one for each source that failed.
  func lines() -> [String] {
    let rows: [[String]] = flatMap { source -> [[String]] in
      if let error = source.error { return [[source.source, "", "", "", "failed: \(error.kind)", ""]] }
      return source.series.map { series in
        let age = series.age.flatMap { $0 >= 1 ? ageInWords($0) + " old" : nil } ?? ""
        let span = [series.first, series.last].compactMap { $0 }.joined(separator: " to ")
        let from = series.from + (series.servedBy.map { " by \($0)" } ?? "")
        return [series.name, counted(series.rows, "row"), span, "\(grouped(series.missing)) missing", from, age]
      }
    }
    return alignedColumns(rows)
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

/// Cells padded to the widest of their column, two blanks between.
func alignedColumns(_ rows: [[String]]) -> [String] {
  let rows = rows.map { $0.map(printable) }
  let count = rows.map(\.count).max() ?? 0
  let widths = (0..<count).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
  return rows.map { row in
    var line = ""
    for (cell, width) in zip(row, widths) {
      line += cell + String(repeating: " ", count: width - cell.count + 2)
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
