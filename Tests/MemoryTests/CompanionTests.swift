import Memory
import Numbers
import SeriesMemory
import Testing

@Suite("Companions of the score test")
struct CompanionTests {
  let golden = LadderGolden.shared

  @Test("Ljung and Box's statistic is statsmodels'")
  func ljungBox() throws {
    for case_ in golden.ljungBox {
      let found = try #require(LjungBox(case_.series, lags: case_.lags, fitted: case_.fitted))
      #expect(agrees(found.statistic, case_.statistic) && agrees(found.p, case_.p), "\(case_.name) \(found)")
      #expect(found.degrees == case_.lags - case_.fitted)
    }
  }

  // ARMA(1,1) on the yearly sunspots; an optimiser that stops elsewhere moves the last digits.
  @Test("Ljung and Box's statistic is the published one on the residuals of the sunspots")
  func sunspots() throws {
    let case_ = try #require(golden.ljungBox.first { $0.name == "sunspots" })
    let found = try #require(LjungBox(case_.series))
    #expect(found.lags == 10)
    #expect(agrees(found.statistic, 214.106992, within: 2e-5) && agrees(found.p, 1.827374e-40, within: 2e-3))
  }

  @Test("variance ratios are arch's")
  func varianceRatio() throws {
    for case_ in golden.varianceRatio {
      let found = try #require(VarianceRatio(case_.series, horizon: case_.horizon))
      #expect(agrees(found.ratio, case_.ratio) && agrees(found.statistic, case_.statistic, within: 1e-8))
      #expect(agrees(found.p, case_.p, within: 1e-7), "\(case_.name) \(found)")
    }
  }

  @Test("Dickey and Fuller's statistic and MacKinnon's 5 % point are statsmodels'")
  func dickeyFuller() throws {
    for case_ in golden.dickeyFuller {
      let found = try #require(DickeyFuller(case_.series, lags: case_.lags))
      #expect(agrees(found.statistic, case_.statistic) && agrees(found.criticalValue, case_.criticalValue))
      #expect(found.rows == case_.rows && found.rejects == (case_.statistic < case_.criticalValue), "\(case_.name)")
    }
  }

  @Test(
    "the lags of Dickey and Fuller's test are the cube root of the rows but one",
    arguments: [(9, 2), (28, 3), (1000, 9), (1001, 10)])
  func lags(rows: Int, lags: Int) {
    #expect(DickeyFuller.lags(rows: rows) == lags)
  }

  // A level far from 0 and small units, as prices have them.
  @Test("neither shift nor scale moves a statistic")
  func affine() throws {
    let x = golden.dickeyFuller[0].series
    let y = x.map { 1e6 + 0.001 * $0 }
    #expect(try agrees(#require(DickeyFuller(y)).statistic, #require(DickeyFuller(x)).statistic, within: 1e-5))
    #expect(try agrees(#require(VarianceRatio(y)).statistic, #require(VarianceRatio(x)).statistic, within: 1e-5))
    #expect(try agrees(#require(LjungBox(y)).statistic, #require(LjungBox(x)).statistic, within: 1e-5))
  }

  @Test("a series that is too short, never changes or moves by equal steps has no statistic")
  func degenerate() {
    for x in [[], [1], [1, 2], Array(repeating: 3.0, count: 50)] {
      #expect(LjungBox(x, lags: 3) == nil && VarianceRatio(x) == nil && DickeyFuller(x) == nil, "\(x.count)")
    }
    let steps = (0..<50).map { 0.5 * Double($0) }
    #expect(VarianceRatio(steps) == nil && DickeyFuller(steps) == nil)
  }

  // 400 series: a standard error of 1.1 points at 5 %.
  @Test("each rejects its own true null about as often as it says, and tells a walk from a slow return")
  func size() throws {
    var rejected = (ljungBox: 0, ratio: 0, root: 0, slow: 0)
    for index in 0..<400 {
      var stream = RandomStream(seed: 21).split(index)
      let noise = (0..<250).map { _ in stream.gaussian() }
      var (walk, slow) = ([0.0], [0.0])
      for e in noise {
        walk.append(walk[walk.count - 1] + e)
        slow.append(0.8 * slow[slow.count - 1] + e)
      }
      rejected.ljungBox += try #require(LjungBox(noise)).p <= 0.05 ? 1 : 0
      rejected.ratio += try #require(VarianceRatio(walk, horizon: 4)).p <= 0.05 ? 1 : 0
      rejected.root += try #require(DickeyFuller(walk)).rejects ? 1 : 0
      rejected.slow += try #require(DickeyFuller(slow)).rejects ? 1 : 0
    }
    #expect((8...34).contains(rejected.ljungBox) && (8...34).contains(rejected.ratio), "\(rejected)")
    #expect((8...34).contains(rejected.root) && rejected.slow > 360, "\(rejected)")
  }

  // statsmodels 0.14.5: kpss(x, regression="c", nlags="legacy").
  @Test(
    "KPSS's statistic is statsmodels'",
    arguments: [(120, 0.002, 0.7444366543763656, 13), (60, 0, 0.37632024793163216, 11)])
  func kpss(rows: Int, slope: Double, statistic: Double, lags: Int) throws {
    let x = (0..<rows).map { Double($0 * 7919 % 1000) / 1000 + slope * Double($0) }
    let found = try #require(KPSS(x))
    #expect((found.statistic - statistic).magnitude < 1e-7 && found.lags == lags)
    #expect(found.rejects == (statistic > 0.463))
    #expect(KPSS(Array(repeating: 1, count: 50)) == nil)
  }
}
