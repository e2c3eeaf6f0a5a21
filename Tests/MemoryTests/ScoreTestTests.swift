import Memory
import Numbers
import Panels
import Testing

@Suite("The score test of recurrence")
struct ScoreTestTests {
  /// Few flips and rows, so that the suite stays fast; 1 / 200 is the smallest p there is.
  static let flips = 199
  static let rows = 300

  enum Process: CaseIterable {
    case ar2, ma1, xor, gaussian, ar1

    var hasMemory: Bool { self == .ar2 || self == .ma1 || self == .xor }

    func series(_ seed: UInt64) -> [Double] {
      var stream = RandomStream(seed: seed).split("\(self)")
      var x = [stream.gaussian(), stream.gaussian()]
      var last = stream.gaussian()
      while x.count < ScoreTestTests.rows + 50 {
        let e = stream.gaussian()
        let (one, two) = (x[x.count - 1], x[x.count - 2])
        switch self {
        case .ar2: x.append(0.5 * one + 0.35 * two + e)
        case .ma1: x.append(e + 0.9 * last)
        case .xor: x.append((one < 0) == (two < 0) ? 1 + 0.7 * e : -1 + 0.7 * e)
        case .gaussian: x.append(e)
        case .ar1: x.append(0.8 * one + e)
        }
        last = e
      }
      return Array(x.suffix(ScoreTestTests.rows))
    }
  }

  private func test(_ x: [Double], columns: Int = 1, column: Int = 0, flips: Int = flips) throws -> ScoreTest? {
    try ScoreTest(x, columns: columns, column: column, stream: RandomStream(seed: 1), flips: flips)
  }

  @Test("finds memory where there is some, and none where the present value suffices", arguments: Process.allCases)
  func processes(process: Process) throws {
    let found = try #require(try test(process.series(1)))
    #expect((found.p <= Rules.scoreLevel) == process.hasMemory, "\(process): \(found.p)")
  }

  @Test("has a profile by lag: a weak autoregression of order 2 stands out at lag 1")
  func profile() throws {
    let found = try #require(try test(Process.ar2.series(1), flips: 99))
    #expect(found.profile.map(\.lag) == Array(1...ScoreTest.lags))
    #expect(found.profile[0].p == 0.01 && found.profile[11].p > 0.01)
    #expect(found.profile.allSatisfy { $0.degrees > 0 && $0.degrees <= 6 && $0.statistic >= 0 })
    #expect(found.rows == Self.rows - 1 - ScoreTest.lags && found.residuals.count == Self.rows - 1)
  }

  @Test("holds where a line foretells the next row to the last digit and no unit bends", arguments: [0, 1])
  func rotation(column: Int) throws {
    let x = (0..<Self.rows).flatMap { t in
      let angle = 2 * Double.pi * Double(t) / 50
      return [sine(angle), cosine(angle)]
    }
    let found = try #require(try test(x, columns: 2, column: column, flips: 19))
    #expect(found.unexplained < Rules.nothingLeft)
    #expect(found.profile.allSatisfy { (0...1).contains($0.p) } && (0...1).contains(found.p))
  }

  @Test("p is a multiple of one over the flips and one", arguments: [19, 49])
  func resolution(flips: Int) throws {
    let found = try #require(try test(Process.gaussian.series(3), flips: flips))
    for p in [found.p] + found.profile.map(\.p) {
      let steps = p * Double(flips + 1)
      #expect((steps - steps.rounded()).magnitude < 1e-9 && steps.rounded() >= 1 && p <= 1)
    }
  }

  @Test("is the same for the same stream, and does not mind the scale")
  func deterministic() throws {
    let x = Process.ar2.series(2)
    let found = try #require(try test(x, flips: 19))
    #expect(try found == test(x, flips: 19))
    let scaled = try #require(try test(x.map { 1024 * $0 }, flips: 19))
    #expect(scaled.p == found.p && (scaled.unexplained - found.unexplained).magnitude < 1e-9)
  }

  @Test("cannot be made of too few rows or of a column that does not vary")
  func tooShort() throws {
    let x = Process.gaussian.series(4)
    let fewest = ScoreTest.fewestRows(columns: 1)
    #expect(try test(Array(x.prefix(fewest - 1)), flips: 19) == nil)
    #expect(try test(Array(x.prefix(fewest)), flips: 19) != nil)
    #expect(try test(Array(repeating: 3, count: 200), flips: 19) == nil)
    // Not even as the input of another column.
    #expect(try test((0..<400).map { $0 % 2 == 0 ? x[$0 / 2] : 5 }, columns: 2, flips: 19) == nil)
  }

