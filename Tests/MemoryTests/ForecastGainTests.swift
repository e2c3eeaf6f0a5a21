import Memory
import Numbers
import Panels
import SeriesMemory
import Testing

@Suite("Gains by column")
struct GainTests {
  /// Two columns: memory halves the error of the first and does nothing to the second.
  private func errors(rows: Int, seed: UInt64) -> (model: ForecastErrors, competitor: ForecastErrors) {
    var stream = RandomStream(seed: seed)
    var (mine, theirs): ([Double], [Double]) = ([], [])
    for _ in 0..<rows {
      let (a, b) = (stream.gaussian(), stream.gaussian())
      theirs += [a, b]
      mine += [0.7 * a + 0.1 * stream.gaussian(), b + 0.1 * stream.gaussian()]
    }
    return (ForecastErrors(mine, width: 2), ForecastErrors(theirs, width: 2))
  }

  @Test("errors by column add up to those by row")
  func columns() {
    let found = ForecastErrors([1, -2, 3, 4, 0, 6], width: 2)
    #expect(found.rows == 3 && found.column(1) == [-2, 4, 6] && found.squared(ofColumn: 0) == [1, 9, 0])
    #expect(found.squared == [2.5, 12.5, 18] && found.loss == 11)
    let large = ForecastErrors([0, 0, 0, 0, 0, 0], width: 2)
    #expect(found.clarkWestDifferential(large: large) == found.squared.map { 2 * $0 })
  }

  @Test("the prediction averaged over networks has them too")
  func ensemble() async throws {
    var stream = RandomStream(seed: 11)
    let panel = Sample.panel((0..<240).map { _ in stream.gaussian() }, width: 2)
    let twins = Sample.silentTwins(on: panel, count: 3)
    // A twin that predicts 0 misses by the value itself.
    let mean = MeanForecast(of: twins, on: panel)
    let forecast = try #require(mean.errors(over: panel.split.testRows))
    #expect(forecast.values == panel.scaled.suffix(2 * panel.split.test).map { -$0 })
    #expect(forecast.loss == Pairs(panel).competitor("zero") { _ in [0, 0] }.loss)
  }

  @Test("the column that gains is told from the one that does not, after Holm")
  func gains() throws {
    let (model, competitor) = errors(rows: 400, seed: 1)
    let found = ColumnGain.each(of: model, over: competitor, stream: RandomStream(seed: 1))
    #expect(found.map(\.column) == [0, 1])
    #expect(found[0].adjustedP < 1e-6 && found[1].adjustedP > 0.05)
    #expect(found.map(\.adjustedP) == Multiplicity.holm(found.map(\.dieboldMariano.p)))
    #expect(try #require(found[0].skill).low > 0.4 && #require(found[1].skill).low < 0)
    #expect(found[0].dieboldMariano == DieboldMariano(errors: competitor.column(0), over: model.column(0)))
    #expect(found == ColumnGain.each(of: model, over: competitor, stream: RandomStream(seed: 1)))
  }

  @Test("a column that no predictor misses has no skill and no evidence")
  func perfect() {
    let none = ForecastErrors([1, 0, 1, 0, -2, 0], width: 2)
    let found = ColumnGain.each(of: none, over: none, stream: RandomStream(seed: 1))
    #expect(found[1].skill == nil && found.allSatisfy { $0.adjustedP == 1 })
  }
}

@Suite("The bound that decides whether memory pays")
struct FamilyBoundTests {
  /// Errors of a model whose true skill over its competitor is the same in each of the columns.
  private func errors(_ skill: Double, columns D: Int, rows: Int, _ stream: RandomStream)
    -> (model: ForecastErrors, competitor: ForecastErrors)
  {
    var stream = stream
    var (mine, theirs): ([Double], [Double]) = ([], [])
    for _ in 0..<rows * D {
      mine.append((1 - skill).squareRoot() * stream.gaussian())
      theirs.append(stream.gaussian())
    }
    return (ForecastErrors(mine, width: D), ForecastErrors(theirs, width: D))
  }

