package import Numbers

/// The local bootstrap of a Markov process of order 1 (Paparoditis & Politis 2002, J. Stat. Plan. Inference 108, with the
/// k nearest neighbours for a kernel, as Lall & Sharma 1996 draw theirs):
///
///     x*_0 is a row of the data;   x*_{t+1} = x_{s+1}, s one of the k rows nearest to x*_t, each as likely
///
/// Distances are in standard deviations of each column. A row is not a neighbour of itself: otherwise every k-th step would
/// follow the data for two rows and keep part of the memory that must be removed.
///
/// k = ⌈√n⌉ / 2 rounded down, at least 5 and at most 64: few enough for similar neighbours, enough for several successors.
/// Neighbourhoods widen with the columns: the 35th of 5000 normal rows is one standard deviation away in five independent
/// columns, 0.6 in five that correlate by 0.8; there the next row of a surrogate depends less on the present one than in
/// the data.
package struct LocalBootstrap: Sendable {
  private let x: [Double]
  private let columns: Int
  /// k.
  package let neighbours: Int
  /// n × k: for each row, rows before the last.
  private let nearest: [Int32]

  /// - Parameters:
  ///   - x: n × D row-major, finite, at least three rows.
  ///   - stream: decides between equally near rows.
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

/// Each column with standard deviation 1; a constant column is unchanged.
private func standardised(_ x: [Double], columns D: Int) -> [Double] {
  let scales = (0..<D).map { d in
    let deviation = Moments.standardDeviation(stride(from: d, to: x.count, by: D).map { x[$0] })
    return deviation > 0 && deviation.isFinite ? 1 / deviation : 1
  }
  return x.indices.map { x[$0] * scales[$0 % D] }
}
