/// How a series is made that is like the data in some ways and has no memory of the kind in question.
///
/// Every kind has a null hypothesis of its own, and a small p-value speaks against that hypothesis alone. Only the second
/// is the question of the memory ladder, E[x_{t+1} | x_t, x_{t-1}, …] = E[x_{t+1} | x_t].
public enum SurrogateKind: String, Sendable, Codable, CaseIterable {
  /// The rows in another order, each as a whole. H0: rows are independent and alike.
  ///
  /// Any dependence in time speaks against it, even one that needs no memory, such as x_{t+1} = 0.8 x_t + noise. A poor
  /// null for a level with a unit root, where the surrogates are noise and the data are a path.
  case shuffled
  /// The local bootstrap of a Markov process (Paparoditis & Politis 2002): each row is followed by what followed a
  /// similar row. H0: the next row depends on the present one alone.
  ///
  /// The conditional distribution of the next row given the present one is kept, as smooth as the neighbourhoods are
  /// wide; everything older is forgotten. A level with a unit root never comes back to where it was, so that its
  /// surrogates stay within the range of the data and are a poor picture of how it would go on: look at its changes.
  case markov
  /// The spectrum and the values of the data with other phases (iterative amplitude-adjusted Fourier transform, Schreiber
  /// & Schmitz 1996), the phases between columns kept. H0: a stationary linear Gaussian process, seen through a monotone
  /// function.
  ///
  /// Linear memory is *kept*: a small p-value says that memory is worth more on the data than a linear process with the
  /// same autocorrelations explains. A poor null for a level with a unit root: the transform takes the series for a
  /// circle and spreads the jump from its end to its start over all frequencies. The same makes it reject a little too
  /// often on a few hundred rows of a sharp oscillation: 4 times of 20 at the level of 5 % on 240 rows of x_t = 1.6
  /// x_{t-1} - 0.9 x_{t-2} + noise, once of 20 on 1000.
  case iaaft
}
