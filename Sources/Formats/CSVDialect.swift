/// How a file is written: as its options say, and for the rest as its first rows show.
struct CSVDialect {
  var delimiter: UInt8
  var newline: UInt8
  var style: NumberStyle
  var hasHeader: Bool
  /// What the first rows showed, for the report.
  var notes: [String] = []
}

extension CSVDialect {
  /// The delimiter that gives the most rows the same number of cells, and makes the most cells numbers, dates or missing
  /// values; nil for a single column. Quoted delimiters do not count.
  static func sniffedDelimiter(
    _ format: CSVFormat, missing: MissingMarkers, sample: (UInt8) -> CSVSample
  ) -> CSVFormat.Delimiter? {
    var best: (delimiter: CSVFormat.Delimiter, score: Double)?
    for delimiter in CSVFormat.Delimiter.allCases {
      // A decimal comma is not the delimiter too, unless an option says so.
      if format.decimal == .comma, delimiter == .comma { continue }
      let sample = sample(delimiter.byte)
      let styles = delimiter == .comma ? [NumberStyle.point] : [.point, .comma]
      let score = consistency(sample) * typed(sample, missing, styles)
      if score > best?.score ?? 0 { best = (delimiter, score) }
    }
    return best?.delimiter
  }

  /// The share of rows that have the most frequent number of cells; 0 if that number is 1.
  private static func consistency(_ sample: CSVSample) -> Double {
    var shares: [Int: Int] = [:]
    for row in sample.rows { shares[filled(row), default: 0] += 1 }
    // The larger of two equally frequent counts, so that the result does not depend on the order of a dictionary.
    let most = shares.max { ($0.value, $0.key) < ($1.value, $1.key) }
    guard let most, most.key > 1 else { return 0 }
    return Double(most.value) / Double(sample.rows.count + (sample.fault == nil ? 0 : 1))
  }

  /// The number of cells up to the last that is not empty.
  private static func filled(_ row: [CSVSample.Cell]) -> Int {
    (row.lastIndex { !$0.bytes.isEmpty } ?? 0) + 1
  }

  /// The share of cells below the first row that are not text, always above 0.
  private static func typed(_ sample: CSVSample, _ missing: MissingMarkers, _ styles: [NumberStyle]) -> Double {
    var (typed, all) = (1, 2)
    for cell in sample.rows.dropFirst().joined() {
      all += 1
      let isTyped = styles.contains { style in
        switch CellKind(cell.bytes, missing: missing, style: style) {
        case .text: false
        case .missing, .number, .date: true
        }
      }
      typed += isTyped ? 1 : 0
    }
    return Double(typed) / Double(all)
  }

  /// Whether the first row names the columns: it has no date, and a text above a number or a date, or nothing but text.
  static func looksLikeHeader(_ sample: CSVSample, missing: MissingMarkers) -> Bool {
    guard let first = sample.rows.first else { return false }
    let styles = [NumberStyle.point, .comma]
    func kinds(_ cell: CSVSample.Cell) -> [CellKind] {
      styles.map { CellKind(cell.bytes, missing: missing, style: $0) }
    }
    let isText = first.map { kinds($0).allSatisfy { $0 == .text } }
    if first.contains(where: { kinds($0).contains(.date) }) { return false }
    for row in sample.rows.dropFirst() {
      for (column, cell) in row.enumerated() where column < isText.count && isText[column] {
        if kinds(cell).contains(where: { $0 == .number || $0 == .date }) { return true }
      }
    }
    return zip(first, isText).allSatisfy { $0.bytes.isEmpty || $1 }
  }

  /// The decimal sign that the numbers show; nil if all can be read both ways, as 1,234 can.
  static func sniffedDecimal(_ rows: some Sequence<[CSVSample.Cell]>, delimiter: UInt8) -> Decision {
    if delimiter == UInt8(ascii: ",") { return .point }
    var decision = Decision.point
    for row in rows {
      for (column, cell) in row.enumerated() where cell.bytes.contains(UInt8(ascii: ",")) {
        guard decimalNumber(in: cell.bytes, cell.bytes.indices, style: .comma) != nil else { continue }
        // It is also valid as a group of three digits with a decimal point.
        if decimalNumber(in: cell.bytes, cell.bytes.indices, style: .groupedPoint) == nil { return .comma }
        if case .point = decision { decision = .open(cell, column: column) }
      }
    }
    return decision
  }

  enum Decision {
    case point, comma
    /// The number can be read both ways.
    case open(CSVSample.Cell, column: Int)
  }
}

extension NumberStyle {
  static let point = NumberStyle()
  static let groupedPoint = NumberStyle(group: UInt8(ascii: ","))
  static let comma = NumberStyle(decimal: UInt8(ascii: ","), group: UInt8(ascii: "."))

  init(_ said: CSVFormat.Decimal) {
    switch said {
    case .point: self = .groupedPoint
    case .comma: self = .comma
    }
  }
}