  /// In how many of some families any bound is above the margin: the overall one or that of a column.
  private func paying(_ skill: Double, level: Double, resamples: Int, families: Int, seed: UInt64) -> Int {
    let D = 3
    return (0..<families).count { family in
      let stream = RandomStream(seed: seed).split(family)
      let (model, competitor) = errors(skill, columns: D, rows: 60, stream.split("errors"))
      var pairs = [(model.squared, competitor.squared)]
      for d in 0..<D { pairs.append((model.squared(ofColumn: d), competitor.squared(ofColumn: d))) }
      return pairs.enumerated().contains { index, pair in
        let skill = Skill(of: pair.0, over: pair.1, level: level, resamples: resamples, stream: stream.split(index))
        return skill.map { $0.lowerBound > Rules.margin } ?? false
      }
    }
  }

  // The hardest case: columns whose true skill is the margin itself. 200 families have a standard error of 1.5 points.
  @Test("a family that gains no more than the margin pays in about one of twenty")
  func noise() {
    let corrected = paying(Rules.margin, level: Rules.boundLevel / 4, resamples: 800, families: 200, seed: 41)
    #expect(corrected <= 18, "\(corrected) of 200")
    let uncorrected = paying(Rules.margin, level: Rules.boundLevel, resamples: 200, families: 100, seed: 41)
    #expect(uncorrected > 10, "\(uncorrected) of 100")
  }

  @Test("a real gain still pays")
  func gain() {
    let found = paying(0.6, level: Rules.boundLevel / 4, resamples: 800, families: 20, seed: 42)
    #expect(found >= 19, "\(found) of 20")
  }

  @Test("a smaller level lowers the bound and leaves skill and interval as they are, however far its quantile")
  func levels() throws {
    let (model, competitor) = errors(0.2, columns: 1, rows: 200, RandomStream(seed: 43))
    let found = try [1.0, 2, 10, 40, 1000].map { family in
      try #require(
        Skill(
          of: model.squared, over: competitor.squared, level: Rules.boundLevel / family, stream: RandomStream(seed: 1)))
    }
    for (one, next) in zip(found, found.dropFirst()) {
      #expect(next.lowerBound < one.lowerBound && next.estimate == one.estimate)
    }
    // With less than ten draws beyond it the normal bound counts too: 4.056 standard errors at 0.05 / 2000.
    let error = (found[0].estimate.high - found[0].estimate.low) / (2 * Rules.twoSidedNormal)
    #expect(found[4].lowerBound < found[0].estimate.mean - 3.5 * error)
  }
}

@Suite("The skill that would have been seen")
struct DetectableSkillTests {
  /// A competitor whose error is the model's plus what the model knows: true skill s, both errors normal.
  private func losses(_ s: Double, rows: Int, _ stream: inout RandomStream) -> (model: [Double], competitor: [Double]) {
    var (mine, theirs): ([Double], [Double]) = ([], [])
    for _ in 0..<rows {
      let e = (1 - s).squareRoot() * stream.gaussian()
      let g = s.squareRoot() * stream.gaussian()
      mine.append(e * e)
      theirs.append((e + g) * (e + g))
    }
    return (mine, theirs)
  }

  @Test("is 4 z² / (n + 2 z²) where the models predict alike: 9.4 % for 250 rows")
  func byLength() {
    let same = Array(repeating: 1.0, count: 250)
    let found = DetectableSkill(of: same, over: same)
    #expect((found.skill - 0.0943).magnitude < 1e-4 && found.bySpread == 0)
    #expect(DetectableSkill(of: [1, 2], over: [1, 2]).skill == 1)
    #expect(DetectableSkill(of: [0, 0, 0], over: [0, 0, 0]).bySpread == nil)
  }

  // The same test on 400 data sets with just that skill: a standard error of 2 points.
  @Test("is found with 80 % power by Diebold and Mariano's test", arguments: [100, 400])
  func power(rows: Int) {
    let same = Array(repeating: 1.0, count: rows)
    let s = DetectableSkill(of: same, over: same).skill
    var stream = RandomStream(seed: 14)
    let found = (0..<400).count { _ in
      let (model, competitor) = losses(s, rows: rows, &stream)
      return DieboldMariano(differential: zip(competitor, model).map { $0 - $1 }).p <= 0.05
    }
    #expect((290...350).contains(found), "\(found) of 400 at a skill of \(s)")
  }

