package import Numbers

/// How a surrogate is made: a series that shares some properties with the data and lacks memory of one kind.
///
/// Each kind has its own null hypothesis, and a small p-value rejects only that one. Only `markov` has the null hypothesis
/// of the memory ladder, E[x_{t+1} | x_t, x_{t-1}, …] = E[x_{t+1} | x_t].
public enum SurrogateKind: String, Sendable, Codable, CaseIterable {
  /// Whole rows in another order. H0: rows are independent and identically distributed.
  ///
  /// Any dependence in time rejects it, even one that needs no memory, such as x_{t+1} = 0.8 x_t + noise. A poor null for a
  /// level with a unit root, where the surrogates are noise and the data are a path.
  case shuffled
  /// The local bootstrap of a Markov process (Paparoditis & Politis 2002): each row is followed by what followed a
  /// similar row. H0: the next row depends on the present one alone.
  ///
  /// The conditional distribution of the next row given the present one is kept, smoothed over the neighbourhoods; all older
  /// dependence is lost. A level with a unit root does not return to earlier values, while its surrogates stay in the range
  /// of the data: use its changes.
  case markov
  /// The spectrum and the values of the data with other phases (iterative amplitude-adjusted Fourier transform, Schreiber
  /// & Schmitz 1996), the phases between columns kept. H0: a stationary linear Gaussian process, seen through a monotone
  /// function.
  ///
  /// Linear memory is *kept*: a small p-value means that memory gains more on the data than on a linear process with the
  /// same autocorrelations. A poor null for a level with a unit root: the transform treats the series as periodic and
  /// spreads the jump from its end to its start over all frequencies. For the same reason it rejects too often on a few
  /// hundred rows of a sharp oscillation: 4 times of 20 at the 5 % level on 240 rows of x_t = 1.6 x_{t-1} - 0.9 x_{t-2} +
  /// noise, once of 20 on 1000.
  case iaaft
}

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
  return stream.permutation(of: x.count / D).flatMap { x[$0 * D..<($0 + 1) * D] }
}
