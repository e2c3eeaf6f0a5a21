import Memory
import Numbers
import Testing

@Suite("The statistics of hidden states")
struct HiddenStateTests {
  let golden = MemoryGolden.shared.states

  @Test("are numpy's and statsmodels'")
  func oracle() throws {
    let states = HiddenState(golden.values, units: golden.units, activation: .tanh, lags: 21)
    #expect(try #require(states.saturation) == golden.saturation)
    #expect(states.saturationByUnit == golden.saturationByUnit)
    #expect(largestDifference(states.activityByUnit, golden.activityByUnit) < 1e-13)
    for i in 0..<2 {
      #expect(largestDifference(states.autocorrelationByUnit[i], golden.autocorrelation[i]) < 1e-12)
    }
    #expect(largestDifference(Array(states.integratedTimeByUnit.prefix(2)), golden.integratedTime) < 1e-10)
    #expect((states.effectiveDimension - golden.effectiveDimension).magnitude < 1e-12)
  }

  // Lags are summed eight at a time, and the last few rows have fewer.
  @Test("has every lag of a short series, as the sums written out give it", arguments: 2...20)
  func everyLag(rows: Int) {
    var stream = RandomStream(seed: UInt64(rows))
    var y = (0..<rows).map { _ in 0.5 * stream.gaussian() }
    let states = HiddenState(y, units: 1, activation: .tanh, lags: rows + 5)
    let mean = y.reduce(0, +) / Double(rows)
    for t in y.indices { y[t] -= mean }
    func sum(_ lag: Int) -> Double { (0..<rows - lag).reduce(0.0) { $0 + y[$1] * y[$1 + lag] } }
    #expect(states.autocorrelationByUnit[0] == (0..<rows).map { sum($0) / sum(0) })
  }

  // Far lags come from Fourier transforms of stretches: as long as the series, shorter, one row more than a few of them.
  @Test("has the far lags of a long series too", arguments: [257, 258, 300, 1793, 4097, 9000])
  func farLags(rows: Int) {
    var stream = RandomStream(seed: UInt64(rows))
    var y = (0..<rows).map { t in Double(t) / Double(rows) + 0.5 * stream.gaussian() }
    let states = HiddenState(y, units: 1, activation: .relu, lags: rows)
    let mean = y.reduce(0, +) / Double(rows)
    for t in y.indices { y[t] -= mean }
    func sum(_ lag: Int) -> Double { (0..<rows - lag).reduce(0.0) { $0 + y[$1] * y[$1 + lag] } }
    let curve = states.autocorrelationByUnit[0]
    #expect(curve.count == rows)
    for lag in curve.indices where lag % 97 == 0 || (250...260).contains(lag) || rows - lag < 10 {
      #expect((curve[lag] - sum(lag) / sum(0)).magnitude < 1e-13, "lag \(lag)")
    }
  }

  // With u = l / n the autocorrelation of a line is 1 - 3u + 2u³, which is 0 at u = (√3 - 1) / 2.
  @Test("of a state that drifts along 100,000 rows: alike for a third of them")
  func drift() throws {
    let n = 100_000
    let states = HiddenState((0..<n).map { Double($0) / Double(n) }, units: 1, activation: .tanh)
    let u = (3.0.squareRoot() - 1) / 2
    let expected = 2 * (u - 1.5 * u * u + 0.5 * u * u * u * u)
    #expect((try #require(states.integratedTime) / Double(n) - expected).magnitude < 1e-4)
  }

  @Test("of a dead unit: counted, without an autocorrelation, left out of the averages")
  func deadUnit() throws {
    let states = HiddenState(golden.values, units: 3, activation: .tanh, lags: 21)
    #expect(states.isDead == [false, false, true])
    #expect(states.autocorrelationByUnit[2].count == 21)
    #expect(states.autocorrelationByUnit[2].allSatisfy(\.isNaN) && states.integratedTimeByUnit[2].isNaN)
    #expect(states.deadUnits == 1 && states.collapse == 1.0 / 3)
    let average = try #require(states.autocorrelation)
    let expected = zip(golden.autocorrelation[0], golden.autocorrelation[1]).map { ($0 + $1) / 2 }
    #expect(largestDifference(average, expected) < 1e-12)
    #expect(try #require(states.integratedTime).isFinite)
  }

  // The order of the units is an accident of the seed; a direction and its opposite are one.
  @Test("do not depend on the order or the sign of the units", arguments: 1...10)
  func permutation(seed: Int) {
    var stream = RandomStream(seed: UInt64(seed))
    let (n, H) = (50, 5)
    let states = (0..<n * H).map { _ in Activation.tanh(2 * stream.gaussian()) }
    let order = [3, 0, 4, 1, 2]
    let other = (0..<n * H).map { k in (k % H == 2 ? -1 : 1) * states[k / H * H + order[k % H]] }
    let (a, b) = (
      HiddenState(states, units: H, activation: .tanh), HiddenState(other, units: H, activation: .tanh)
    )
    #expect((a.effectiveDimension - b.effectiveDimension).magnitude < 1e-12)
    #expect((a.activity - b.activity).magnitude < 1e-12)
    #expect(largestDifference(a.autocorrelation ?? [], b.autocorrelation ?? [1]) < 1e-12)
    #expect(b.activityByUnit == order.map { a.activityByUnit[$0] })
    #expect(b.saturationByUnit == order.map { a.saturationByUnit[$0] })
  }

