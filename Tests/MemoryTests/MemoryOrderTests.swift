import Numbers
import SeriesMemory
import Testing

/// x_t = Σ a_l x_{t-l} + noise, one column.
private func autoregression(_ weights: [Int: Double], rows: Int, seed: UInt64) -> [Double] {
  var stream = RandomStream(seed: seed).split("order")
  var x: [Double] = []
  for t in 0..<rows + 200 {
    x.append(stream.gaussian() + weights.reduce(0) { $0 + ($1.key <= t ? $1.value * x[t - $1.key] : 0) })
  }
  return Array(x.suffix(rows))
}

private func column(_ x: [Double]) async throws -> MemoryTest.Column {
  let test = try await MemoryTest(of: Sample.panel(x), stream: RandomStream(seed: 1), threads: 2)
  return try #require(test?.columns.first)
}

@Suite("How far back the memory reaches")
struct MemoryOrderTests {
  @Test(
    "finds the order of an autoregression, an oscillation's too",
    arguments: [([1: 0.5, 2: 0.3], 2), ([1: 1.6, 2: -0.9], 2), ([1: 0.3, 3: 0.4], 3), ([5: 0.4], 5)])
  func order(weights: [Int: Double], order: Int) async throws {
    let found = try await column(autoregression(weights, rows: 1200, seed: 3)).order
    #expect(found == .init(rows: order))
  }

  @Test("finds a season beside a short memory", arguments: [([1: 0.3, 24: 0.5], 1), ([1: 0.4, 2: 0.2, 30: 0.35], 2)])
  func season(weights: [Int: Double], order: Int) async throws {
    let found = try #require(try await column(autoregression(weights, rows: 1500, seed: 4)).order)
    #expect(found.rows == order && found.seasons == [weights.keys.max()])
  }

  @Test("finds the rows of a product of two past values")
  func product() async throws {
    var stream = RandomStream(seed: 7)
    var x: [Double] = []
    for t in 0..<1500 {
      x.append(stream.gaussian() + (t < 4 ? 0 : 0.9 * (x[t - 3] > 0 ? 1 : -1) * (x[t - 4] > 0 ? 1 : -1)))
    }
    #expect(try await column(x).order == .init(rows: 4))
  }

  @Test("says that it does not know where the memory is long")
  func long() async throws {
    // The mean of thirty rows.
    var stream = RandomStream(seed: 8)
    let noise = (0..<1600).map { _ in stream.gaussian() }
    let x = (40..<1600).map { (t: Int) -> Double in
      let past = noise[t - 38..<t].reduce(0, +)
      return noise[t] + past / 8
    }
    let found = try #require(try await column(x).order)
    #expect(found.rows > 8)
    #expect(MemoryTest.Order(rows: 24, isMore: true).text == "more than the last 24 rows")
    #expect(MemoryTest.Order(rows: 1, seasons: [24]).text == "the present row and 24 rows back")
  }

  @Test("has no order where no memory is found")
  func none() async throws {
    #expect(try await column(autoregression([1: 0.6], rows: 800, seed: 5)).order == nil)
  }
}

@Suite("Cycles")
struct PeriodicityTests {
  private func noise(_ n: Int, _ seed: UInt64) -> [Double] {
    var stream = RandomStream(seed: seed).split("cycle")
    return (0..<n).map { _ in stream.gaussian() }
  }

  @Test("finds a sine at its period, with the share of the variance that it has")
  func sine() throws {
    let x = noise(480, 1).enumerated().map { $1 + 2 * cosine(2 * Double.pi * Double($0) / 24) }
    let found = try #require(Periodicity(x))
    #expect(found.period == 24 && (found.share - 2 / 3).magnitude < 0.05 && found.p < 1e-20)
    // Another unit and origin change nothing but rounding.
    let other = try #require(Periodicity(x.map { 1e6 + 3 * $0 }))
    #expect(other.period == 24 && (other.share - found.share).magnitude < 1e-6)
  }

  @Test("names the day where its second harmonic is the strongest")
  func harmonic() throws {
    let x = noise(480, 2).enumerated().map { t, e in
      e + 0.8 * cosine(2 * Double.pi * Double(t) / 24) + 2 * cosine(2 * Double.pi * Double(t) / 12)
    }
    #expect(try #require(Periodicity(x)).period == 24)
  }

  @Test("of a column is seen beside a few large values")
  func largeValues() async throws {
    var x = noise(960, 3).enumerated().map { $1 + 1.2 * cosine(2 * Double.pi * Double($0) / 24) }
    var stream = RandomStream(seed: 5)
    for _ in 0..<28 { x[stream.index(below: 960)] += stream.gaussian() < 0 ? 60 : -40 }
    #expect(Periodicity(x) == nil)
    let panel = Sample.panel(x, width: 1)
    let test = try #require(try await MemoryTest(of: panel, stream: RandomStream(seed: 1), depth: .quick))
    let cycle = try #require(test.columns[0].cycle)
    #expect((cycle.period - 24).magnitude < 0.5)
  }

  @Test("finds no cycle in noise more often than its level, nor in too few rows or a constant")
  func level() {
    let found = (0..<400).count { Periodicity(noise(101, UInt64(1000 + $0))) != nil }
    // Binomial of 400 and 0.01: at most 11 with probability 0.999.
    #expect(found <= 11)
    #expect(Periodicity(noise(20, 1)) == nil && Periodicity(Array(repeating: 2, count: 100)) == nil)
  }
}
