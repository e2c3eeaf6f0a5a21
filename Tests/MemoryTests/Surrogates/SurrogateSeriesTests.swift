import Memory
import Numbers
import SeriesMemory
import Testing

/// One column: x_t = a x_{t-1} + b x_{t-2} + noise.
func autoregression(_ a: Double, _ b: Double = 0, rows: Int, seed: UInt64) -> [Double] {
  var stream = RandomStream(seed: seed).split("autoregression")
  var (before, last) = (0.0, 0.0)
  let path = (0..<rows + 100).map { _ in
    let value = a * last + b * before + stream.gaussian()
    (before, last) = (last, value)
    return value
  }
  return Array(path.dropFirst(100))
}

/// Two columns that move together, the second half a step behind and bent.
private func twoColumns(rows: Int, seed: UInt64) -> [Double] {
  let x = autoregression(0.7, rows: rows + 1, seed: seed)
  var stream = RandomStream(seed: seed).split("second")
  var rowMajor: [Double] = []
  for t in 1...rows {
    let second = 0.6 * x[t] + 0.4 * x[t - 1]
    rowMajor += [x[t], second + 0.3 * stream.gaussian()]
  }
  return rowMajor
}

private func column(_ d: Int, of x: [Double], width: Int) -> [Double] {
  stride(from: d, to: x.count, by: width).map { x[$0] }
}

/// The least-squares weights of x_{t-1} and x_{t-2} in x_t.
private func lagWeights(_ x: [Double]) -> [Double] {
  let mean = Moments.mean(x)
  let z = x.map { $0 - mean }
  let rows = (2..<z.count).flatMap { [z[$0 - 1], z[$0 - 2]] }
  return NormalEquations(rows, regressors: 2, Array(z[2...]), targets: 1).ordinary().coefficients
}

/// Σ (x_t - x̄)(y_{t+lag} - ȳ) / n.
private func covariance(_ x: [Double], _ y: [Double], lag: Int = 0) -> Double {
  let (mx, my) = (Moments.mean(x), Moments.mean(y))
  return (0..<x.count - lag).reduce(0) { $0 + (x[$1] - mx) * (y[$1 + lag] - my) } / Double(x.count)
}

/// Σ (|X_k| - |Y_k|)² / Σ |X_k|² over the frequencies above 0, its root.
private func spectralDistance(_ x: [Double], _ y: [Double]) -> Double {
  func amplitudes(_ x: [Double]) -> [Double] {
    var (re, im) = (x, Array(repeating: 0.0, count: x.count))
    FourierTransform(length: x.count).forward(&re, &im)
    return (1...x.count / 2).map { (re[$0] * re[$0] + im[$0] * im[$0]).squareRoot() }
  }
  let (a, b) = (amplitudes(x), amplitudes(y))
  let difference = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  return (difference / a.reduce(0) { $0 + $1 * $1 }).squareRoot()
}

@Suite("Surrogate series")
struct SurrogateSeriesTests {
  private func series(_ kind: SurrogateKind, of x: [Double], width: Int, number: Int) -> [Double] {
    SurrogateSeries(kind, of: x, columns: width, stream: RandomStream(seed: 1))
      .series(RandomStream(seed: 2).split(number))
  }

  @Test(
    "are the same for the same stream and others for another, as long as the data", arguments: SurrogateKind.allCases)
  func reproducible(kind: SurrogateKind) {
    let x = twoColumns(rows: 90, seed: 1)
    let first = series(kind, of: x, width: 2, number: 0)
    #expect(first.count == x.count && first != x)
    #expect(first == series(kind, of: x, width: 2, number: 0))
    #expect(first != series(kind, of: x, width: 2, number: 1))
  }

  // The shortest there is, values that repeat, a column that stands still.
  @Test("can be made of awkward data", arguments: SurrogateKind.allCases)
  func awkward(kind: SurrogateKind) {
    let few = series(kind, of: [1, 2, 4], width: 1, number: 0)
    #expect(few.count == 3 && few.allSatisfy([1, 2, 4].contains))
    let signs = (0..<101).map { $0 * $0 % 7 < 3 ? 1.0 : -1.0 }
    #expect(series(kind, of: signs, width: 1, number: 0).allSatisfy { $0.magnitude == 1 })
    let still = twoColumns(rows: 60, seed: 2).enumerated().map { $0 % 2 == 0 ? 3.0 : $1 }
    #expect(column(0, of: series(kind, of: still, width: 2, number: 0), width: 2).allSatisfy { $0 == 3 })
    let constant = Array(repeating: 2.5, count: 50)
    #expect(series(kind, of: constant, width: 1, number: 0) == constant)
  }

