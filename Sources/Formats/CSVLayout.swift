import Numbers

/// Which columns hold the dates, the values and the keys.
struct CSVLayout {
  /// From the header, or `column1`, `column2` …; empty names at the end are left out.
  var names: [String]
  var hasHeader: Bool
  var date: Int?
  var key: Int?
  /// In the order in which they were asked for.
  var values: [Int]
  /// Columns that were not asked for and have no value in the first rows: left out if no value follows.
  var doubtful: Set<Int> = []
  /// Columns that were not asked for and hold more texts than numbers.
  var texts: [Int] = []
}

/// Chooses the columns by the options and the first rows.
struct CSVLayoutChooser {
  let format: CSVFormat
  let sample: CSVSample
  let style: NumberStyle
  let missing: MissingMarkers
  let file: String
  /// As the user typed it, for errors.
  let request: String

  func layout(hasHeader: Bool) throws(FormatError) -> CSVLayout {
    let names = try columnNames(hasHeader)
    let data = sample.rows.dropFirst(hasHeader ? 1 : 0)
    var layout = CSVLayout(names: names, hasHeader: hasHeader, values: [])
    if let key = format.key { layout.key = try column(key, "key", layout) }
    switch format.date {
    case CSVFormat.DateChoice.none?: layout.date = nil
    case .column(let name): layout.date = try column(name, "date", layout)
    case nil: layout.date = names.indices.first { $0 != layout.key && looksLikeDates($0, names[$0], hasHeader, data) }
    }
    if let values = format.values {
      for value in values {
        let index = try column(value, "value", layout)
        if layout.values.contains(index) {
          throw refusal("value= names the column '\(names[index])' twice", "Leave one of them out")
        }
        layout.values.append(index)
      }
    } else {
      try chooseValues(data, &layout)
    }
    return layout
  }

  // MARK: - Names

  private func columnNames(_ hasHeader: Bool) throws(FormatError) -> [String] {
    guard hasHeader, let header = sample.rows.first else {
      let width = sample.rows.map { row in (row.lastIndex { !$0.bytes.isEmpty } ?? 0) + 1 }.max() ?? 1
      return (1...width).map { "column\($0)" }
    }
    var names: [String] = []
    for (index, cell) in header.enumerated() {
      guard let name = String(validating: cell.bytes, as: UTF8.self) else {
        throw .badData(
          .init(file: file, line: cell.line, column: index + 1, text: excerpt(cell.bytes, cell.bytes.indices)),
          problem: "a name that is not UTF-8", advice: "Convert the file, e.g. iconv -f latin1 -t utf-8")
      }
      names.append(name)
    }
    let last = names.lastIndex { !$0.isEmpty } ?? 0
    return Array(names.prefix(last + 1))
  }

  /// The column of this name, or of this number from 1.
  private func column(_ text: String, _ option: String, _ layout: CSVLayout) throws(FormatError) -> Int {
    let names = layout.names
    func same(_ other: String) -> Bool { other.lowercased() == text.lowercased() }
    if layout.hasHeader {
      let exact = names.indices.filter { names[$0] == text }
      let found = exact.isEmpty ? names.indices.filter { same(names[$0]) } : exact
      if let first = found.first, found.count == 1 { return first }
      if found.count > 1 {
        let numbers = found.map { String($0 + 1) }.joined(separator: ", ")
        throw refusal(
          "\(option)=\(text) names several columns of \(file): \(numbers)", "Give the number of the column instead")
      }
    }
    if let number = Int(text), names.indices.contains(number - 1) { return number - 1 }
    let all = names.filter { !$0.isEmpty }.prefix(40).joined(separator: ", ") + (names.count > 40 ? ", …" : "")
    let meant = layout.hasHeader ? nearest(to: text, among: names) : nil
    let list =
      layout.hasHeader ? "There are: \(all)" : "There is no header; columns have numbers from 1 to \(names.count)"
    throw refusal(
      "\(option)=\(text) names no column of \(file)", (meant.map { "Did you mean '\($0)'? " } ?? "") + list)
  }

  private func refusal(_ problem: String, _ advice: String) -> FormatError {
    .request(request, problem: problem, advice: advice)
  }

  // MARK: - Guesses

  /// Usual names of a column of dates; even a bare number in such a column is a date.
  private static let dateNames: Set<String> = [
    "date", "time", "datetime", "date_time", "timestamp", "day", "month", "year", "period", "time_period",
    "observation_date", "open time", "open_time", "unix",
  ]

  private func looksLikeDates(
    _ index: Int, _ name: String, _ hasHeader: Bool, _ data: ArraySlice<[CSVSample.Cell]>
  ) -> Bool {
    if hasHeader, Self.dateNames.contains(name.lowercased()) { return true }
    let kinds = data.compactMap { row in index < row.count ? kind(row[index]) : nil }
    return kinds.contains(.date) && kinds.allSatisfy { $0 == .date }
  }

  private func kind(_ cell: CSVSample.Cell) -> CellKind { CellKind(cell.bytes, missing: missing, style: style) }

  /// Every column with at least as many numbers as texts. A text among numbers is an error that reading reports, no
  /// reason to leave the column out.
  private func chooseValues(_ data: ArraySlice<[CSVSample.Cell]>, _ layout: inout CSVLayout) throws(FormatError) {
    var hasNumbers = false
    for index in layout.names.indices where index != layout.date && index != layout.key {
      let kinds = data.compactMap { row in index < row.count ? kind(row[index]) : nil }
      let numbers = kinds.count { $0 == .number }
      let texts = kinds.count { $0 == .text || $0 == .date }
      guard numbers >= texts else {
        layout.texts.append(index)
        continue
      }
      layout.values.append(index)
      if numbers > 0 { hasNumbers = true } else { layout.doubtful.insert(index) }
    }
    if hasNumbers || data.isEmpty { return try refuseTwins(layout) }
    let others = layout.names.indices.filter { $0 != layout.date && $0 != layout.key }.map { layout.names[$0] }
    let advice = others.isEmpty ? "Look at the delimiter: delimiter=" : "Name one of them with value=: "
    throw refusal(
      "no column of \(file) holds numbers in the first \(data.count == 1 ? "row" : "\(data.count) rows")",
      advice + others.prefix(40).joined(separator: ", "))
  }

  private func refuseTwins(_ layout: CSVLayout) throws(FormatError) {
    var seen: [String: Int] = [:]
    for index in layout.values {
      let name = layout.names[index]
      guard let twin = seen.updateValue(index, forKey: name) else { continue }
      throw refusal(
        "columns \(twin + 1) and \(index + 1) of \(file) are both called '\(name)'",
        "Choose by number, e.g. value=\(twin + 1)")
    }
  }
}
