package import Numbers

/// Draws surrogates of one kind; what they share is computed once.
///
/// They are made from the *whole* panel in scaled units, not part by part, so that a surrogate has no seam at the split and
/// its held-out part follows the same null hypothesis. The scaler is that of the data; surrogates are not scaled again.
package struct SurrogateSeries: Sendable {
  private let draw: @Sendable (RandomStream) -> [Double]

  /// - Parameters:
  ///   - x: n × D row-major, finite, at least three rows.
  ///   - stream: for what all surrogates share; each surrogate has a stream of its own.
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

/// All orders of the rows are equally likely (Fisher & Yates).
private func shuffledRows(_ x: [Double], columns D: Int, _ stream: RandomStream) -> [Double] {
  var stream = stream
  var order = Array(0..<x.count / D)
  for last in order.indices.dropFirst().reversed() { order.swapAt(last, stream.index(below: last + 1)) }
  return order.flatMap { x[$0 * D..<($0 + 1) * D] }
}
