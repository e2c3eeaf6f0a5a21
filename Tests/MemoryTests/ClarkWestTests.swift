import Memory
import Numbers
import Testing

@Suite("Clark and West's test")
struct ClarkWestTests {
  let golden = LadderGolden.shared

  @Test(
    "is the formula in numpy, with Bartlett's weights to the cube root of the rows and with the lags of the horizon")
  func oracle() {
    for case_ in golden.clarkWest {
      let found = [
        ClarkWest(small: case_.small, large: case_.large),
        ClarkWest(small: case_.small, large: case_.large, variance: .truncated(lags: case_.horizon - 1)),
      ]
      for (k, test) in found.enumerated() {
        #expect(agrees(test.statistic, case_.statistics[k]) && agrees(test.p, case_.p[k]), "\(test)")
      }
    }
  }

  @Test("gives the published p-values, one step and three steps ahead")
  func published() {
    for row in golden.published.clarkWest {
      let found = ClarkWest(
        small: golden.published.small, large: golden.published.large, variance: .truncated(lags: Int(row[0]) - 1))
      #expect((found.p - row[2]).magnitude < 6e-5 && (2 * found.p - row[1]).magnitude < 6e-5, "\(found.p)")
    }
  }

  @Test("a large model that predicts what the small one does gains nothing: p is 1")
  func equal() {
    let found = ClarkWest(small: [1, -2, 3], large: [1, -2, 3])
    #expect(found.p == 1 && found.statistic == nil && found.meanAdjusted == 0)
  }

  @Test(
    "the lag is the whole part of the cube root of the rows",
    arguments: [(7, 1), (8, 2), (26, 2), (27, 3), (999, 9), (1000, 10)])
  func lags(rows: Int, lags: Int) {
    #expect(LongRunVariance.bartlett(rows: rows) == .bartlett(lags: lags))
  }

  // y = noise; the small model knows its mean, the large one adds the mean of 20 past rows and a useless slope, estimated
  // on the same 60 rows: nested least squares, for which the test is made. Diebold and Mariano's hardly ever rejects there.
  @Test("of nested regressions rejects a true null no more often than it says, and finds what is there")
  func sizeAndPower() {
    func rejections(slope: Double) -> Int {
      (0..<300).count { index in
        var stream = RandomStream(seed: 8).split(index)
        var y = [stream.gaussian()]
        for t in 1..<140 { y.append(slope * y[t - 1] + stream.gaussian()) }
        var (small, large): ([Double], [Double]) = ([], [])
        for t in 80..<140 {
          let past = (t - 79..<t).map { ($0, y[$0]) }
          let mean = past.reduce(0) { $0 + $1.1 } / Double(past.count)
          let fit = NormalEquations(past.flatMap { [1, y[$0.0 - 1]] }, regressors: 2, past.map(\.1), targets: 1)
            .ordinary().coefficients
          small.append(mean - y[t])
          large.append(fit[0] + fit[1] * y[t - 1] - y[t])
        }
        return ClarkWest(small: small, large: large, variance: .truncated(lags: 0)).p <= 0.05
      }
    }
    let (size, power) = (rejections(slope: 0), rejections(slope: 0.5))
    #expect(size <= 24, "\(size) of 300")
    #expect(power > 240, "\(power) of 300")
  }
}
