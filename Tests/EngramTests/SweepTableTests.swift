import Engram
import FoundationEssentials
import Testing

@Suite("The table of a sweep")
struct SweepTableTests {
  /// A point for each p-value; nil is a point that failed.
  private func table(_ ps: [Double?], name: String = "t", error: String = "why") throws -> SweepTable {
    let seeds = ps.indices.map(String.init).joined(separator: ", ")
    var sweep = try Sweep(yaml: "{grid: {seed: [\(seeds)]}}", path: "s.yaml")
    sweep.study.name = name
    let outcomes = try ps.enumerated().map { index, p in
      SweepOutcome(
        sweep: try sweep.digest, point: index + 1, finding: try p.map(finding), error: p == nil ? error : nil)
    }
    return SweepTable(sweep, outcomes)
  }

  private func finding(p: Double) throws -> SweepFinding {
    let text = """
      {"rows": 100, "columns": 2, "data": "memory, negligible", "state": "used, not useful", "p": \(p),
       "skill": {"mean": 0.05, "low": -0.01, "high": 0.11}, "competitor": "persistence", "horizonReached": 0,
       "horizonBeyond": 2, "horizonNone": 0, "memoryLoss": 0.5, "twinLoss": 0.75, "memoryDiverged": 1,
       "twinDiverged": 0}
      """
    return try JSONDecoder().decode(SweepFinding.self, from: Data(text.utf8))
  }

  // Benjamini and Hochberg's own example (1995, section 3.2): fifteen p-values, four discoveries at 5 %, where
  // Bonferroni has three.
  @Test("corrects the tests of all points together, as Benjamini and Hochberg's example has it")
  func published() throws {
    let ps = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
      1.000,
    ]
    let table = try table(ps.reversed())
    #expect(table.discoveries.map(\.point.number) == [12, 13, 14, 15] && table.tests == 15)
    #expect(table.rows[14].q == 0.0015 && table.rows[0].q == 1)
  }

  @Test("counts no point that has no test, and copies of a test change nothing")
  func family() throws {
    let alone = try table([0.01, 0.2, 0.9])
    let copied = try table([0.01, 0.2, 0.9, nil, 0.01, 0.2, 0.9])
    #expect(copied.tests == 6 && copied.rows[3].q == nil && !copied.rows[3].isDiscovery)
    #expect(copied.rows[..<3].map(\.q) == alone.rows.map(\.q) && copied.rows[4...].map(\.q) == alone.rows.map(\.q))
    #expect(alone.discoveries.count == 1)
  }

  @Test("is a CSV with a cell for each figure, quoted where it must be, and a JSON")
  func files() throws {
    let table = try table([0.002, nil], error: "line 1, \"x\"\nline 2")
    let lines = table.csv.split(separator: "\n", omittingEmptySubsequences: false)
    let header = lines[0].split(separator: ",")
    #expect(header.first == "point" && header[1] == "seed" && header.last == "error")
    #expect(
      lines[1]
        == "1,0,100,2,\"memory, negligible\",\"used, not useful\",0.002,0.002,true,0.05,-0.01,0.11,persistence,,,,"
        + "0,2,0,,,,,,,0.5,0.75,1,0,")
    #expect(lines[2].hasPrefix("2,1,,,") && lines[2].hasSuffix(",\"line 1, \"\"x\"\"") && lines[3] == "line 2\"")
    #expect(lines[2].filter { $0 == "," }.count + lines[3].filter { $0 == "," }.count == header.count)
    struct Read: Decodable {
      struct Point: Decodable {
        var point: Int
        var settings: [String: String]
        var q: Double?
        var discovery: Bool
        var error: String?
      }
      var schema: String
      var points: [Point]
    }
    let read = try JSONDecoder().decode(Read.self, from: Data(try table.json().utf8))
    #expect(read.schema == "engram.sweep/1" && read.points.map(\.point) == [1, 2])
    #expect(read.points[0].q == 0.002 && read.points[0].discovery && read.points[0].settings == ["seed": "0"])
    #expect(read.points[1].error == "line 1, \"x\"\nline 2" && !read.points[1].discovery)
  }

  @Test("says which points rest on other data than those that ask for the same, and nothing of those that do not")
  func changedData() throws {
    let sweep = try Sweep(
      yaml: "{grid: {seed: [1, 2], change: [levels, differences], hidden: [1, 2, 3]}}", path: "s.yaml")
    func table(_ panels: [String?]) throws -> SweepTable {
      let outcomes = try panels.enumerated().map { index, panel in
        var finding = try finding(p: 0.5)
        finding.panel = panel
        return SweepOutcome(sweep: try sweep.digest, point: index + 1, finding: finding)
      }
      return SweepTable(sweep, outcomes)
    }
    // One panel for each seed and change, which three sizes of network share; an earlier version kept none.
    let fine = try table(["a", "a", "a", "b", "b", "b", "c", nil, "c", nil, nil, nil])
    #expect(fine.changedData.isEmpty && !fine.text.contains("changed"))
    let mixed = try table(["a", "x", "a", "b", "b", "b", "c", "c", "x", nil, "d", "y"])
    #expect(mixed.changedData.map(\.point) == [2, 9, 12] && mixed.changedData.map(\.first) == [1, 7, 11])
    let said = "an earlier point with the same sources: 2, 9, 12 (first 2 against 1)."
    #expect(mixed.text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(said))
    #expect(try mixed.html().contains("<li>The data changed while the sweep ran"))
  }

  @Test("is told in 80 columns: verdicts, discoveries, failures by their reason")
  func text() throws {
    let text = try table([0.002, nil, 0.9, nil]).text
    let lines = text.split(separator: "\n")
    #expect(lines[0] == "t: 4 points" && lines[2] == "Verdicts on the data: 2 memory, negligible, 2 failed.")
    #expect(text.contains("\n2 points failed:\n  * point 2 and 1 more: why\n"))
    #expect(text.contains("  1 seed=0  0.004  5.0 % [-1.0, 11.0]   beyond\n"))
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test("is a page that no name breaks out of, with a map for each figure")
  func page() throws {
    let page = try table([0.002, nil, 0.9], name: "<script>x</script>", error: "\"<b>&").html()
    #expect(page.contains("&lt;script&gt;x&lt;/script&gt;: 3 points") && !page.contains("<script"))
    #expect(page.contains("&quot;&lt;b&gt;&amp;"))
    #expect(page.ranges(of: "<svg role=\"img\"").count == 2)
    #expect(page.ranges(of: "<tr class=\"discovery\">").count == 1)
    #expect(page.replacing("\u{A0}", with: " ").contains("1 seed=0: memory, negligible, gain 5.0 %"))
    #expect(!page.contains("http:") && !page.contains("https:"))
  }

  @Test("shows one map for each combination of the settings after the first two")
  func maps() throws {
    let sweep = try Sweep(
      yaml: "{grid: {hidden: [1, 2], seed: [1, 2, 3], activation: [tanh, relu], bias: [true, false]}}", path: "s.yaml")
    let outcomes = try (1...24).map { number in
      SweepOutcome(sweep: try sweep.digest, point: number, finding: try finding(p: 0.5))
    }
    let page = try SweepTable(sweep, outcomes).html()
    #expect(page.ranges(of: "<svg role=\"img\"").count == 2 * 4)
    let map = try #require(page.split(separator: "<figure>").first { $0.contains("activation=relu bias=true</fig") })
    let points = map.split(separator: "<title>").dropFirst().map { $0.prefix { $0 != ":" } }
    #expect(points.first == "3 hidden=1 seed=1 activation=relu bias=true" && points.count == 6)
    #expect(points.allSatisfy { $0.hasSuffix("activation=relu bias=true") })
  }
}

