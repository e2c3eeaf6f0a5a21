/// How a table is written as text, and what in it is wanted. Whatever is left nil is found out from the first rows, and
/// said in the notes of the series.
package struct CSVFormat: Sendable, Equatable {
  /// Between two cells: comma, semicolon, tab or vertical bar. The default is to find out.
  package var delimiter: Delimiter?
  /// Before the fraction of a number. The default is to find out: a point unless the numbers show a comma.
  package var decimal: Decimal?
  /// Whether the first row names the columns. The default is to find out.
  package var header: Header?
  /// What a line that is to be passed over begins with. The default is nil: there is none.
  package var comment: UInt8?
  /// What stands for a missing value, in upper or lower case; an empty cell does anyway.
  package var missing = CSVFormat.usualMarkers
  /// Where the dates stand. The default is to find out.
  package var date: DateChoice?
  /// Whether 1/2/2020 is in January or February. The default is what the dates show; if they do not, an error.
  package var order: DayOrder?
  /// Dates are numbers since 1970-01-01T00:00:00Z, in seconds or milliseconds. The default is nil: dates are written
  /// out, or have ten or thirteen digits.
  package var epoch: Epoch?
  /// The columns of values, by name or number from 1. The default is every column of numbers.
  package var values: [String]?
  /// The column that says which series a row belongs to (a long table). The default is nil: one column, one series.
  package var key: String?

  /// Every setting at its default.
  package init() {}

  /// What separates the fields of a line.
  package enum Delimiter: String, Sendable, CaseIterable {
    case comma, semicolon, tab, pipe
    /// The sign itself.
    package var byte: UInt8 {
      switch self {
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      case .pipe: UInt8(ascii: "|")
      }
    }
  }
  /// What separates whole and fraction.
  package enum Decimal: String, Sendable, CaseIterable { case point, comma }
  /// Whether the first line names the columns.
  package enum Header: String, Sendable, CaseIterable { case first, none }
  /// mdy: month, day, year; dmy: day, month, year.
  package enum DayOrder: String, Sendable, CaseIterable { case mdy, dmy }
  /// s: seconds; ms: milliseconds.
  package enum Epoch: String, Sendable, CaseIterable { case s, ms }
  /// How dates are written.
  package enum DateChoice: Sendable, Equatable {
    /// By name, or by number from 1.
    case column(String)
    /// Rows are counted.
    case none
  }

  /// Fields that mean a missing value, whatever the case of their letters.
  package static let usualMarkers = ["N/A", "#N/A", "NA", "NaN", "null", ".", "-", "--", "ND", "N/D"]
}