  // σ(a) = ½ + ½ tanh(a / 2): rescaled, a sigmoid's states are a tanh's.
  @Test("are the same for a sigmoid and the tanh it is made of", arguments: 1...5)
  func rescaling(seed: Int) {
    var stream = RandomStream(seed: UInt64(seed))
    let a = (0..<200).map { _ in 4 * stream.gaussian() }
    let sigmoid = HiddenState(a.map { Activation.sigmoid($0) }, units: 2, activation: .sigmoid)
    let tanh = HiddenState(a.map { Activation.tanh($0 / 2) }, units: 2, activation: .tanh)
    #expect(sigmoid.saturationByUnit == tanh.saturationByUnit)
    #expect(largestDifference(sigmoid.activityByUnit, tanh.activityByUnit) < 1e-12)
  }

  // ρ and the effective dimension measure shape, not size.
  @Test("keep autocorrelation and dimension under shift and scale", arguments: 1...5)
  func affine(seed: Int) {
    var stream = RandomStream(seed: UInt64(seed))
    let states = (0..<300).map { _ in stream.uniform() }
    let a = HiddenState(states, units: 3, activation: .relu)
    let b = HiddenState(states.map { 7 - 4 * $0 }, units: 3, activation: .relu)
    #expect(largestDifference(a.autocorrelation ?? [], b.autocorrelation ?? [1]) < 1e-10)
    #expect((a.effectiveDimension - b.effectiveDimension).magnitude < 1e-10)
  }

  // |ρ(l)| stays within three standard errors, 3 / √n, for nearly all lags; τ is 1.
  @Test("of white noise: no autocorrelation, every direction", arguments: 1...5)
  func whiteNoise(seed: Int) throws {
    var stream = RandomStream(seed: UInt64(seed))
    let states = (0..<8000).map { _ in stream.uniform(-1, 1) }
    let noise = HiddenState(states, units: 4, activation: .tanh)
    let curves = noise.autocorrelationByUnit.flatMap { $0.dropFirst() }
    #expect(curves.count { $0.magnitude > 3 / 2000.0.squareRoot() } <= curves.count / 50)
    #expect(abs(try #require(noise.integratedTime) - 1) < 0.2)
    #expect(noise.effectiveDimension > 3.95)
    #expect((noise.activity - 1 / 3.0.squareRoot()).magnitude < 0.02)
  }

  @Test("of a sine: ρ(l) = cos ωl, amplitude over √2, two phases are two dimensions")
  func sinus() throws {
    let (n, ω) = (2000, 2 * Double.pi / 20)
    let states = (0..<n).flatMap { [0.5 * sine(ω * Double($0)), 0.5 * cosine(ω * Double($0))] }
    let wave = HiddenState(states, units: 2, activation: .tanh)
    for l in 0...40 {
      // The sum has n - l terms of n, so the estimate shrinks by that much.
      let expected = cosine(ω * Double(l)) * Double(n - l) / Double(n)
      #expect((wave.autocorrelationByUnit[0][l] - expected).magnitude < 0.005)
    }
    #expect((wave.activity - 0.5 / 2.0.squareRoot()).magnitude < 1e-12)
    #expect((wave.effectiveDimension - 2).magnitude < 1e-9)
    let copies = HiddenState(states.indices.map { states[$0 / 2 * 2] }, units: 2, activation: .tanh)
    #expect((copies.effectiveDimension - 1).magnitude < 1e-12)
  }

  @Test("the trace formula is the eigenvalue formula", arguments: 1...5)
  func eigenvalueFormula(seed: Int) {
    var stream = RandomStream(seed: UInt64(seed))
    let (n, H) = (40, 6)
    let states = (0..<n * H).map { Double($0 % H + 1) * stream.gaussian() }
    let means = (0..<H).map { i in (0..<n).reduce(0) { $0 + states[$1 * H + i] } / Double(n) }
    let covariance = (0..<H * H).map { k in
      (0..<n).reduce(0) { $0 + (states[$1 * H + k / H] - means[k / H]) * (states[$1 * H + k % H] - means[k % H]) }
    }
    let λ = symmetricEigenvalues(covariance, order: H)
    let expected = λ.reduce(0, +) * λ.reduce(0, +) / λ.reduce(0) { $0 + $1 * $1 }
    let found = HiddenState(states, units: H, activation: .relu).effectiveDimension
    #expect((found - expected).magnitude < 1e-9)
  }

  @Test("all saturated: stuck units count as collapsed, switching ones do not")
  func allSaturated() {
    let stuck = HiddenState(Array(repeating: 1, count: 60), units: 3, activation: .tanh)
    #expect(stuck.saturation == 1 && stuck.collapse == 1 && stuck.deadUnits == 3)
    #expect(stuck.effectiveDimension == 0 && stuck.autocorrelation == nil && stuck.integratedTime == nil)
    let switching = HiddenState((0..<60).map { $0 % 2 == 0 ? 1 : -1 }, units: 1, activation: .tanh)
    #expect(switching.saturation == 1 && switching.deadUnits == 0 && switching.collapse == 1)
    let often = HiddenState((0..<60).map { $0 % 10 == 0 ? 0 : $0 % 2 == 0 ? 1 : -1 }, units: 1, activation: .tanh)
    #expect(often.saturation == 0.9 && often.collapse == 0)
  }

  @Test("of relu: no upper end to saturate at")
  func relu() {
    let states = HiddenState([0, 3, 0, 5, 0, 1], units: 2, activation: .relu)
    #expect(states.saturation == nil && states.saturationByUnit.isEmpty)
    #expect(states.collapse == 0.5)
  }

  @Test("of a single row: everything is dead, nothing breaks")
  func oneRow() {
    let states = HiddenState([0.2, 0.99], units: 2, activation: .tanh)
    #expect(states.deadUnits == 2 && states.saturation == 0.5 && states.autocorrelationByUnit[0].count == 1)
  }
}
