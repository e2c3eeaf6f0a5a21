import Memory
import Numbers
import Panels
import SeriesMemory
import Testing

/// Series whose memory is known.
enum Process: String, CaseIterable {
  case ar2, ma1, xor, distantLag, signsOfTwo, momentum, slowMean
  case gaussian, ar1, randomWalk, rareEvents, rain, garch

  var hasMemory: Bool {
    switch self {
    case .ar2, .ma1, .xor, .distantLag, .signsOfTwo, .momentum, .slowMean: true
    case .gaussian, .ar1, .randomWalk, .rareEvents, .rain, .garch: false
    }
  }

  func series(_ seed: UInt64, rows: Int = 400) -> [Double] {
    var stream = RandomStream(seed: seed).split(rawValue)
    var x = (0..<40).map { _ in stream.gaussian() }
    var (last, state) = (0.0, 0.0)
    while x.count < rows + 200 {
      let e = stream.gaussian()
      let n = x.count
      let (one, two) = (x[n - 1], x[n - 2])
      switch self {
      case .ar2: x.append(0.5 * one + 0.35 * two + e)
      case .ma1: x.append(e + 0.9 * last)
      case .xor: x.append((one < 0) == (two < 0) ? 1 + 0.7 * e : -1 + 0.7 * e)
      case .distantLag: x.append(0.6 * x[n - 24] + e)
      case .signsOfTwo: x.append((x[n - 5] < 0) == (x[n - 6] < 0) ? 0.8 + e : -0.8 + e)
      case .momentum:
        state = 0.7 * state + e
        x.append(one + state)
      case .slowMean:
        state += 0.3 * stream.gaussian()
        x.append(state + e)
      case .gaussian: x.append(e)
      case .ar1: x.append(0.8 * one + e)
      case .randomWalk: x.append(one + e)
      case .rareEvents: x.append(stream.uniform() < 0.05 ? 1 : 0)
      case .rain: x.append(stream.uniform() < 0.05 ? exponential(0.8 * e) : 0)
      case .garch:
        state = 0.05 + 0.15 * last * last + 0.8 * state
        x.append(0.6 * one + state.squareRoot() * e)
      }
      last = self == .garch ? state.squareRoot() * e : e
    }
    return Array(x.suffix(rows))
  }
}

@Suite("The score test")
struct ScoreTestTests {
  private func test(_ columns: [[Double]], seed: UInt64 = 1, threads: Int = 1) async throws -> MemoryTest? {
    let rows = columns.first?.count ?? 0
    let panel = Sample.panel((0..<rows).flatMap { t in columns.map { $0[t] } }, width: columns.count)
    return try await MemoryTest(of: panel, stream: RandomStream(seed: seed), threads: threads)
  }

  @Test("finds memory where there is some, and none where the present value suffices", arguments: Process.allCases)
  func processes(process: Process) async throws {
    let found = try #require(try await test([process.series(2)]))
    #expect(found.rejects == process.hasMemory, "\(process): \(found.columns[0].p), \(found.answer)")
  }

  @Test("knows a profile of the hour for what it is: a function of the present row")
  func hours() async throws {
    var stream = RandomStream(seed: 4)
    let profile = (0..<24).map { _ in stream.gaussian() }
    let hours = (0..<600).map { Double($0 % 24) }
    let values = (0..<600).map { profile[($0 + 23) % 24] + 0.5 * stream.gaussian() }
    let found = try #require(try await test([hours, values]))
    #expect(!found.rejects, "\(found.columns.map(\.corrected))")
    // The hour is known to the last digit, so nothing of it is left to explain.
    #expect(found.columns[0].unexplained <= Rules.nothingLeft)
  }

  @Test("keeps what both regressions left, by row, which gives what is unexplained")
  func residuals() async throws {
    var stream = RandomStream(seed: 3)
    let panel = Sample.panel((0..<400).map { _ in stream.gaussian() }, width: 2)
    let found = try #require(try await MemoryTest(of: panel, stream: RandomStream(seed: 1), depth: .quick))
    for (column, left) in zip(found.columns, found.residuals) {
      #expect(left.target.count == 200 - 13 && left.forest.count == left.smooth.count)
      let common = Moments.mean(zip(left.smooth, left.forest).map { $0 * $1 })
      #expect(abs(common / Moments.variance(left.target) - column.unexplained) < 1e-12)
      #expect(column.kernel?.scales.count == 2)
    }
  }

  @Test("takes no profile for memory, however many are tried")
  func profiles() async throws {
    var alarms = 0
    for seed in 1...20 {
      var stream = RandomStream(seed: UInt64(seed)).split("profiles")
      let profile = (0..<24).map { _ in stream.gaussian() }
      let values = (0..<500).flatMap { (t: Int) -> [Double] in
        [Double(t % 24), profile[(t + 23) % 24] + 0.5 * stream.gaussian()]
      }
      let found = try await MemoryTest(
        of: Sample.panel(values, width: 2), stream: RandomStream(seed: UInt64(seed)), depth: .quick)
      alarms += try #require(found).rejects ? 1 : 0
    }
    #expect(alarms == 0)
  }

