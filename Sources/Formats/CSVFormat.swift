/// How a table is written as text, and which of its columns are wanted. What is nil is found out from the first rows and
/// recorded in the notes of the series.
package struct CSVFormat: Sendable, Equatable {
  /// Between two cells: comma, semicolon, tab or vertical bar. The default is to find out.
  package var delimiter: Delimiter?
  /// Before the fraction of a number. The default is to find out: a point unless the numbers show a comma.
  package var decimal: Decimal?
  /// Whether the first row names the columns. The default is to find out.
  package var header: Header?
  /// The character that starts a comment line. The default is nil: there are no comments.
  package var comment: UInt8?
  /// Texts that mean a missing value, in upper or lower case. An empty cell always does.
  package var missing = CSVFormat.usualMarkers
  /// The column of the dates. The default is to find out.
  package var date: DateChoice?
  /// Whether 1/2/2020 is in January or February. The default is what the dates show, and an error if they do not.
  package var order: DayOrder?
  /// The unit of dates that are numbers since 1970-01-01T00:00:00Z. The default is nil: only numbers of ten or thirteen
  /// digits are read so.
  package var epoch: Epoch?
  /// The columns of values, by name or number from 1. The default is every column of numbers.
  package var values: [String]?
  /// The column that names the series of a row, in a long table. The default is nil: each column is a series.
  package var key: String?

  /// Every setting at its default.
  package init() {}

  /// What separates the fields of a line.
  package enum Delimiter: String, Sendable, CaseIterable {
    case comma, semicolon, tab, pipe
    /// The character.
    package var byte: UInt8 {
      switch self {
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      case .pipe: UInt8(ascii: "|")
      }
    }
  }
  /// What precedes the fraction.
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
    /// There are none: rows are counted.
    case none
  }

  /// Texts that mean a missing value, in upper or lower case.
  package static let usualMarkers = ["N/A", "#N/A", "NA", "NaN", "null", ".", "-", "--", "ND", "N/D"]
}