@Suite("The scripts of a job array")
struct SlurmJobTests {
  private func job() -> SlurmJob {
    var job = SlurmJob(
      shards: 4, program: "/opt/my tools/engram", work: ["it's.yaml"], folder: "/home/me", out: "out/a b")
    (job.memory, job.time, job.partition, job.options) = ("500M", "00:10:00", "long", ["--cache", "c d"])
    return job
  }

  private func text(_ name: String) throws -> String {
    try #require(job().scripts.first { $0.name == name }).text
  }

  @Test("say what each task runs, in words that a shell reads as they are")
  func array() throws {
    let array = try text("array")
    #expect(array.contains("#SBATCH --array=1-4\n") && array.contains("#SBATCH --requeue\n"))
    #expect(array.contains("#SBATCH --mem=500M\n#SBATCH --time=00:10:00\n#SBATCH --partition=long\n"))
    #expect(array.contains("engram=${ENGRAM:-'/opt/my tools/engram'}"))
    #expect(array.contains("sweep 'it'\\''s.yaml' --cache 'c d' --shard \"$shard/4\""))
    #expect(array.contains("--out 'out/a b/shards/'\"$shard\""))
  }

  @Test("merge behind all shards, whether they failed or not")
  func merge() throws {
    #expect(try text("merge").contains("sweep --merge 'out/a b/shards'/* --out 'out/a b'"))
    #expect(try text("submit").contains("--dependency=\"afterany:$array\""))
    #expect(try text("submit").contains("cd -- /home/me\n"))
  }
}