  @Test("learns curves of several columns that add up, from few rows")
  func coupledMaps() async throws {
    var stream = RandomStream(seed: 6)
    var rows = [(0..<5).map { _ in stream.uniform() }]
    while rows.count < 500 {
      let curves = (rows.last ?? []).map { 3.9 * $0 * (1 - $0) }
      rows.append(
        (0..<5).map { i in
          let around = curves[(i + 4) % 5] + curves[(i + 1) % 5]
          return min(max(0.7 * curves[i] + 0.15 * around + 0.02 * stream.gaussian(), 0.001), 0.999)
        })
    }
    let panel = Sample.panel(rows.flatMap(\.self), width: 5)
    let found = try #require(try await MemoryTest(of: panel, stream: RandomStream(seed: 1), depth: .quick))
    // Both regressions leave the same where it is noise and not misfit.
    for column in found.columns { #expect(column.agreement > 0.9 && column.p > Rules.scoreLevel, "\(column)") }
  }

  @Test("takes no misfit for memory where the present row leaves little")
  func littleLeft() async throws {
    var alarms: [Int] = []
    for seed in 1...9 {
      let found = try await MemoryTest(
        of: Sample.panel(Self.pushedLorenz(rows: 500, seed: UInt64(seed)), width: 3),
        stream: RandomStream(seed: UInt64(seed)), depth: .quick)
      if try #require(found).rejects { alarms.append(seed) }
    }
    #expect(alarms.isEmpty)
  }

  /// All three states of the Lorenz system, a tenth apart, pushed at every row: a curved map and little noise.
  private static func pushedLorenz(rows: Int, seed: UInt64) -> [Double] {
    var stream = RandomStream(seed: seed)
    var p = SIMD3<Double>(1, 1, 25)
    var values: [Double] = []
    for row in 0..<rows + 100 {
      for _ in 0..<100 {
        let (x, y, z) = (p.x, p.y, p.z)
        let slope = SIMD3<Double>(10 * (y - x), x * (28 - z) - y, x * y - 8 / 3 * z)
        p += 0.001 * slope
      }
      p += 0.3 * SIMD3(stream.gaussian(), stream.gaussian(), stream.gaussian())
      if row >= 100 { values += [p.x, p.y, p.z] }
    }
    return values
  }

  @Test("names the lag that carries the memory")
  func lag() async throws {
    let found = try #require(try await test([Process.distantLag.series(2)])).columns[0]
    // 24 rows before the predicted row are 23 before the present one.
    #expect(found.standing.first == 23)
    #expect(found.profile.map(\.lag) == Array(1...80))
  }

  @Test("finds the column whose past matters, and the column that it helps")
  func sources() async throws {
    var stream = RandomStream(seed: 9)
    let cause = (0..<500).map { _ in stream.gaussian() }
    let effect = (0..<500).map { t in (t < 3 ? 0 : 0.6 * cause[t - 3]) + stream.gaussian() }
    let other = (0..<500).map { _ in stream.gaussian() }
    let found = try #require(try await test([other, effect, cause]))
    #expect(found.columns.map(\.rejects) == [false, true, false])
    for (i, row) in found.sources.enumerated() {
      for (j, p) in row.enumerated() { #expect((p <= Rules.scoreLevel) == ((i, j) == (1, 2)), "\(i) \(j) \(p)") }
    }
  }

  @Test("p stays when columns change places, sign, unit or origin, and with the number of threads")
  func invariance() async throws {
    let (a, b) = (Process.ar2.series(5, rows: 200), Process.gaussian.series(5, rows: 200))
    let usual = try #require(try await test([a, b])).columns
    let swapped = try #require(try await test([b, a], threads: 2)).columns
    #expect([swapped[1].p, swapped[0].p] == usual.map(\.p))
    for (scale, shift) in [(-1.0, 0.0), (1 / 3.0, 0.0), (1e9, 0), (1, 1e6), (-2.5e-7, 4e-3)] {
      let other = try #require(try await test([a.map { scale * $0 + shift }, b])).columns
      #expect(other.map(\.p) == usual.map(\.p), "\(scale) x + \(shift)")
      // The statistics of all families are compared as well: rounding must decide none of them.
      for (one, same) in zip(usual.flatMap(\.families), other.flatMap(\.families)) {
        #expect(
          (one.statistic.magnitude - same.statistic.magnitude).magnitude < 1e-6, "\(one.name), \(scale) x + \(shift)")
      }
    }
  }

  @Test("p changes with the seed by no more than the draws do")
  func seeds() async throws {
    let x = Process.gaussian.series(8, rows: 150)
    var p: [Double] = []
    for seed in 1...6 { p.append(try #require(try await test([x], seed: UInt64(seed))).columns[0].p) }
    let mean = Moments.mean(p)
    // Four standard errors of a share of 499 draws.
    let most = 4 * (mean * (1 - mean) / 499).squareRoot() + 1 / 500
    #expect(p.allSatisfy { ($0 - mean).magnitude <= most }, "\(p)")
  }

  @Test("needs enough rows, and columns that vary")
  func tooShort() async throws {
    let x = Process.gaussian.series(4)
    let fewest = MemoryTest.fewestRows(columns: 1)
    #expect(fewest <= 60)
    #expect(try await test([Array(x.prefix(fewest - 1))]) == nil)
    #expect(try await test([Array(x.prefix(fewest))]) != nil)
    #expect(try await test([Array(repeating: 3, count: 200)]) == nil)
    // Not even as the input of another column.
    #expect(try await test([Array(x.prefix(200)), Array(repeating: 5, count: 200)]) == nil)
  }

  @Test("finds nothing in a straight line or a circle, which leave nothing to explain")
  func exact() async throws {
    let line = (0..<200).map { 1e15 + Double($0) }
    let circle = [0, 1].map { quarter in (0..<200).map { sine(2 * .pi * Double($0) / 50 + Double(quarter) * .pi / 2) } }
    for columns in [[line], circle] {
      let found = try #require(try await test(columns))
      #expect(found.columns.allSatisfy { $0.unexplained <= Rules.nothingLeft } && found.answer == .none)
      #expect(found.smallest == nil)
    }
  }

  @Test("a trend among the columns does no harm")
  func trend() async throws {
    for seed in 2...4 {
      let x = Process.ar1.series(UInt64(seed))
      let found = try #require(try await test([x, x.indices.map(Double.init)]))
      #expect(!found.rejects, "\(seed): \(found.columns.map(\.corrected))")
    }
  }
}

@Suite("What else could explain a rejection")
struct OtherReadingTests {
  private func test(_ x: [Double]) async throws -> MemoryTest? {
    try await MemoryTest(of: Sample.panel(x), stream: RandomStream(seed: 1))
  }

  @Test("a mean that shifts is memory or drift, with the row of the break")
  func shift() async throws {
    let x = Process.gaussian.series(3).enumerated().map { $0 < 240 ? $1 : $1 + 1.5 }
    let found = try #require(try await test(x))
    #expect(found.answer == .drift && !found.rejects)
    let drift = try #require(found.columns[0].drift)
    let row = try #require(drift.breaks.first.flatMap(Int.init))
    #expect((row - 240).magnitude <= 5 && drift.supF > Rules.breakStatistic)
  }

  @Test("memory beside a break stays memory")
  func both() async throws {
    let x = Process.ar2.series(3).enumerated().map { $0 < 240 ? $1 : $1 + 4 }
    #expect(try #require(try await test(x)).answer == .found)
  }

  @Test("one -9999 is named, and where it changes the answer nothing is said")
  func sentinel() async throws {
    var x = Process.ar2.series(6)
    x[200] = -9999
    let found = try #require(try await test(x))
    #expect(found.columns[0].sentinels == [SentinelValues(value: -9999, count: 1)])
    let winsorised = try #require(found.columns[0].winsorised)
    #expect(winsorised <= Rules.scoreLevel)
    #expect(found.columns[0].corrected <= Rules.scoreLevel ? found.rejects : found.answer == .unclear)
  }

  @Test("series of order 1 that resemble the data are tested wherever something is found")
  func ownNull() async throws {
    let found = try #require(try await test(Process.ar2.series(2)))
    let null = try #require(found.ownNull)
    #expect(null.surrogates >= 10 && null.alarms <= 1 && !null.refutes)
    #expect(try #require(try await test(Process.gaussian.series(2))).ownNull == nil)
  }
}

@Suite("Planted memory")
struct PlantedMemoryTests {
  private func planted(_ rows: Int) async throws -> MemoryTest {
    try #require(
      try await MemoryTest(of: Sample.panel(Process.ar1.series(1, rows: rows)), stream: RandomStream(seed: 1)))
  }

  @Test("the share that is found falls with the rows, and decides between none and inconclusive")
  func rows() async throws {
    let (few, many) = (try await planted(100), try await planted(800))
    #expect(few.planted.map(\.form) == many.planted.map(\.form) && many.planted.count == 6)
    for (a, b) in zip(few.planted, many.planted) {
      let share = try #require(b.share)
      #expect(share < a.share ?? 1 && share > 0.01 && share < 0.1, "\(a) \(b)")
    }
    #expect(few.answer == .blind && many.answer == .none)
  }
}
