package import TimeSeries

/// How a table is written as text, and which of its columns are wanted. What is nil is found out from the rows and
/// recorded in the notes of the series.
package struct CSVFormat: Sendable, Equatable {
  /// Between two cells: comma, semicolon, tab, vertical bar, or any other character. The default is to find out.
  package var delimiter: Delimiter?
  /// Around a cell that contains delimiters. The default is to find out: a double quote unless all cells have single ones.
  package var quote: UInt8?
  /// Lines before the table. The default is to find out.
  package var skip: Int?
  /// How its characters are written. The default is UTF-8.
  package var encoding: Encoding?
  /// Before the fraction of a number. The default is to find out for each column: a point unless the numbers show a comma.
  package var decimal: Decimal?
  /// The same for single columns, by name or number from 1.
  package var decimals: [ColumnDecimal] = []
  /// Whether U+2212 is read as a minus sign. The default is to refuse it.
  package var allowsLongMinus = false
  /// How many rows name the columns. The default is to find out.
  package var header: Header?
  /// The character that starts a comment line. The default is nil: there are no comments.
  package var comment: UInt8?
  /// Texts that mean a missing value, in upper or lower case, and numbers that do, however they are written. An empty cell
  /// always does.
  package var missing = CSVFormat.usualMarkers
  /// The column of the dates. The default is to find out.
  package var date: DateChoice?
  /// Whether 1/2/2020 is in January or February. The default is what the dates show, and an error if they do not.
  package var order: DayOrder?
  /// What dates that are numbers count. The default is nil: only numbers of 10, 13, 16 or 19 digits are read as seconds,
  /// milli-, micro- or nanoseconds since 1970-01-01T00:00:00Z.
  package var epoch: Epoch?
  /// The zone of times without an offset, and of the days that instants belong to. The default is UTC.
  package var zone: Zone?
  /// The columns of values, by name or number from 1. The default is every column of numbers.
  package var values: [String]?
  /// Columns to leave out, by name or number from 1.
  package var drop: [String] = []
  /// The column that names the series of a row, in a long table, or several with + between them, whose texts are joined
  /// with points. The default is nil: each column is a series.
  package var key: String?

  /// Every setting at its default.
  package init() {}

  /// What separates the fields of a line.
  package struct Delimiter: RawRepresentable, Sendable, Hashable, CaseIterable {
    /// The character.
    package let byte: UInt8

    package static let (comma, semicolon) = (Delimiter(byte: UInt8(ascii: ",")), Delimiter(byte: UInt8(ascii: ";")))
    package static let (tab, pipe) = (Delimiter(byte: UInt8(ascii: "\t")), Delimiter(byte: UInt8(ascii: "|")))
    /// One or more.
    package static let space = Delimiter(byte: UInt8(ascii: " "))
    /// Those that are found out.
    package static let allCases = [comma, semicolon, tab, pipe]

    private static let names: [(byte: UInt8, name: String)] = [
      (UInt8(ascii: ","), "comma"), (UInt8(ascii: ";"), "semicolon"), (UInt8(ascii: "\t"), "tab"),
      (UInt8(ascii: "|"), "pipe"), (UInt8(ascii: " "), "space"),
    ]

    private init(byte: UInt8) { self.byte = byte }

    /// A name, or a character of ASCII that is no letter, digit, quote, sign or line end.
    package init?(rawValue: String) {
      if let named = Self.names.first(where: { $0.name == rawValue }) {
        self.init(byte: named.byte)
        return
      }
      guard let byte = rawValue.utf8.first, rawValue.utf8.count == 1, byte < 0x80, byte == 9 || byte >= 32,
        byte &- 48 >= 10, (byte | 0x20) &- 97 >= 26, !"\"+-.".utf8.contains(byte)
      else { return nil }
      self.init(byte: byte)
    }

    /// Its name, or the character itself.
    package var rawValue: String { Self.names.first { $0.byte == byte }?.name ?? String(UnicodeScalar(byte)) }
  }
  /// What precedes the fraction.
  package enum Decimal: String, Sendable, CaseIterable { case point, comma }
  /// The decimal sign of one column.
  package struct ColumnDecimal: Sendable, Equatable {
    package var column: String
    package var decimal: Decimal

    package init(column: String, decimal: Decimal) { (self.column, self.decimal) = (column, decimal) }
  }
  /// The number of rows that name the columns.
  package enum Header: RawRepresentable, Sendable, Equatable, CaseIterable {
    case none
    case rows(Int)
    /// The first row.
    package static let first = Header.rows(1)
    package static let allCases = [none, first]

    /// `none`, `first`, or a number from 1 to 9.
    package init?(rawValue: String) {
      switch rawValue {
      case "none": self = .none
      case "first": self = .first
      default:
        guard let count = Int(rawValue), (1...9).contains(count) else { return nil }
        self = .rows(count)
      }
    }

    /// `none`, `first` or a number.
    package var rawValue: String {
      switch self {
      case .none: "none"
      case .rows(let count): count == 1 ? "first" : String(count)
      }
    }
  }
  /// mdy: month, day, year; dmy: day, month, year.
  package enum DayOrder: String, Sendable, CaseIterable { case mdy, dmy }
  /// Seconds, milli-, micro- and nanoseconds since 1970; days of Excel; years, which may have a fraction.
  package enum Epoch: String, Sendable, CaseIterable { case s, ms, us, ns, excel, year }
  /// How dates are written.
  package enum DateChoice: Sendable, Equatable {
    /// By name, or by number from 1; several with + between them, such as Date+Time or Year+Month.
    case column(String)
    /// There are none: rows are counted.
    case none
  }

  /// Texts that mean a missing value, in upper or lower case.
  package static let usualMarkers = ["N/A", "#N/A", "NA", "NaN", "null", ".", "-", "--", "ND", "N/D"]
}
