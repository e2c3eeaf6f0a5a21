import Numbers
import Testing

@Suite("Moments")
struct MomentsTests {
  /// A run without a pattern, every value exact in decimal.
  static let run: [Double] = (0..<37).map { (k: Int) -> Double in
    let (jump, step) = (Double((k * k * 7 + 3 * k) % 23), Double(k % 5))
    return (jump - 9.5) * 0.37 + step * 1.25
  }

  @Test("mean, variance and standard deviation are numpy's (ddof 0)")
  func golden() {
    #expect(near(Moments.mean(Self.run), 2.5936486486486485))
    #expect(near(Moments.variance(Self.run), 9.071984660336012))
    #expect(near(Moments.standardDeviation(Self.run), 3.011973549076421))
  }

  @Test(
    "quantiles are numpy's",
    arguments: [
      (0, -3.515), (0.05, -1.4889999999999999), (0.25, 0.23499999999999988), (0.5, 2.315), (0.615, 3.5416000000000003),
      (0.95, 7.894999999999998), (1, 8.515),
    ])
  func quantiles(share: Double, expected: Double) {
    #expect(near(Moments.quantile(share, of: Self.run), expected))
  }

  @Test("autocorrelations are numpy's")
  func autocorrelation() {
    let rho = Moments.autocorrelation(Self.run, lags: 3)
    let expected = [1, 0.09298705761429403, -0.20708547865192944, -0.0005107676393271696]
    #expect(rho.count == 4)
    #expect(zip(rho, expected).allSatisfy { ($0 - $1).magnitude < 1e-14 })
  }

  @Test("equal numbers have exactly their own mean and no variance, whatever the number")
  func constant() {
    for value in [0.1, 1 / 3.0, 1e300, -4.7e-12, 1_234_567.891] {
      let run = Array(repeating: value, count: 1001)
      #expect(Moments.mean(run) == value)
      #expect(Moments.variance(run) == 0)
      #expect(Moments.autocorrelation(run, lags: 2).allSatisfy { $0.isNaN })
    }
  }

  @Test("a large offset does not swamp the variance")
  func offset() {
    let shifted = Self.run.map { $0 + 1e9 }
    #expect((Moments.variance(shifted) - 9.071984660336012).magnitude < 1e-5)
  }

  @Test("no numbers, one number, a NaN among them, more lags than numbers")
  func edges() {
    #expect(Moments.mean([]).isNaN)
    #expect(Moments.variance([]).isNaN)
    #expect(Moments.quantile(0.5, of: []).isNaN)
    #expect(Moments.autocorrelation([], lags: 3).isEmpty)
    #expect(Moments.mean([7]) == 7)
    #expect(Moments.variance([7]) == 0)
    #expect(Moments.quantile(0.3, of: [7]) == 7)
    #expect(Moments.mean([1, .nan]).isNaN)
    #expect(Moments.quantile(0, of: [1, .nan]).isNaN)
    #expect(Moments.mean([1, .infinity]) == .infinity)
    #expect(Moments.autocorrelation([1, -1], lags: .max) == [1, -0.5])
  }

  @Test("a quantile lies between its neighbours and rises with its share")
  func monotone() {
    var stream = RandomStream(seed: 3)
    for size in 1...60 {
      let run = (0..<size).map { _ in stream.gaussian() }
      let quantiles = (0...20).map { Moments.quantile(Double($0) / 20, of: run) }
      #expect(quantiles.first == run.min() && quantiles.last == run.max())
      #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 <= $1 }, "size \(size)")
    }
  }

  private func near(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude <= 1e-14 * Swift.max(1, b.magnitude) }

  @Test("a correlation is that of the definition, 1 of a line upward, -1 downward, NaN of a constant")
  func correlation() {
    let x = [1.0, 2, 4, 7, 11]
    #expect((Moments.correlation(x, x.map { 3 * $0 - 2 }) - 1).magnitude < 1e-15)
    #expect((Moments.correlation(x, x.map { 5 - $0 }) + 1).magnitude < 1e-15)
    // By hand: deviations -4, -3, -1, 2, 6 and -2, 1, 0, -1, 2; Σxy 15, Σxx 66, Σyy 10.
    #expect((Moments.correlation(x, [1, 4, 3, 2, 5]) - 15 / 660.0.squareRoot()).magnitude < 1e-15)
    #expect(Moments.correlation(x, [2, 2, 2, 2, 2]).isNaN && Moments.correlation([], []).isNaN)
    #expect((Moments.correlation(x.map { $0 * 1e150 }, x.map { $0 * 1e-150 }) - 1).magnitude < 1e-12)
  }
}
