import Memory
import Numbers
import Testing

@Suite("Diebold and Mariano's test")
struct DieboldMarianoTests {
  let golden = LadderGolden.shared

  @Test("is statsmodels' with Bartlett's weights, and the formula in numpy with the lags of the horizon")
  func oracle() {
    for case_ in golden.dieboldMariano {
      let found = DieboldMariano(
        errors: case_.first, over: case_.second, horizon: case_.horizon, alternative: .twoSided,
        variance: case_.lags.map { .bartlett(lags: $0) })
      #expect(agrees(found.statistic, case_.statistic) && agrees(found.p, case_.p), "\(found)")
      #expect(found.rows == case_.first.count)
    }
  }

  // The errors of exponential smoothing and ARIMA on WWWusage, as in the manual of R's dm.test.
  @Test("gives the published p-values of squared and of absolute errors, on each side")
  func published() {
    let (a, b) = (golden.published.ets, golden.published.arima)
    func check(_ row: [Double], _ d: [Double]) {
      for (alternative, p) in zip([Alternative.twoSided, .less, .greater], row.dropFirst()) {
        let found = DieboldMariano(differential: d, horizon: Int(row[0]), alternative: alternative)
        #expect((found.p - p).magnitude < 6e-5, "\(row[0]) \(alternative): \(found.p)")
      }
    }
    for row in golden.published.dieboldMariano { check(row, zip(a, b).map { $0 * $0 - $1 * $1 }) }
    for row in golden.published.absolute { check(row, zip(a, b).map { $0.magnitude - $1.magnitude }) }
  }

  @Test("equal errors say nothing: p is 1, not a division by zero", arguments: Alternative.allCases)
  func equal(alternative: Alternative) {
    let found = DieboldMariano(errors: [1, -2, 3], over: [-1, 2, 3], alternative: alternative)
    #expect(found.p == 1 && found.statistic == nil && found.meanDifferential == 0)
  }

  @Test("a gain that is the same in every row is beyond doubt")
  func constant() {
    let d = Array(repeating: 0.1, count: 30)
    let p = Alternative.allCases.map { DieboldMariano(differential: d, alternative: $0).p }
    #expect(p == [0, 0, 1])
    #expect(DieboldMariano(differential: d.map { -$0 }, alternative: .greater).p == 1)
  }

  // Alternating signs: γ(0) + 2 γ(1) < 0.
  @Test("where the autocovariances add up to nothing positive, lag 0 alone judges")
  func negative() {
    let d = (0..<40).map { ($0 % 2 == 0 ? 1.0 : -1.0) + 0.01 }
    let found = DieboldMariano(differential: d, horizon: 2)
    #expect(LongRunVariance.truncated(lags: 1)(d) < 0)
    #expect(found.variance == .truncated(lags: 0))
    #expect(found.p > 0.1 && found.p < 0.9)
  }

  @Test("the sides mirror one another, and neither units nor the order of the predictors matter otherwise")
  func symmetry() {
    let case_ = golden.dieboldMariano[1]
    func test(_ a: [Double], _ b: [Double], _ alternative: Alternative) -> Double {
      DieboldMariano(errors: a, over: b, alternative: alternative).p
    }
    let (a, b) = (case_.first, case_.second)
    let p = test(a, b, .greater)
    #expect((p + test(a, b, .less) - 1).magnitude < 1e-12)
    #expect((p - test(b, a, .less)).magnitude < 1e-12)
    #expect(agrees(test(a, b, .twoSided), 2 * min(p, 1 - p), within: 1e-9))
    #expect(agrees(test(a.map { $0 * 1024 }, b.map { $0 * 1024 }, .greater), p, within: 1e-12))
  }

  // 2000 data sets of two predictors that are equally good: a standard error of 0.5 points at 5 %.
  @Test("rejects a true null about as often as it says", arguments: [25, 100])
  func size(rows: Int) {
    var rejected = 0
    for index in 0..<2000 {
      var stream = RandomStream(seed: 3).split(rows).split(index)
      let found = DieboldMariano(
        errors: (0..<rows).map { _ in stream.gaussian() }, over: (0..<rows).map { _ in stream.gaussian() })
      rejected += found.p <= 0.05 ? 1 : 0
    }
    #expect((70...130).contains(rejected), "\(rejected) of 2000")
  }
}
