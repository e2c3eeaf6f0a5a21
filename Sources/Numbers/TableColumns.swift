/// Loops over whole columns for modules that are compiled without optimisation.
package enum TableColumns {
  /// One column of a row-major table, for the rows asked for; empty where the table is too short.
  package static func column(_ values: [Float], _ index: Int, of width: Int, rows: Range<Int>) -> [Double] {
    guard width > 0, rows.upperBound <= values.count / width else { return [] }
    return rows.map { Double(values[$0 * width + index]) }
  }

  package static func column(_ values: [Double], _ index: Int, of width: Int, rows: Range<Int>) -> [Double] {
    guard width > 0, rows.upperBound <= values.count / width else { return [] }
    return rows.map { values[$0 * width + index] }
  }

  /// The mean of one column over each run of rows from one bound to the next.
  package static func means(_ values: [Float], _ index: Int, of width: Int, between bounds: [Int]) -> [Double] {
    zip(bounds, bounds.dropFirst()).map { start, end in
      (start..<end).reduce(0.0) { $0 + Double(values[$1 * width + index]) } / Double(end - start)
    }
  }

  /// The least and the greatest of the finite values, each clamped to ±1e300; nil where there are none.
  package static func extremes(_ values: [Double]) -> (low: Double, high: Double)? {
    let finite = values.lazy.filter(\.isFinite).map { min(max($0, -1e300), 1e300) }
    let (low, high) = finite.reduce(into: (Double.infinity, -Double.infinity)) {
      $0 = (min($0.0, $1), max($0.1, $1))
    }
    return low > high ? nil : (low, high)
  }

  /// The bytes of the numbers, little-endian.
  package static func littleEndian(_ values: [Float]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * values.count)
    for value in values {
      let bits = value.bitPattern
      for byte in UInt32(0)..<4 { bytes.append(UInt8(truncatingIfNeeded: bits >> (8 * byte))) }
    }
    return bytes
  }
}
