package import Numbers

/// The local bootstrap of a Markov process of order 1 (Paparoditis & Politis 2002, J. Stat. Plan. Inference 108, with the
/// k nearest neighbours for a kernel, as Lall & Sharma 1996 draw theirs):
///
///     x*_0 is a row of the data;   x*_{t+1} = x_{s+1}, s one of the k rows nearest to x*_t, each as likely
///
/// Near is meant in standard deviations, column by column. A row is no neighbour of itself: with it, every k-th step
/// would follow the data two rows on, and keep a part of the memory that is to be gone.
///
/// k = ⌈√n⌉ / 2 rounded down, at least 5 and at most 64: few enough for neighbours to be alike, enough for a row to have
/// more than one future. Columns make neighbourhoods wide: the 35th of 5000 normal rows is a whole standard deviation
/// away in five independent columns, 0.6 in five that correlate by 0.8; there the next row of a surrogate hangs less on
/// the present one than that of the data.
package struct LocalBootstrap: Sendable {
  private let x: [Double]
  private let columns: Int
  /// k.
  package let neighbours: Int
  /// n × k: for each row, rows before the last.
  private let nearest: [Int32]

  /// - Parameters:
  ///   - x: n × D row-major, finite, at least three rows.
  ///   - stream: settles which of equally near rows are neighbours.
  package init(_ x: [Double], columns D: Int, stream: RandomStream) {
    let n = x.count / D
    (self.x, columns) = (x, D)
    let k = LocalBootstrap.neighbours(rows: n)
    neighbours = k
    nearest = NearestRows(standardised(x, columns: D), columns: D, stream: stream).all(k)
  }

  package static func neighbours(rows n: Int) -> Int {
    let root = Int(Double(n).squareRoot().rounded(.up))
    return min(max(root / 2, 5), 64, n - 2)
  }

  /// n × D row-major.
  package func series(_ stream: RandomStream) -> [Double] {
    var stream = stream
    let rows = x.count / columns
    var row = stream.index(below: rows)
    var path: [Double] = []
    path.reserveCapacity(x.count)
    for t in 0..<rows {
      if t > 0 { row = Int(nearest[row * neighbours + stream.index(below: neighbours)]) + 1 }
      path += x[row * columns..<(row + 1) * columns]
    }
    return path
  }
}

/// Each column with standard deviation 1; a column that does not vary as it is.
private func standardised(_ x: [Double], columns D: Int) -> [Double] {
  let scales = (0..<D).map { d in
    let deviation = Moments.standardDeviation(stride(from: d, to: x.count, by: D).map { x[$0] })
    return deviation > 0 && deviation.isFinite ? 1 / deviation : 1
  }
  return x.indices.map { x[$0] * scales[$0 % D] }
}
