/// How dates and values are written in XML and JSON. An empty cell is a missing value. Nothing is found out from the
/// data.
package struct CellFormat: Sendable, Equatable {
  /// Texts that mean a missing value, in upper or lower case. The default is the usual ones: N/A, NaN, null, `.`, -- …
  package var missing = CSVFormat.usualMarkers
  /// Before the fraction of a number in a string. The default is a point, which JSON's own numbers always have.
  package var decimal = CSVFormat.Decimal.point
  /// Between groups of three digits, as the comma in 29,209.23. The default is nil: a number with one is an error.
  package var group: UInt8?
  /// Removed from the ends of a number, such as `$` and `%`. The default is nothing.
  package var strip: [String] = []
  /// Whether 1/2/2020 is in January or February. The default is what the dates show, and an error if they do not.
  package var order: CSVFormat.DayOrder?
  /// The unit of dates that are numbers since 1970-01-01T00:00:00Z. The default is nil: only numbers of ten or thirteen
  /// digits are read so.
  package var epoch: CSVFormat.Epoch?

  /// Every setting at its default.
  package init() {}
}

/// The texts that mean a missing value.
struct MissingMarkers: Sendable {
  /// In lower case.
  private let markers: [[UInt8]]

  init(_ texts: [String]) { markers = texts.map { $0.utf8.map(small) } }

  /// The values of the markers that are numbers, such as `-999`, in this style: -999.0 is missing, too.
  func numbers(_ style: NumberStyle) -> [Double] {
    markers.compactMap { decimalNumber(in: $0, $0.indices, style: style) }
  }

  /// The markers of at most eight bytes without a digit, as numbers whose lowest byte is the first.
  var packed: [UInt64] {
    markers.filter { (1...8).contains($0.count) && !$0.contains { $0 &- UInt8(ascii: "0") < 10 } }.map { marker in
      marker.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
  }

  /// True for an empty text as well.
  func contain(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    if range.isEmpty { return true }
    return markers.contains { marker in
      marker.count == range.count && zip(marker, range).allSatisfy { $0 == small(bytes[$1]) }
    }
  }
}

/// An ASCII letter in lower case; any other byte unchanged.
func small(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }
