import Memory
import Numbers
import Panels
import Testing

@Suite("The autoregression by column")
struct AutoregressionTests {
  /// All of a series is the training part, but for the two rows that the others need.
  private func fit(_ x: [Double], longest: Int) -> Autoregression {
    let panel = Sample.panel(x + [0, 0, 0], split: Split(train: x.count, validation: 1, test: 2))
    return Autoregression(fittedTo: Pairs(panel), longest: longest)
  }

  @Test("chooses the order that statsmodels chooses, by the same criterion on the same rows")
  func oracle() {
    for case_ in LadderGolden.shared.autoregression {
      let found = fit(case_.series, longest: case_.longest).columns[0]
      #expect(found.order == case_.order, "\(case_.name)")
      #expect(largestDifference(found.criterion, case_.criterion) < 1e-7, "\(case_.name)")
      #expect(largestDifference(found.coefficients, case_.coefficients) < 1e-8, "\(case_.name)")
    }
  }

  @Test("a straight line is predicted by two values, a wave by two as well, however long the orders tried")
  func exact() {
    let wave = (0..<200).map { 7 + sine(0.3 * Double($0)) }
    #expect(fit(wave, longest: 12).orders == [2])
    let panel = Sample.panel(wave)
    #expect(Autoregression(fittedTo: Pairs(panel)).errors(on: Pairs(panel)).loss < 1e-18)
  }

  @Test("a column that never changes is predicted by itself")
  func constant() {
    let panel = Sample.panel(Array(repeating: 4, count: 100))
    let found = Autoregression(fittedTo: Pairs(panel))
    #expect(found.orders == [0] && found.errors(on: Pairs(panel)).loss == 0)
  }

  @Test("columns are fitted each for itself, on the training part alone")
  func columns() {
    var stream = RandomStream(seed: 2)
    var values: [Double] = []
    var (a, b) = (0.0, 0.0)
    for _ in 0..<300 {
      (a, b) = (0.9 * a + stream.gaussian(), stream.gaussian())
      values += [a, b]
    }
    let both = Autoregression(fittedTo: Pairs(Sample.panel(values, width: 2)))
    for d in 0..<2 {
      let alone = Sample.panel((0..<300).map { values[$0 * 2 + d] })
      let one = Autoregression(fittedTo: Pairs(alone))
      #expect(one.columns[0] == both.columns[d])
      #expect(
        one.errors(on: Pairs(alone)).values == both.errors(on: Pairs(Sample.panel(values, width: 2))).column(d))
    }
    for k in 2 * 180..<values.count { values[k] = 1e6 * stream.gaussian() }
    #expect(Autoregression(fittedTo: Pairs(Sample.panel(values, width: 2))) == both)
  }

  @Test("a short training part is asked for few parameters", arguments: [(3, 0), (10, 1), (199, 19), (5000, 20)])
  func longest(rows: Int, longest: Int) {
    #expect(Autoregression.longestOrder(trainingRows: rows) == longest)
    guard rows < 200 else { return }
    var stream = RandomStream(seed: 3)
    let found = fit((0..<rows).map { _ in stream.gaussian() }, longest: longest)
    #expect(found.columns[0].criterion.count == longest + 1)
  }
}

@Suite("What memory is worth on linear processes, by theory")
struct LinearTheoryTests {
  /// Errors of VAR(1), which has no memory, and of the autoregression, on 12,000 test rows: the standard error of a skill of
  /// 20 % is about 0.8 points.
  private func gain(_ x: [Double]) -> (memoryless: Double, memory: Double) {
    let rows = Pairs(Sample.panel(x, split: Split(train: 3000, validation: 1, test: x.count - 3001)))
    let linear = LinearMap(fittedTo: rows)
    return (
      rows.competitor("linear", linear.prediction).loss,
      Autoregression(fittedTo: rows, longest: 12).errors(on: rows).loss
    )
  }

  // x_t = e_t + θ e_{t-1}. From x_t alone: γ(0) - γ(1)² / γ(0) = 1 + θ² - θ² / (1 + θ²). From all the past: 1.
  @Test("MA(1) with θ = 0.8: 1.24976 without memory, 1 with it, a gain of 19.98 %")
  func movingAverage() {
    let θ = 0.8
    let memoryless = 1 + θ * θ - θ * θ / (1 + θ * θ)
    #expect((1 - 1 / memoryless - 0.19984).magnitude < 5e-6)
    var stream = RandomStream(seed: 4)
    var last = stream.gaussian()
    let x = (0..<15_000).map { _ in
      let e = stream.gaussian()
      defer { last = e }
      return e + θ * last
    }
    let found = gain(x)
    #expect(agrees(found.memoryless, memoryless, within: 0.03) && agrees(found.memory, 1, within: 0.03))
    #expect((1 - found.memory / found.memoryless - 0.19984).magnitude < 0.02)
  }

  // The present value says all: R² = φ².
  @Test("AR(1) with φ = 0.8: R² is 0.64, and memory gains nothing")
  func autoregression() {
    var stream = RandomStream(seed: 5)
    var last = 0.0
    let x = (0..<15_000).map { _ in
      last = 0.8 * last + 0.6 * stream.gaussian()
      return last
    }
    let found = gain(x)
    #expect(agrees(found.memoryless, 1 - 0.64, within: 0.03))
    #expect((1 - found.memory / found.memoryless).magnitude < 0.002)
  }

  // s_t = φ s_{t-1} + σ e_t, x_t = s_t + ν v_t. From all the past: P + ν², where P = φ² P ν² / (P + ν²) + σ² is the
  // steady state of the Kalman filter. From x_t alone: γ(0) - γ(1)² / γ(0) with γ(0) = V + ν², γ(1) = φ V,
  // V = σ² / (1 - φ²).
  @Test("AR(1) with φ = 0.95 in noise: 49 % of the variance is left with memory, 59 % without")
  func noisyAutoregression() {
    let (φ, shock, noise) = (0.95, 0.0975, 0.49)
    var P = 1.0
    for _ in 0..<1000 { P = φ * φ * P * noise / (P + noise) + shock }
    let V = shock / (1 - φ * φ)
    let (total, shared) = (V + noise, φ * V)
    let (memory, memoryless) = (P + noise, total - shared * shared / total)
    #expect((memory / total - 0.49).magnitude < 0.01 && (memoryless / total - 0.59).magnitude < 0.01)
    var stream = RandomStream(seed: 6)
    var s = 0.0
    let x = (0..<15_000).map { _ in
      s = φ * s + shock.squareRoot() * stream.gaussian()
      return s + noise.squareRoot() * stream.gaussian()
    }
    let found = gain(x)
    #expect(agrees(found.memoryless, memoryless, within: 0.04) && agrees(found.memory, memory, within: 0.04))
    #expect((1 - found.memory / found.memoryless - (1 - memory / memoryless)).magnitude < 0.02)
  }
}
