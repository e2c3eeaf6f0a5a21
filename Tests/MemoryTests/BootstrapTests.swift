import Memory
import Numbers
import Testing

@Suite("Skill and its stationary bootstrap")
struct BootstrapTests {
  @Test("the block length is that of arch", arguments: MemoryGolden.shared.blockLength.indices)
  func blockLength(index: Int) {
    let golden = MemoryGolden.shared.blockLength[index]
    let length = stationaryBlockLength(golden.series)
    #expect((length - max(1, golden.length)).magnitude < 1e-9, "\(length) for \(golden.length)")
  }

  @Test(
    "a series too short or too plain for a block length has blocks of one",
    arguments: [[], [1], [1, 2], [3, 3, 3, 3]])
  func plain(series: [Double]) {
    #expect(stationaryBlockLength(series) == 1)
  }

  @Test("short series have block lengths all the same", arguments: 3...30)
  func short(count: Int) {
    var stream = RandomStream(seed: UInt64(count))
    let length = stationaryBlockLength((0..<count).map { _ in stream.gaussian() })
    #expect(length >= 1 && length <= (Double(count) / 3).rounded(.up))
  }

  // A block goes on with probability 1 - 1/b, and a new one starts by chance where the old one would have gone on.
  @Test("blocks have the mean length asked for, and wrap around", arguments: [1.0, 4, 20])
  func blocks(length: Double) {
    var stream = RandomStream(seed: 9)
    var (joints, wraps, total) = (0, 0, 0)
    for _ in 0..<200 {
      var rows: [Int] = []
      stationaryResample(of: 100, blockLength: length, &stream) { rows.append($0) }
      #expect(rows.allSatisfy { (0..<100).contains($0) })
      for (a, b) in zip(rows, rows.dropFirst()) {
        joints += (a + 1) % 100 == b ? 1 : 0
        wraps += a == 99 && b == 0 ? 1 : 0
        total += 1
      }
    }
    let expected = 1 - 1 / length + 0.01 / length
    #expect((Double(joints) / Double(total) - expected).magnitude < 0.01)
    #expect(length == 1 || wraps > 0)
  }

  @Test("the skill is one less the ratio of the errors, inside its interval")
  func skill() throws {
    var stream = RandomStream(seed: 4)
    let theirs = (0..<300).map { _ in stream.uniform(0.5, 1.5) }
    let mine = theirs.map { 0.8 * $0 + 0.05 * stream.gaussian() }
    let skill = try #require(Skill(of: mine, over: theirs, stream: stream.split("a")))
    let expected = 1 - mine.reduce(0, +) / theirs.reduce(0, +)
    #expect(skill.estimate.mean == expected)
    #expect(skill.estimate.low < expected && expected < skill.estimate.high)
    #expect(skill.estimate.low > 0.18 && skill.estimate.high < 0.22)
    #expect(skill == Skill(of: mine, over: theirs, stream: stream.split("a")))
    #expect(skill != Skill(of: mine, over: theirs, stream: stream.split("b")))
  }

  @Test("equal errors have no skill and no doubt; over no error there is none to have")
  func degenerate() throws {
    let stream = RandomStream(seed: 1)
    let same = try #require(Skill(of: [1, 2, 3], over: [1, 2, 3], stream: stream))
    #expect(same.estimate == Estimate(mean: 0, low: 0, high: 0))
    #expect(Skill(of: [1, 2], over: [0, 0], stream: stream) == nil)
    #expect(try #require(Skill(of: [0], over: [2], stream: stream)).estimate.mean == 1)
  }

  // Errors that come in clumps say less: of white-noise blocks of 10 the interval must be about √10 times as wide.
  @Test("clumped errors widen the interval")
  func dependence() throws {
    var stream = RandomStream(seed: 2)
    let theirs = Array(repeating: 1.0, count: 1000)
    let free = theirs.map { _ in stream.uniform(0, 2) }
    var clump = 0.0
    let clumped = theirs.indices.map { t in
      if t % 10 == 0 { clump = stream.uniform(0, 2) }
      return clump
    }
    let (a, b) = try (
      #require(Skill(of: free, over: theirs, stream: stream)),
      #require(Skill(of: clumped, over: theirs, stream: stream))
    )
    let ratio = (b.estimate.high - b.estimate.low) / (a.estimate.high - a.estimate.low)
    #expect(ratio > 2 && ratio < 4.5, "\(ratio)")
    #expect(b.blockLength > 5 && a.blockLength < 5)
  }

  // Errors of a slow oscillation: 250 rows hold few of its swings, and blocks of the length that their difference asks for
  // covered the skill in 64 of 100.
  @Test("the interval knows of a slow swing of the competitor's errors")
  func slowSwing() throws {
    let (first, second, rows) = (1.8450496, -0.9409, 250)
    let slope = first / (1 - second)
    // The partial autocorrelation at lag 2 is the second coefficient.
    let skill = second * second
    var held = 0
    for seed in 0..<60 {
      var stream = RandomStream(seed: UInt64(seed)).split("swing")
      var x = [0.0, 0.0]
      var shocks: [Double] = [0, 0]
      for _ in 0..<800 {
        shocks.append(stream.gaussian())
        x.append(first * x[x.count - 1] + second * x[x.count - 2] + (shocks.last ?? 0))
      }
      let last = x.indices.suffix(rows)
      let estimate = try #require(
        Skill(
          of: last.map { shocks[$0] * shocks[$0] },
          over: last.map { (x[$0] - slope * x[$0 - 1]) * (x[$0] - slope * x[$0 - 1]) }, stream: stream)
      ).estimate
      held += estimate.low < skill && skill < estimate.high ? 1 : 0
    }
    #expect(held >= 42, "\(held) of 60")
  }

  // Independent errors, true skill 0.1: an interval of 95 % should hold it in about 95 of 100 data sets.
  @Test("the interval holds the true skill about as often as it says")
  func coverage() throws {
    var held = 0
    for seed in 0..<40 {
      var stream = RandomStream(seed: UInt64(seed)).split("coverage")
      let theirs = (0..<60).map { _ in stream.uniform(0, 2) }
      let mine = (0..<60).map { _ in 0.9 * stream.uniform(0, 2) }
      let estimate = try #require(Skill(of: mine, over: theirs, stream: stream)).estimate
      held += estimate.low < 0.1 && 0.1 < estimate.high ? 1 : 0
    }
    #expect((34...40).contains(held), "\(held) of 40")
  }
}
