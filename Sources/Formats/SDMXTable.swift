package import TimeSeries

/// SDMX-CSV: a long table with a column for each dimension of a series, then TIME_PERIOD, OBS_VALUE and attributes.
package enum SDMXTable {
  /// Columns before TIME_PERIOD that are no dimensions.
  private static let others: Set<String> = [
    "dataflow", "structure", "structure_id", "structure_name", "action", "key", "last update",
  ]

  /// The series of a table, one for each combination of dimensions. A series is named by those of its dimensions that
  /// differ from one series to another; a single one by all of them.
  ///
  /// - Parameters:
  ///   - file: the path or address, for errors.
  ///   - origin: of the series.
  ///   - name: of a single series, the prefix of several.
  ///   - single: the name of a single series where `name` is nil; by default its dimensions.
  package static func series(
    from body: [UInt8], file: String, origin: Origin, name: String?, single: String? = nil
  ) throws(FormatError) -> [Series] {
    let (header, delimiter) = header(of: body)
    guard let time = header.firstIndex(of: "time_period"), header.contains("obs_value") else {
      throw .unusable(
        file, problem: "it has no columns TIME_PERIOD and OBS_VALUE, so it is not SDMX-CSV",
        advice: "Open it: the service may have sent an error, or another format")
    }
    let dimensions = header.indices.filter { $0 < time && !others.contains(header[$0]) && !header[$0].isEmpty }
    var format = CSVFormat()
    (format.date, format.values, format.header) = (.column("TIME_PERIOD"), ["OBS_VALUE"], .first)
    (format.delimiter, format.missing) = (delimiter, CSVFormat.usualMarkers + [":"])
    if !dimensions.isEmpty { format.key = dimensions.map { String($0 + 1) }.joined(separator: "+") }
    var series = try format.series(from: ByteBlocks(body), file: file, origin: origin)
    let parts = series.map { $0.name.split(separator: ".", omittingEmptySubsequences: false).map { String($0) } }
    if series.count == 1 {
      series[0].name = name ?? single ?? series[0].name
    } else {
      let width = dimensions.count
      let differing =
        parts.allSatisfy { $0.count == width }
        ? (0..<width).filter { column in Set(parts.map { $0[column] }).count > 1 } : []
      let short = parts.map { part in differing.map { part[$0] }.joined(separator: ".") }
      // Codes have no points; where one has, or where a name would have no code at all, the whole key is the name.
      let isShort = !differing.isEmpty && short.allSatisfy { $0.contains { $0 != "." } }
      for index in series.indices {
        series[index].name = (name.map { $0 + "-" } ?? "") + (isShort ? short[index] : series[index].name)
      }
    }
    return series
  }

  /// The names of the columns in lower case, and what separates them.
  private static func header(of body: [UInt8]) -> (names: [String], delimiter: CSVFormat.Delimiter) {
    let start = body.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let line = body[start...].prefix { $0 != 10 && $0 != 13 }.prefix(1 << 16)
    let candidates: [CSVFormat.Delimiter] = [.comma, .semicolon, .tab]
    let delimiter =
      candidates.max { a, b in line.count { $0 == a.byte } < line.count { $0 == b.byte } } ?? .comma
    let names = line.split(separator: delimiter.byte, omittingEmptySubsequences: false).map { cell in
      let text = String(decoding: cell, as: UTF8.self).lowercased()
      let inner = text.drop { $0 == " " || $0 == "\"" }
      let end = inner.lastIndex { $0 != " " && $0 != "\"" }
      return end.map { String(inner[...$0]) } ?? ""
    }
    return (names, delimiter)
  }
}
