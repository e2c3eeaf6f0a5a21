/// How the cells of rows that are not a table of text are written: what XML and JSON share.
///
/// An empty cell is a missing value. Nothing is found out: what is not said here has its default.
package struct CellFormat: Sendable, Equatable {
  /// What stands for a missing value, in upper or lower case. The default is the usual ones: N/A, NaN, null, `.`, -- …
  package var missing = CSVFormat.usualMarkers
  /// Before the fraction of a number. The default is a point. The numbers of JSON have a point in any case; this is
  /// for those in strings.
  package var decimal = CSVFormat.Decimal.point
  /// Between groups of three digits, as the comma in 29,209.23. The default is nil: a number with one is an error.
  package var group: UInt8?
  /// What is taken off the ends of a number, such as `$` and `%`. The default is nothing.
  package var strip: [String] = []
  /// Whether 1/2/2020 is in January or February. The default is what the dates show; if they do not, an error.
  package var order: CSVFormat.DayOrder?
  /// Dates are numbers since 1970-01-01T00:00:00Z. The default is nil: dates are written out, or have ten or thirteen
  /// digits.
  package var epoch: CSVFormat.Epoch?

  /// Every setting at its default.
  package init() {}
}
