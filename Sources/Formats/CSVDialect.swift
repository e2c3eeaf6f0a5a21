/// Finds the separator of a table.
enum CSVDialect {
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
      let rules = format.rules(delimiter)
      let score = consistency(sample) * typed(sample, missing, rules)
      if score > best?.score ?? 0 { best = (delimiter, score) }
    }
    return best?.delimiter
  }

  /// The share of rows that have the most frequent number of cells; 0 if that number is 1.
  private static func consistency(_ sample: CSVSample) -> Double {
    var shares: [Int: Int] = [:]
    for row in sample.rows { shares[row.filled, default: 0] += 1 }
    // The larger of two equally frequent counts, so that the result does not depend on the order of a dictionary.
    let most = shares.max { ($0.value, $0.key) < ($1.value, $1.key) }
    guard let most, most.key > 1 else { return 0 }
    return Double(most.value) / Double(sample.rows.count + (sample.fault == nil ? 0 : 1))
  }

  /// The share of cells below the first row that are not text, always above 0.
  private static func typed(_ sample: CSVSample, _ missing: MissingMarkers, _ rules: NumberColumn.Rules) -> Double {
    var (typed, all) = (1, 2)
    for cell in sample.rows.dropFirst().joined() {
      all += 1
      typed += CellKind(cell.bytes, missing: missing, rules) == .text ? 0 : 1
    }
    return Double(typed) / Double(all)
  }
}

extension CSVFormat {
  func rules(_ delimiter: Delimiter?) -> NumberColumn.Rules {
    NumberColumn.Rules(
      decimal: decimal, isCommaSeparated: delimiter == .comma, allowsLongMinus: allowsLongMinus)
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
