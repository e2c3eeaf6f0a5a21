import Numbers

/// Fisher's test of the largest ordinate of a periodogram (1929, Proc. R. Soc. A 125:54-59), with the periods of its
/// harmonics beside it.
///
///     g_k = I_k / Σ I_j,  I_k = |Σ_t e_t exp(-2πi k t / n)|²,  k = 1 … m = ⌊(n - 1) / 2⌋
///     P(max g > x) ≤ m (1 - x)^(m - 1)
///
/// The bound is the first term of Fisher's sum. It is asked of what the present row leaves, which is white where nothing
/// else is left.
public struct Periodicity: Sendable, Equatable, Codable {
  /// The period in rows, a divisor of the number of rows.
  public var period: Double
  /// The share of the variance at this frequency.
  public var share: Double
  /// Fisher's, no less than exact.
  public var p: Double

  /// A profile of the day repeats once a day, though its second or third harmonic may be stronger.
  private static let harmonics = 4
  private static let fewestRows = 30

  /// - Returns: nil for few rows or where no frequency stands out at `Rules.scoreLevel`.
  package init?(_ e: [Double]) {
    let n = e.count
    let m = (n - 1) / 2
    guard n >= Self.fewestRows else { return nil }
    let mean = Moments.mean(e)
    var (re, im) = (e.map { $0 - mean }, Array(repeating: 0.0, count: n))
    FourierTransform(length: n).forward(&re, &im)
    let ordinates = (1...m).map { re[$0] * re[$0] + im[$0] * im[$0] }
    let sum = ordinates.reduce(0, +)
    guard sum > 0, sum.isFinite, let peak = ordinates.indices.max(by: { ordinates[$0] < ordinates[$1] }) else {
      return nil
    }
    func p(_ k: Int) -> Double {
      min(1, Double(m) * exponential(Double(m - 1) * logarithm(max(1 - ordinates[k] / sum, 1e-300))))
    }
    guard p(peak) <= Rules.scoreLevel else { return nil }
    // The lowest frequency that stands out and of which the peak is a harmonic.
    let candidates = (1...Self.harmonics).reversed().map { (peak + 1) / $0 - 1 }.filter { $0 >= 0 }
    let first = candidates.first { k in (peak + 1) % (k + 1) == 0 && p(k) <= Rules.scoreLevel } ?? peak
    (period, share, self.p) = (Double(n) / Double(first + 1), ordinates[first] / sum, p(first))
  }

  /// `52.2 rows`
  package var text: String { "\(figure(period)) rows" }
}
