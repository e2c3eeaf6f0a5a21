/// The texts that stand for a missing value.
struct MissingMarkers: Sendable {
  /// Small letters.
  private let markers: [[UInt8]]
  /// Some marker can be read as a number, as `-999` can: a number is then not a value before it was compared.
  let areNumbers: Bool

  init(_ texts: [String]) {
    markers = texts.map { $0.utf8.map(small) }
    areNumbers = texts.contains { marker in decimalNumber(in: Array(marker.utf8), 0..<marker.utf8.count) != nil }
  }

  /// The markers of at most eight bytes without a digit, the first byte the lowest.
  var packed: [UInt64] {
    markers.filter { (1...8).contains($0.count) && !$0.contains { $0 &- UInt8(ascii: "0") < 10 } }.map { marker in
      marker.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
  }

  /// True for an empty text, too.
  func contain(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    if range.isEmpty { return true }
    return markers.contains { marker in
      marker.count == range.count && zip(marker, range).allSatisfy { $0 == small(bytes[$1]) }
    }
  }
}

/// ASCII letters made small; all else as it is.
func small(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }
