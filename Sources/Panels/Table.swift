import TimeSeries

/// Columns on one time index, column-major while they are worked on.
struct Table {
  var names: [String]
  /// T of them, ascending.
  var times: [Timestamp]
  /// D columns of T values, NaN where there is none.
  var columns: [[Double]]
  /// D columns of T marks: whether the value is that of an earlier row, carried forward.
  var filled: [[Bool]]
  /// D columns of T instants: when a row's value was observed; nil where that is not known.
  var observed: [[Timestamp]?]

  var rows: Int { times.count }

  var rowMajor: [Double] { times.indices.flatMap { row in columns.map { $0[row] } } }

  /// T × D marks, row-major.
  var rowMajorFilled: [Bool] { times.indices.flatMap { row in filled.map { $0[row] } } }

  /// Leaves out all rows but these, which are in order.
  mutating func keep(_ kept: [Int]) {
    guard kept.count < rows else { return }
    times = kept.map { times[$0] }
    columns = columns.map { column in kept.map { column[$0] } }
    filled = filled.map { marks in kept.map { marks[$0] } }
    observed = observed.map { instants in instants.map { all in kept.map { all[$0] } } }
  }

  mutating func keepLast(_ count: Int) { keep(Array(times.indices.suffix(count))) }
}
