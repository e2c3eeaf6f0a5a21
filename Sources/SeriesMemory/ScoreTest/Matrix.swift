import Numbers

/// Numbers by row and column, row-major: a row is a time, a column a series or a feature.
struct Matrix: Sendable {
  let rows: Int
  let columns: Int
  var values: [Double]

  init(rows: Int, columns: Int, values: [Double]) {
    precondition(values.count == rows * columns, "a matrix has a number for each row and column")
    (self.rows, self.columns, self.values) = (rows, columns, values)
  }

  init(rows: Int, columns: Int) {
    self.init(rows: rows, columns: columns, values: Array(repeating: 0, count: rows * columns))
  }

  /// Columns of equal length side by side.
  init(_ columns: [[Double]]) {
    self.init(rows: columns.first?.count ?? 0, columns: columns.count)
    for (j, column) in columns.enumerated() { for t in 0..<rows { values[t * self.columns + j] = column[t] } }
  }

  func column(_ j: Int) -> [Double] { TableColumns.column(values, j, of: columns, rows: 0..<rows) }

  /// Each number times itself.
  var squared: Matrix { Matrix(rows: rows, columns: columns, values: values.map { $0 * $0 }) }

  /// Of each column.
  var sumsOfSquares: [Double] {
    var sums = Array(repeating: 0.0, count: columns)
    eachRow { addEach($0, to: &sums) { $0 * $0 } }
    return sums
  }

  /// Calls a function with each row in order.
  @inline(__always)
  func eachRow(_ visit: (UnsafeBufferPointer<Double>) -> Void) {
    values.withUnsafeBufferPointer { values in
      for t in 0..<rows { visit(UnsafeBufferPointer(rebasing: values[t * columns..<(t + 1) * columns])) }
    }
  }

  var sumOfSquares: Double { values.reduce(0) { $0 + $1 * $1 } }

  subscript(_ some: Range<Int>) -> ArraySlice<Double> { values[some.lowerBound * columns..<some.upperBound * columns] }

  /// X'Y, p × q, in chunks of rows that fit the first-level cache.
  func products(with y: Matrix, rows some: Range<Int>? = nil) -> [Double] {
    var sums = Array(repeating: 0.0, count: columns * y.columns)
    for part in (some ?? 0..<rows).chunks(of: 32) { addProducts(self[part], columns, y[part], y.columns, to: &sums) }
    return sums
  }

  /// Subtracts X B in some rows, for X of n × p and B of p × q.
  mutating func subtract(_ x: Matrix, times b: [Double], rows some: Range<Int>) {
    let q = columns
    values.withUnsafeMutableBufferPointer { values in
      for part in some.chunks(of: 32) {
        let left = UnsafeMutableBufferPointer(rebasing: values[part.lowerBound * q..<part.upperBound * q])
        // The product is a sum over the regressors, so they are its observations.
        addProducts(x.turned(part)[...], part.count, b[...], q, to: left)
      }
    }
  }

  /// Some rows with their signs turned, column by column.
  func turned(_ some: Range<Int>) -> [Double] {
    Array(unsafeUninitializedCapacity: some.count * columns) { turned, count in
      let (rows, columns) = (some.count, columns)
      self[some].withUnsafeBufferPointer { x in
        for i in 0..<rows { for k in 0..<columns { turned[k &* rows &+ i] = -x[i &* columns &+ k] } }
      }
      count = rows * columns
    }
  }
}

/// Adds a function of each number to its sum. A plain loop over memory, which fills whole registers.
@inline(__always)
func addEach(_ x: UnsafeBufferPointer<Double>, to sums: inout [Double], _ f: (Double) -> Double) {
  precondition(x.count == sums.count, "there is a sum for each number")
  sums.withUnsafeMutableBufferPointer { sums in
    for k in x.indices { sums[k] += f(x[k]) }
  }
}
