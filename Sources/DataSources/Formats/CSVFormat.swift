/// How a table is written as text, and what in it is wanted. Whatever is left nil is found out from the first rows, and
/// said in the notes of the series.
public struct CSVFormat: Sendable, Equatable {
  /// Between two cells: comma, semicolon, tab or vertical bar. The default is to find out.
  public var delimiter: Delimiter?
  /// Before the fraction of a number. The default is to find out: a point unless the numbers show a comma.
  public var decimal: Decimal?
  /// Whether the first row names the columns. The default is to find out.
  public var header: Header?
  /// What a line that is to be passed over begins with. The default is nil: there is none.
  public var comment: UInt8?
  /// What stands for a missing value, in upper or lower case; an empty cell does anyway.
  public var missing = CSVFormat.usualMarkers
  /// Where the dates stand. The default is to find out.
  public var date: DateChoice?
  /// Whether 1/2/2020 is in January or February. The default is what the dates show; if they do not, an error.
  public var order: DayOrder?
  /// Dates are numbers since 1970-01-01T00:00:00Z, in seconds or milliseconds. The default is nil: dates are written
  /// out, or have ten or thirteen digits.
  public var epoch: Epoch?
  /// The columns of values, by name or number from 1. The default is every column of numbers.
  public var values: [String]?
  /// The column that says which series a row belongs to (a long table). The default is nil: one column, one series.
  public var key: String?

  /// Every setting at its default.
  public init() {}

  /// What separates the fields of a line.
  public enum Delimiter: String, Sendable, CaseIterable {
    case comma, semicolon, tab, pipe
    /// The sign itself.
    public var byte: UInt8 {
      switch self {
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      case .pipe: UInt8(ascii: "|")
      }
    }
  }
  /// What separates whole and fraction.
  public enum Decimal: String, Sendable, CaseIterable { case point, comma }
  /// Whether the first line names the columns.
  public enum Header: String, Sendable, CaseIterable { case first, none }
  /// mdy: month, day, year; dmy: day, month, year.
  public enum DayOrder: String, Sendable, CaseIterable { case mdy, dmy }
  /// s: seconds; ms: milliseconds.
  public enum Epoch: String, Sendable, CaseIterable { case s, ms }
  /// How dates are written.
  public enum DateChoice: Sendable, Equatable {
    /// By name, or by number from 1.
    case column(String)
    /// Rows are counted.
    case none
  }

  /// Fields that mean a missing value, whatever the case of their letters.
  public static let usualMarkers = ["N/A", "#N/A", "NA", "NaN", "null", ".", "-", "--", "ND", "N/D"]
}
