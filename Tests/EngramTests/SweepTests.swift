import Engram
import FoundationEssentials
import SeriesMemory
import Synchronization
import TestSupport
import Testing

@Suite("A sweep")
struct SweepTests {
  private func sweep(_ more: String = "") throws -> Sweep {
    try Sweep(
      yaml: """
        name: tiny
        networks: 1
        epochs: 3
        rollout-steps: 10
        \(more)
        grid:
          hidden: [1, 2]
          sources:
            ma: x=random:ma1?rows=160
            short: x=random:ma1?rows=20
            none: csv:no-such-file.csv
        """, path: "tiny.yaml")
  }

  private func files(_ folder: String) throws -> [String: Data] {
    var found: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      var isFolder = false
      if FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder), !isFolder {
        found[name] = FileManager.default.contents(atPath: folder + "/" + name)
      }
    }
    return found
  }

  private func run(_ sweep: Sweep, _ points: [Int]? = nil, threads: Int = 1, in path: String) async throws {
    let folder = SweepFolder(path)
    try folder.begin(sweep)
    let done = try folder.outcomes(of: sweep)
    try await sweep.run((points ?? Array(1...sweep.count)).filter { done[$0] == nil }, threads: threads) {
      try folder.keep($0)
    }
  }

  @Test("has the same bytes at once, in pieces, on two threads and from shards; what fails is a row")
  func sameBytes() async throws {
    try await withTemporaryFolder { place in
      let sweep = try sweep()
      try await run(sweep, in: place + "/whole")
      let table = try SweepFolder(place + "/whole").finish(sweep)
      #expect(table.rows.count == 6 && table.failures.map(\.point.number) == [2, 3, 5, 6] && table.tests == 2)
      let whole = try files(place + "/whole")
      #expect(
        Set(whole.keys.filter { !$0.hasPrefix("points/") }) == [
          "settings.json", "sweep.csv", "sweep.json", "index.html",
        ])
      #expect(whole.count == 10 && whole["points/000006.json"] != nil)

      try await run(sweep, [5, 1], in: place + "/pieces")
      try await run(sweep, threads: 2, in: place + "/pieces")
      _ = try SweepFolder(place + "/pieces").finish(sweep)
      #expect(try files(place + "/pieces") == whole)

      let shards = (1...3).map { SweepFolder(place + "/shard\($0)") }
      for (index, folder) in shards.enumerated() {
        try folder.begin(sweep)
        for (point, outcome) in try SweepFolder(place + "/whole").outcomes(of: sweep)
        where Shard(index: index + 1, count: 3).holds(point) { try folder.keep(outcome) }
      }
      _ = try SweepFolder(place + "/merged").merge(shards.reversed())
      #expect(try files(place + "/merged") == whole)

      let csv = String(decoding: whole["sweep.csv"] ?? Data(), as: UTF8.self)
      let lines = csv.split(separator: "\n")
      #expect(
        lines.count == 7 && lines[0].hasPrefix("point,hidden,sources,rows,columns,data,state,p,q,discovery,skill,"))
      #expect(lines[1].hasPrefix("1,1,ma,160,1,") && csv.contains("no-such-file.csv"))
      #expect(String(decoding: whole["sweep.json"] ?? Data(), as: UTF8.self).contains("\"schema\": \"engram.sweep/1\""))

      // A point is the report of its study.
      let report = try await sweep.study(of: sweep.point(4)).run(threads: 1)
      #expect(table.rows[3].finding == SweepFinding(of: report.data))
      #expect(table.rows[3].finding?.memoryLoss == report.data.findings.memory.ensembleTestLoss)
      #expect(table.rows[3].finding?.p == report.data.findings.ladder?.there?.columns[0].corrected)
    }
  }

  @Test("says which points are missing, and keeps those that are there")
  func missing() async throws {
    try await withTemporaryFolder { place in
      let sweep = try sweep()
      try await run(sweep, [2, 3, 5], in: place + "/part")
      let merged = SweepFolder(place + "/merged")
      #expect {
        try merged.merge([SweepFolder(place + "/part")])
      } throws: { ($0 as? SweepError) == .missing([1, 4, 6], of: 6, folder: place + "/merged") }
      #expect(try merged.outcomes(of: sweep).keys.sorted() == [2, 3, 5])
      #expect(!FileManager.default.fileExists(atPath: place + "/merged/sweep.csv"))
      let error = SweepError.missing([1, 2, 3, 7, 9, 10], of: 12, folder: "d")
      #expect(error.description.hasPrefix("6 of 12 points are missing in d: 1-3, 7, 9-10. Run their shards again"))
    }
  }

  @Test("takes no points of other settings, no damaged ones, and no folder of somebody else")
  func foreign() async throws {
    try await withTemporaryFolder { place in
      let (mine, other) = (try sweep(), try sweep("seed: 2"))
      let folder = SweepFolder(place + "/mine")
      try folder.begin(mine)
      try folder.keep(SweepOutcome(sweep: mine.digest, point: 1, error: "why"))
      #expect(throws: SweepError.otherSweep(place + "/mine")) { try folder.begin(other) }
      try folder.keep(SweepOutcome(sweep: other.digest, point: 2, error: "why"))
      #expect {
        try folder.outcomes(of: mine)
      } throws: { "\($0)".contains("points/000002.json: it is a point of another sweep") }

      let theirs = SweepFolder(place + "/theirs")
      try theirs.begin(other)
      #expect(throws: SweepError.unlike(place + "/theirs", first: place + "/clean")) {
        try SweepFolder(place + "/clean").begin(mine)
        return try SweepFolder(place + "/m").merge([SweepFolder(place + "/clean"), theirs])
      }
      #expect(throws: SweepError.noSweep(place + "/nowhere")) {
        try SweepFolder(place + "/m").merge([SweepFolder(place + "/nowhere")])
      }

      try Data("{".utf8).write(to: URL(filePath: place + "/theirs/points/000001.json"))
      #expect { try theirs.outcomes(of: other) } throws: { "\($0)".contains("it is not a point of a sweep") }

      try FileManager.default.createDirectory(atPath: place + "/notes", withIntermediateDirectories: true)
      try Data("mine".utf8).write(to: URL(filePath: place + "/notes/notes.md"))
      #expect(throws: SweepError.foreignFolder(place + "/notes", found: "notes.md")) {
        try SweepFolder(place + "/notes").begin(mine)
      }
      #expect(try files(place + "/notes").count == 1)
    }
  }

  @Test("merges shards that lie in the folder of the result itself")
  func nested() async throws {
    try await withTemporaryFolder { place in
      let sweep = try Sweep(yaml: "grid: {seed: [1, 2]}", path: "s.yaml")
      let shards = (1...2).map { SweepFolder(place + "/shards/\($0)") }
      for (index, folder) in shards.enumerated() {
        try folder.begin(sweep)
        try folder.keep(SweepOutcome(sweep: sweep.digest, point: index + 1, error: "why"))
      }
      #expect(try SweepFolder(place).merge(shards).failures.count == 2)
    }
  }

  @Test("takes a finding before a failure, whichever shard comes first, and two findings for one point not at all")
  func contradiction() async throws {
    try await withTemporaryFolder { place in
      let sweep = try Sweep(yaml: "grid: {seed: [1]}", path: "s.yaml")
      let (found, failed) = (SweepFolder(place + "/found"), SweepFolder(place + "/failed"))
      try found.begin(sweep)
      try found.keep(
        JSONDecoder().decode(
          SweepOutcome.self,
          from: Data(
            """
            {"sweep": "\(sweep.digest)", "point": 1,
             "finding": {"rows": 100, "columns": 2, "memoryDiverged": 1, "twinDiverged": 0}}
            """.utf8)))
      try failed.begin(sweep)
      try failed.keep(SweepOutcome(sweep: sweep.digest, point: 1, error: "no network"))
      let one = try SweepFolder(place + "/one").merge([found, failed])
      let two = try SweepFolder(place + "/two").merge([failed, found])
      #expect(one.failures.isEmpty && two == one)
      var outcome = try #require(try found.outcomes(of: sweep)[1])
      outcome.finding?.rows += 1
      try failed.keep(outcome)
      #expect(throws: SweepError.contradiction(point: 1, place + "/found", place + "/failed")) {
        try SweepFolder(place + "/three").merge([found, failed])
      }
    }
  }

  @Test("reads a source once for all points that ask for it with one seed")
  func readOnce() async throws {
    let count = Mutex(0)
    let manual = Manual(name: "counted", summary: "", argument: "", options: [], example: "")
    let adapter = Adapter(manual) { (request) throws(SourceError) in
      Counted(source: try SourceRegistry.builtIn.source("x=random:ma1?rows=20")) { count.withLock { $0 += 1 } }
    }
    let registry = SourceRegistry([adapter])
    let sweep = try Sweep(
      yaml: "{sources: [counted:a], grid: {seed: [1, 2], hidden: [1, 2, 3]}}", path: "s.yaml", registry: registry)
    let errors = Mutex<[String?]>([])
    try await sweep.run(Array(1...6), threads: 2, registry: registry) { outcome in
      errors.withLock { $0.append(outcome.error) }
    }
    // Twenty rows are too few: each point got that far.
    #expect(errors.withLock(\.self).count { $0?.contains("'x' gave 20 rows") == true } == 6)
    #expect(count.withLock(\.self) == 2)
  }

  @Test("stops when it is told to, and what was kept stays")
  func cancelled() async throws {
    let sweep = try Sweep(
      yaml: "{epochs: 1000000, sources: ['random:ma1?rows=100'], grid: {seed: [1, 2, 3]}}", path: "s.yaml")
    let kept = Mutex(0)
    let work = Task { try await sweep.run([1, 2, 3], threads: 2) { _ in kept.withLock { $0 += 1 } } }
    try await Task.sleep(for: .milliseconds(50))
    work.cancel()
    await #expect(throws: CancellationError.self) { try await work.value }
    #expect(kept.withLock(\.self) == 0)
  }
}

private struct Counted: DataSource {
  var source: any DataSource
  var count: @Sendable () -> Void

  func series(in environment: SourceEnvironment) async throws -> [Series] {
    count()
    return try await source.series(in: environment)
  }
}
