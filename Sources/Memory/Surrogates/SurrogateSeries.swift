package import Numbers

/// Draws surrogates of one kind of a table of numbers: what all of them share is computed once.
///
/// They are made of the *whole* panel in its scaled units, not of each part by itself: the split then falls into a
/// surrogate where it falls into the data, without a seam, and the held-out part is as much like the training part as the
/// null hypothesis says. The scaler is that of the data; a surrogate is not scaled anew.
package struct SurrogateSeries: Sendable {
  private let draw: @Sendable (RandomStream) -> [Double]

  /// - Parameters:
  ///   - x: n × D row-major, finite, at least three rows.
  ///   - stream: settles what all surrogates share; each surrogate has a stream of its own.
  package init(_ kind: SurrogateKind, of x: [Double], columns D: Int, stream: RandomStream) {
    switch kind {
    case .shuffled:
      draw = { shuffledRows(x, columns: D, $0) }
    case .markov:
      let bootstrap = LocalBootstrap(x, columns: D, stream: stream.split("ties"))
      draw = { bootstrap.series($0) }
    case .iaaft:
      let phases = PhaseSurrogates(x, columns: D)
      draw = { phases.series($0) }
    }
  }

  /// n × D row-major. The same stream gives the same series.
  package func series(_ stream: RandomStream) -> [Double] { draw(stream) }
}

/// Every order of the rows is as likely as any other (Fisher & Yates).
private func shuffledRows(_ x: [Double], columns D: Int, _ stream: RandomStream) -> [Double] {
  var stream = stream
  var order = Array(0..<x.count / D)
  for last in order.indices.dropFirst().reversed() { order.swapAt(last, stream.index(below: last + 1)) }
  return order.flatMap { x[$0 * D..<($0 + 1) * D] }
}
