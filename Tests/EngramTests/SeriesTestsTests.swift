import Engram
import FoundationEssentials
import SeriesMemory
import Synchronization
import TestSupport
import Testing

@Suite("Series that are tested one by one")
struct SeriesTestsTests {
  private func tested(
    _ requests: [String], _ depth: TestDepth = .quick, threads: Int = 2, points: [Int]? = nil,
    in folder: SweepFolder? = nil
  ) async throws -> [TestedSeries] {
    var study = Study()
    (study.name, study.fixtures) = ("many", [])
    let sweep = Sweep(testing: requests, of: study, depth)
    let kept = Mutex<[TestedSeries]>([])
    let shown = Mutex<[TestedSeries]>([])
    try await sweep.test(
      points ?? Array(1...sweep.count), in: SourceEnvironment(), threads: threads, registry: .builtIn
    ) { outcome in
      kept.withLock { $0 += outcome.tested ?? [] }
      try folder?.keep(outcome)
    } show: { row, _ in
      shown.withLock { $0.append(row) }
    }
    let all = kept.withLock { $0 }
    #expect(shown.withLock { $0 } == all, "series are shown in another order than they are kept")
    return all
  }

  /// Twenty series without memory, and ten with little.
  private let requests = [
    "noise=random:gaussian?rows=200&columns=10", "walk=random:random-walk?rows=200&columns=10",
    "weak=random:ma1?rows=200&columns=10",
  ]

  @Test("have the p of a report, on any number of threads")
  func sameDraws() async throws {
    let quick = try await tested(requests)
    let whole = try await tested(requests, .withoutOwnNull)
    #expect(quick.map(\.series) == whole.map(\.series) && quick.count == 30)
    #expect(quick.map(\.p) == whole.map(\.p))
    // Only with its power measured is a series without memory told from one on which the test is blind.
    #expect(quick.map { $0.memory == .yes } == whole.map { $0.memory == .yes })
    #expect(quick.contains { $0.memory == .yes } && quick[0].memory == .no)
    #expect(try await tested(requests, threads: 1) == quick)
  }

  @Test("further draws are further: p falls below that of a report's draws, and stays where it is large")
  func furtherDraws() async throws {
    var more = TestDepth.quick
    more.draws = 1499
    let requests = ["x=random:ar2?rows=200", "y=random:gaussian?rows=200"]
    let (few, many) = (try await tested(requests), try await tested(requests, more))
    #expect(few[0].p == 1.0 / 500 && many[0].p == 1.0 / 1500)
    #expect(few[1] == many[1])
  }

  @Test("that cannot be tested are rows with a reason, and the others are tested")
  func failures() async throws {
    try await withTemporaryFolder { place in
      let rows = (0..<80).map { "\($0),1.5\n" }.joined()
      try Data("row,flat\n\(rows)".utf8).write(to: URL(filePath: place + "/flat.csv"))
      let found = try await tested([
        "csv:\(place)/none.csv", "short=random:ar1?rows=45", "tiny=random:ar1?rows=20",
        "csv:\(place)/flat.csv?date=none&drop=row", "odd:thing", "fine=random:ar2?rows=300",
      ])
      #expect(found.map { $0.memory } == [nil, nil, nil, nil, nil, .yes])
      let reasons = found.map { $0.reason ?? "" }
      #expect(reasons[0].contains("no such file") && reasons[1] == "45 rows, and the test needs 54")
      #expect(reasons[2].contains("20 rows would be left") && reasons[3].contains("cannot be scaled"))
      #expect(reasons[4].contains("no adapter 'odd'") && reasons[5].isEmpty)
      let table = TestTable(found, name: "many", .quick, isEach: true)
      #expect(table.failures.count == 5 && table.count(.yes) == 1 && table.rows[5].corrected == found[5].p)
      #expect(table.csv.split(separator: "\n").count == 7 && table.text(inColour: false).contains("5 cannot be tested"))
    }
  }

  @Test("p is corrected over all series, and memory that does not survive it is unclear")
  func correction() {
    func one(_ p: Double) -> TestedSeries {
      var one = TestedSeries("s\(p)", of: "r", rows: 100, fault: "")
      (one.p, one.corrected, one.memory, one.reason) = (p, p, p <= Rules.scoreLevel ? .yes : .no, nil)
      return one
    }
    let ps = [0.002, 0.008, 0.5] + (1...17).map { 0.3 + Double($0) / 50 }
    let table = TestTable(ps.map(one), name: "many", .quick, isEach: true)
    // Benjamini and Hochberg: 20 · 0.002 / 1 and 20 · 0.008 / 2.
    #expect(table.rows[0].corrected.map { abs($0 - 0.04) < 1e-12 } == true)
    #expect(table.rows[1].corrected.map { abs($0 - 0.08) < 1e-12 } == true)
    #expect(table.rows.map(\.memory).prefix(3) == [.yes, .unclear, .no])
    #expect(table.rows[1].reason?.contains("correction for 20 series") == true)
    let panel = TestTable(ps.map(one), name: "panel", .quick, isEach: false)
    #expect(panel.rows[1].memory == .yes && panel.rows[1].corrected == 0.008)
  }

  @Test("give the same bytes at once, from shards and continued; shards of a sweep are not mixed with them")
  func folders() async throws {
    try await withTemporaryFolder { place in
      var study = Study()
      (study.name, study.fixtures) = ("many", [])
      let requests = ["a=random:ar2?rows=120&columns=3", "csv:no-such.csv", "b=random:gaussian?rows=120"]
      let sweep = Sweep(testing: requests, of: study, .quick)
      let whole = SweepFolder(place + "/whole")
      try whole.begin(sweep)
      _ = try await tested(requests, points: [3], in: whole)
      #expect(throws: SweepError.missing([1, 2], of: 3, folder: place + "/whole")) {
        try whole.finishTests(sweep, .quick)
      }
      _ = try await tested(requests, points: [1, 2], in: whole)
      let table = try whole.finishTests(sweep, .quick)
      #expect(table.rows.map(\.tested.series) == ["a-1", "a-2", "a-3", "csv:no-such.csv", "b"])
      let shards = [SweepFolder(place + "/1"), SweepFolder(place + "/2")]
      for (k, shard) in shards.enumerated() {
        try shard.begin(sweep)
        _ = try await tested(requests, threads: 1, points: [[1, 3], [2]][k], in: shard)
      }
      let merged = SweepFolder(place + "/merged")
      #expect(try merged.gather(shards) == sweep)
      #expect(try merged.finishTests(sweep, .quick) == table)
      for name in ["test.csv", "test.json", "settings.json", "points/000001.json"] {
        let bytes = FileManager.default.contents(atPath: place + "/whole/" + name)
        #expect(bytes != nil && bytes == FileManager.default.contents(atPath: place + "/merged/" + name), "\(name)")
      }
      let deeper = Sweep(testing: requests, of: study, .full)
      #expect(throws: SweepError.otherSweep(place + "/whole")) { try whole.begin(deeper) }
    }
  }
}