  @Test("shuffled: the same rows, each as a whole, in another order without dependence")
  func shuffled() {
    let x = twoColumns(rows: 2000, seed: 3)
    let y = series(.shuffled, of: x, width: 2, number: 0)
    func rows(_ x: [Double]) -> [[Double]] {
      (0..<x.count / 2).map { [x[2 * $0], x[2 * $0 + 1]] }.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
    }
    #expect(rows(x) == rows(y))
    #expect(lagWeights(column(0, of: x, width: 2))[0] > 0.6)
    #expect(lagWeights(column(0, of: y, width: 2)).allSatisfy { $0.magnitude < 0.09 })
  }

  @Test("shuffled: every order is as likely")
  func everyOrder() {
    var seen: [[Double]: Int] = [:]
    for number in 0..<1200 { seen[series(.shuffled, of: [1, 2, 3], width: 1, number: number), default: 0] += 1 }
    // 200 each, with a standard deviation of 13.
    #expect(seen.count == 6 && seen.values.allSatisfy { (145...255).contains($0) })
  }

  @Test("Markov: keep what the next row owes to the present one")
  func conditionalMean() {
    let x = autoregression(0.8, rows: 2000, seed: 4)
    let y = series(.markov, of: x, width: 1, number: 0)
    // In bands of x_t: the mean of x_{t+1}, with a standard error of 0.05 or less for each side.
    func means(_ x: [Double]) -> [Double] {
      [(-3.0, -1.0), (-1, 0), (0, 1), (1, 3)].map { low, high in
        Moments.mean((0..<x.count - 1).filter { (low..<high).contains(x[$0]) }.map { x[$0 + 1] })
      }
    }
    for (data, surrogate) in zip(means(x), means(y)) { #expect((data - surrogate).magnitude < 0.25) }
    #expect((lagWeights(y)[0] - 0.8).magnitude < 0.08)
    #expect((Moments.standardDeviation(y) / Moments.standardDeviation(x) - 1).magnitude < 0.15)
  }

  @Test("Markov: forget what came before the present row")
  func forgetsLagTwo() {
    let x = autoregression(0.5, 0.4, rows: 2000, seed: 5)
    #expect((lagWeights(x)[1] - 0.4).magnitude < 0.08)
    let surrogates = (0..<4).map { lagWeights(series(.markov, of: x, width: 1, number: $0)) }
    // The correlation at lag 1 is 0.5 / (1 - 0.4).
    for weights in surrogates { #expect((weights[0] - 0.83).magnitude < 0.1 && weights[1].magnitude < 0.09) }
  }

  @Test("Markov: every step is one of the data, from the neighbourhood of the row before")
  func steps() {
    let x = twoColumns(rows: 300, seed: 6)
    let y = series(.markov, of: x, width: 2, number: 0)
    let row = { (x: [Double], t: Int) in [x[2 * t], x[2 * t + 1]] }
    let places = (0..<300).map { t in (0..<300).first { row(x, $0) == row(y, t) } }
    let scale = (0..<2).map { Moments.standardDeviation(column($0, of: x, width: 2)) }
    func distance(_ a: Int, _ b: Int) -> Double {
      (0..<2).reduce(0) { sum, d in
        let gap = (x[2 * a + d] - x[2 * b + d]) / scale[d]
        return sum + gap * gap
      }
    }
    let k = LocalBootstrap.neighbours(rows: 300)
    #expect(k == 9)
    for t in 0..<299 {
      guard let from = places[t], let to = places[t + 1], to > 0 else {
        Issue.record("step \(t) is not one of the data")
        continue
      }
      let nearer = (0..<299).count { $0 != from && distance(from, $0) < distance(from, to - 1) }
      #expect(to - 1 != from && nearer < k)
    }
  }

  @Test("Markov: equal rows are all used, so that data of two values keep their odds")
  func ties() {
    var stream = RandomStream(seed: 7)
    var x = [1.0]
    while x.count < 3000 { x.append(stream.uniform() < 0.9 ? x[x.count - 1] : -x[x.count - 1]) }
    let y = series(.markov, of: x, width: 1, number: 0)
    func stays(_ x: [Double]) -> Double { Double((1..<x.count).count { x[$0] == x[$0 - 1] }) / Double(x.count - 1) }
    #expect((stays(x) - stays(y)).magnitude < 0.03)
  }

  @Test("IAAFT: exactly the values of the data, and its periodogram to 1.5 %", arguments: [500, 509])
  func iaaft(rows: Int) {
    let x = twoColumns(rows: rows, seed: 8)
    let y = series(.iaaft, of: x, width: 2, number: 0)
    for d in 0..<2 {
      let (a, b) = (column(d, of: x, width: 2), column(d, of: y, width: 2))
      #expect(a.sorted() == b.sorted())
      #expect(spectralDistance(a, b) < 0.015)
      // Another series all the same.
      #expect((covariance(a, b) / covariance(a, a)).magnitude < 0.3)
    }
  }

  @Test("IAAFT: keep the correlations between columns, and within them, at every lag")
  func crossCorrelations() {
    let x = twoColumns(rows: 500, seed: 9)
    let y = series(.iaaft, of: x, width: 2, number: 0)
    let (a, b) = ((0..<2).map { column($0, of: x, width: 2) }, (0..<2).map { column($0, of: y, width: 2) })
    for (c, d) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
      let scale = (covariance(a[c], a[c]) * covariance(a[d], a[d])).squareRoot()
      for lag in 0...5 {
        #expect((covariance(a[c], a[d], lag: lag) - covariance(b[c], b[d], lag: lag)).magnitude / scale < 0.03)
      }
    }
  }

  @Test("IAAFT: each round brings the periodogram of bent values nearer")
  func rounds() {
    let x = autoregression(0.7, rows: 400, seed: 10).map { $0 + 0.15 * $0 * $0 }
    let phases = PhaseSurrogates(x, columns: 1)
    let distances = [0, 3, 50].map { spectralDistance(x, phases.series(RandomStream(seed: 1), iterations: $0)) }
    #expect(distances[1] < 0.5 * distances[0] && distances[2] <= distances[1] && distances[2] < 0.02)
  }
}

@Suite("The nearest rows")
struct NearestRowsTests {
  @Test("are those that a search of all rows finds", arguments: [(60, 1), (200, 1), (200, 3), (250, 5)])
  func bruteForce(rows: Int, width: Int) {
    var stream = RandomStream(seed: UInt64(rows + width))
    let x = (0..<rows * width).map { _ in stream.gaussian() }
    let found = NearestRows(x, columns: width, stream: RandomStream(seed: 1)).all(7)
    func distance(_ a: Int, _ b: Int) -> Double {
      (0..<width).reduce(0) { sum, d in
        let gap = x[a * width + d] - x[b * width + d]
        return sum + gap * gap
      }
    }
    for row in 0..<rows {
      let expected = (0..<rows - 1).filter { $0 != row }.sorted { distance(row, $0) < distance(row, $1) }.prefix(7)
      #expect(found[row * 7..<row * 7 + 7].map { Int($0) } == Array(expected))
    }
  }

  @Test("numbers are put in order as a sort would, equal ones as they came")
  func order() {
    var stream = RandomStream(seed: 3)
    var x = (0..<300).map { _ in (stream.gaussian() * 4).rounded() * stream.gaussian() }
    x += [0, 1e300, -1e300, 1e-300, -1e-300, .leastNonzeroMagnitude, 1, 1, 2]
    let expected = x.indices.sorted { x[$0] == x[$1] ? $0 < $1 : x[$0] < x[$1] }
    #expect(ascendingOrder(of: x).map { x[$0] } == expected.map { x[$0] })
    #expect(ascendingOrder(of: [2, 1, 2, 1]) == [1, 3, 0, 2])
  }
}