  @Test("is z standard errors of the skill where the losses vary more than that")
  func bySpread() throws {
    var stream = RandomStream(seed: 15)
    let mine = (0..<500).map { _ in stream.uniform(0, 2) }
    let theirs = (0..<500).map { _ in stream.uniform(0, 2) }
    let d = zip(theirs, mine).map { $0 - $1 }
    let found = DetectableSkill(of: mine, over: theirs, variance: .truncated(lags: 0))
    let error = (Moments.variance(d) / 500).squareRoot() / Moments.mean(theirs)
    #expect(agrees(found.bySpread, 2.486474860 * error, within: 1e-8))
    #expect(found.skill == max(try #require(found.bySpread), found.byLength))
    // Losses that come in clumps of ten say about a tenth as much.
    let clumped = { (x: [Double]) in x.indices.map { x[$0 / 10] } }
    let wide = try #require(DetectableSkill(of: clumped(mine), over: clumped(theirs)).bySpread)
    let narrow = try #require(DetectableSkill(of: mine, over: theirs).bySpread)
    #expect(wide / narrow > 2 && wide / narrow < 4.5, "\(wide / narrow)")
  }

  @Test("a stricter test sees less, and more rows see more")
  func monotone() {
    func skill(_ rows: Int, level: Double = 0.05, power: Double = 0.8) -> Double {
      let same = Array(repeating: 1.0, count: rows)
      return DetectableSkill(of: same, over: same, level: level, power: power).skill
    }
    #expect(skill(250, level: 0.01) > skill(250) && skill(250, power: 0.95) > skill(250))
    #expect(skill(1000) < skill(250) && skill(1000) > 0.02)
  }
}

@Suite("The variance of a mean that depends on its past")
struct LongRunVarianceTests {
  // Endless resampling, as far as 20,000 draws go: a standard error of 1 %.
  @Test("of the stationary bootstrap is what its draws have", arguments: [1.0, 3, 12])
  func bootstrap(length: Double) {
    var stream = RandomStream(seed: 31)
    var x = [0.0]
    for _ in 1..<40 { x.append(0.6 * x[x.count - 1] + stream.gaussian()) }
    let means = (0..<20_000).map { _ in
      var sum = 0.0
      stationaryResample(of: x.count, blockLength: length, &stream) { sum += x[$0] }
      return sum / Double(x.count)
    }
    let exact = LongRunVariance.stationaryBootstrap(blockLength: length)(x)
    #expect(agrees(Moments.variance(means) * Double(x.count), exact, within: 0.04), "\(exact)")
  }

  @Test("with blocks of one is the plain variance, and so is every other with no lags")
  func plain() {
    let x = [1.0, 4, 2, 8, 5, 7]
    let all: [LongRunVariance] = [.truncated(lags: 0), .bartlett(lags: 0), .stationaryBootstrap(blockLength: 1)]
    for estimate in all { #expect(agrees(estimate(x), Moments.variance(x), within: 1e-14)) }
  }

  @Test("lags beyond the last pair of values do no harm, and equal numbers have none")
  func short() {
    for estimate in [LongRunVariance.truncated(lags: 9), .bartlett(lags: 9), .stationaryBootstrap(blockLength: 4)] {
      #expect(estimate([0.1, 0.1, 0.1]) == 0)
      #expect(estimate([1, 3]).isFinite)
    }
  }

  // φ = 0.5: σ² / (1 - φ)² = 4 in the long run, 4/3 from row to row.
  @Test("comes near the truth of an AR(1)")
  func autoregression() {
    var stream = RandomStream(seed: 32)
    var x = [0.0]
    for _ in 1..<20_000 { x.append(0.5 * x[x.count - 1] + stream.gaussian()) }
    #expect(agrees(LongRunVariance.bartlett(rows: x.count)(x), 4, within: 0.15))
    #expect(agrees(LongRunVariance.truncated(lags: 10)(x), 4, within: 0.15))
    #expect(agrees(LongRunVariance.truncated(lags: 0)(x), 4.0 / 3, within: 0.05))
  }
}