  @Test("finds nothing on a straight line, which leaves nothing to explain and no unit that moves")
  func line() throws {
    let found = try #require(try test((0..<800).map(Double.init), flips: 19))
    #expect(found.unexplained < Rules.nothingLeft)
  }

  @Test("finds the column with memory wherever it stands")
  func permutation() throws {
    let (echo, noise) = (Process.ar2.series(5), Process.gaussian.series(5))
    func panel(_ columns: [[Double]]) -> [Double] { (0..<Self.rows).flatMap { t in columns.map { $0[t] } } }
    let (ahead, behind) = (panel([echo, noise]), panel([noise, echo]))
    for (x, memory) in [(ahead, 0), (behind, 1)] {
      #expect(try #require(try test(x, columns: 2, column: memory)).p <= Rules.scoreLevel)
    }
  }
}

@Suite("Rung 0 on a panel")
struct ThereTests {
  static func walk(rows: Int, momentum: Double, seed: UInt64) -> Panel {
    var stream = RandomStream(seed: seed)
    var (x, step) = (0.0, 0.0)
    return Sample.panel(
      (0..<rows).map { _ in
        step = momentum * step + stream.gaussian()
        x += step
        return x
      })
  }

  @Test("near a unit root levels and changes are both tested, and the larger p counts")
  func unitRoot() async throws {
    // Steps that go on in their direction: levels remember the last one, changes are an AR(1) and need no memory.
    let found = try #require(
      try await MemoryTest(of: Self.walk(rows: 300, momentum: 0.8, seed: 1), stream: RandomStream(seed: 1))
    ).columns[0]
    #expect(found.isNearUnitRoot && found.p <= Rules.scoreLevel)
    let changes = try #require(found.changes)
    #expect(changes > Rules.scoreLevel && found.corrected == changes && !found.rejects)
  }

  @Test("changes that cannot be tested do not confirm the levels")
  func tooFewChanges() async throws {
    let rows = ScoreTest.fewestRows(columns: 1)
    let found = try #require(
      try await MemoryTest(of: Self.walk(rows: rows, momentum: 0.9, seed: 3), stream: RandomStream(seed: 1))
    ).columns[0]
    #expect(found.isNearUnitRoot && found.p <= Rules.scoreLevel)
    #expect(found.changes == 1 && !found.rejects)
  }

  @Test("is not asked where a column does not vary, and remembers what it is called")
  func columns() async throws {
    let noise = HandMade.noise(rows: 240, seed: 2, width: 2)
    let found = try #require(try await MemoryTest(of: noise, stream: RandomStream(seed: 1)))
    #expect(found.columns.map(\.name) == noise.columns && !found.rejects && found.level == Rules.scoreLevel)
    #expect(found.smallest == found.columns.map(\.corrected).min())
    #expect(found.columns.allSatisfy { $0.corrected >= $0.p })
    var constant = noise
    for t in 0..<240 { constant.scaled[2 * t] = 1 }
    #expect(try await MemoryTest(of: constant, stream: RandomStream(seed: 1)) == nil)
  }
}

@Suite("The memory that would have been found")
struct DetectableShareTests {
  // (1.959964 + 0.841621)²: the noncentrality of one degree of freedom at 5 % and 80 %.
  @Test("is that of the tables for one degree of freedom")
  func known() {
    let share = detectableShare(rows: 1000, degrees: 1, blocks: 1, level: 0.05)
    #expect((share * 1000 - 7.8489).magnitude < 1e-3)
  }

  @Test("falls with the rows, and rises with what is looked for and with care")
  func sanity() {
    let usual = detectableShare(rows: 1000, degrees: 6, blocks: 16, level: 0.01)
    #expect((detectableShare(rows: 2000, degrees: 6, blocks: 16, level: 0.01) - usual / 2).magnitude < 1e-9)
    #expect(detectableShare(rows: 1000, degrees: 6, blocks: 32, level: 0.01) > usual)
    #expect(detectableShare(rows: 1000, degrees: 8, blocks: 16, level: 0.01) > usual)
    #expect(detectableShare(rows: 1000, degrees: 6, blocks: 16, level: 0.002) > usual)
    #expect(detectableShare(rows: 1000, degrees: 6, blocks: 16, level: 0.01, power: 0.5) < usual)
    #expect(usual > 0.02 && usual < 0.05)
    #expect(detectableShare(rows: 5, degrees: 6, blocks: 16, level: 0.01) == 1)
  }
}
