import Engram
import FoundationEssentials
import Recurrence
import TestSupport
import Testing

@Suite("A sweep file")
struct SweepFileTests {
  @Test("is a study and lists of values; points are numbered in its order, the last list fastest")
  func order() throws {
    let sweep = try Sweep(
      yaml: """
        name: grid
        epochs: 20
        grid:
          hidden: [4, 8]
          activation: [tanh, relu]
          sources:
            ma: [x=random:ma1?rows=200]
            two: [x=random:ar1?rows=200, y=random:ar1?rows=200]
            one: random:gaussian
        """, path: "s.yaml")
    #expect(sweep.count == 12 && sweep.axes.map(\.name) == ["hidden", "activation", "sources"])
    let names = (1...12).map { sweep.point($0).name }
    #expect(names[0] == "hidden=4 activation=tanh sources=ma" && names[1] == "hidden=4 activation=tanh sources=two")
    #expect(names[3] == "hidden=4 activation=relu sources=ma" && names[11] == "hidden=8 activation=relu sources=one")
    #expect(Set(names).count == 12)
    let study = try sweep.study(of: sweep.point(11))
    #expect(study.training.hidden == 8 && study.training.activation == .relu && study.training.epochs == 20)
    #expect(study.sources == ["x=random:ar1?rows=200", "y=random:ar1?rows=200"] && study.name == "grid")
    #expect(study.fixtures.isEmpty)
  }

  @Test("leaves control and surrogates out unless it asks for them")
  func defaults() throws {
    let plain = try Sweep(yaml: "grid: {seed: [1, 2]}", path: "s.yaml")
    #expect(!plain.study.control && plain.study.surrogates == 0)
    // The rest is the default study's: the market as it was recorded.
    #expect(plain.study.sources == Study().sources && plain.study.fixtures == Study().fixtures)
    let asked = try Sweep(yaml: "{control: true, surrogates: 15, grid: {seed: [1]}}", path: "s.yaml")
    #expect(asked.study.control && asked.study.surrogates == 15)
  }

  @Test("takes settings by column, and none of them, and lists of sources without names")
  func forms() throws {
    let sweep = try Sweep(
      yaml: """
        lag: {x: 3}
        grid:
          lag: [{}, {x: 1}, "x=2"]
          sources: [x=random:ar1, [x=random:ma1, y=random:ar2]]
        """, path: "s.yaml")
    #expect(sweep.axes[0].values.map(\.label) == ["none", "x=1", "x=2"])
    #expect(sweep.axes[1].values.map(\.label) == ["x=random:ar1", "x=random:ma1 + y=random:ar2"])
    #expect(try sweep.study(of: sweep.point(1)).panel.lag == [:])
    #expect(try sweep.study(of: sweep.point(6)).panel.lag == ["x": 2])
  }

  @Test(
    "refuses what no study could be run with, with file and line, before anything runs",
    arguments: [
      ("epochs: 3", "a sweep needs a 'grid', settings with lists of values such as 'grid: {hidden: [4, 8]}'"),
      ("grid: 3", "line 1: grid is '3': it must be settings with lists of values, as hidden: [4, 8]"),
      ("grid: {}", "line 1: grid is 'a list': it must be settings with lists of values, as hidden: [4, 8]"),
      (
        "epochs: 0\ngrid: {hidden: [4]}", "line 1: epochs is '0': it must be a whole number from 1 to 1000000"
      ),
      ("grid:\n  hiden: [4]", "line 2: a study has no setting 'hiden'; did you mean 'hidden'?"),
      ("grid:\n  hiden: 4", "line 2: a study has no setting 'hiden'; did you mean 'hidden'?"),
      ("grid:\n  hidden: 4", "line 2: hidden is '4': it must be a list of values, as [4, 8]"),
      ("grid:\n  hidden: []", "line 2: hidden is '': it must be a list of at least one value"),
      ("grid:\n  hidden:\n  - 4\n  - 0", "line 4: hidden is '0': it must be a whole number from 1 to 1024"),
      ("grid:\n  hidden: [[4]]", "line 2: hidden is 'a list': it must be a single value"),
      (
        "grid:\n  hidden:\n  - 4\n  - 04",
        "line 4: hidden is '04': it must be another value each time; this one occurs twice"
      ),
      ("grid:\n  fixtures: [a]", "line 2: fixtures is 'in the grid': it must be the same for all points"),
      (
        "grid:\n  sources:\n    a: []",
        "line 3: sources is '': it must be a list of at least one of requests such as csv:prices.csv?value=Close"
      ),
      (
        "grid:\n  seed: [\(Array(repeating: "1", count: 2).joined(separator: ","))]",
        "line 2: seed is '1': it must be another value each time; this one occurs twice"
      ),
    ])
  func refusals(text: String, message: String) {
    #expect {
      try Sweep(yaml: text, path: "s.yaml")
    } throws: { ($0 as? StudyError)?.description == "cannot read the study s.yaml: " + message }
  }

  @Test("refuses requests that nobody can answer, with their line")
  func requests() {
    for text in ["grid:\n  sources:\n    a: [randm:ar1]", "\nsources: [randm:ar1]\ngrid: {seed: [1, 2]}"] {
      #expect {
        try Sweep(yaml: text, path: "s.yaml")
      } throws: { error in
        let message = (error as? StudyError)?.description ?? ""
        return (message.contains("line 3: ") || message.contains("line 2: ")) && message.contains("'random'")
      }
    }
  }

  @Test("refuses a grid of more points than anybody runs")
  func tooMany() {
    let seeds = (1...400).map(String.init).joined(separator: ", ")
    #expect {
      try Sweep(yaml: "grid:\n  seed: [\(seeds)]\n  epochs: [\(seeds)]", path: "s.yaml")
    } throws: {
      ($0 as? StudyError)?.description
        == "cannot read the study s.yaml: line 1: grid is '160000 points': it must be at most 100000; leave some values "
        + "out, or make several sweeps of it"
    }
  }

  // The check for repeated values once compared every pair: a grid of this size took hours.
  @Test("reads the largest grid, and refuses a larger one, without comparing every pair of values")
  func large() throws {
    func grid(_ seeds: Int) throws -> Sweep {
      try Sweep(yaml: "grid: {seed: [\((1...seeds).map(String.init).joined(separator: ","))]}", path: "s.yaml")
    }
    #expect(try grid(Sweep.mostPoints).count == 100_000)
    #expect { try grid(200_000) } throws: { "\($0)".contains("grid is '200000 points'") }
  }

  @Test("leaves out a window that is not set, as sweeps did before there were windows")
  func windows() async throws {
    let sweep = try Sweep(yaml: "grid: {seed: [1, 2]}", path: "s.yaml")
    let windowed = try Sweep(yaml: "{window: 50, grid: {seed: [1, 2]}}", path: "s.yaml")
    #expect(try !sweep.text.contains("\"window\"") && windowed.text.contains("\"window\""))
    #expect(try sweep.digest != windowed.digest)
    try await withTemporaryFolder { folder in
      for (name, sweep) in [("whole", sweep), ("windowed", windowed)] {
        let place = SweepFolder(folder + "/" + name)
        try place.begin(sweep)
        #expect(try place.sweep() == sweep)
      }
    }
  }

  @Test("leaves out Elman's cell, as sweeps did before there were others")
  func cells() async throws {
    let sweep = try Sweep(yaml: "grid: {seed: [1, 2]}", path: "s.yaml")
    let gated = try Sweep(yaml: "{cell: gru, grid: {seed: [1, 2]}}", path: "s.yaml")
    #expect(try sweep.digest != gated.digest)
    try await withTemporaryFolder { folder in
      for (name, sweep) in [("elman", sweep), ("gru", gated)] {
        let place = SweepFolder(folder + "/" + name)
        try place.begin(sweep)
        let text = try String(contentsOfFile: folder + "/\(name)/settings.json", encoding: .utf8)
        #expect(text.contains("\"cell\"") == (name == "gru"))
        #expect(try place.sweep() == sweep)
      }
    }
    let points = try Sweep(yaml: "grid: {cell: [elman, lstm]}", path: "s.yaml")
    #expect(try points.study(of: points.point(2)).training.cell == .lstm)
  }

  @Test("has a digest that says which sweep it is")
  func digest() throws {
    func digest(_ text: String) throws -> String { try Sweep(yaml: text, path: "s.yaml").digest }
    let one = try digest("grid: {seed: [1, 2]}")
    #expect(one.utf8.count == 64)
    #expect(try digest("{epochs: 300, grid: {seed: [1, 2]}}") == one)
    #expect(try digest("grid: {seed: [2, 1]}") != one)
    #expect(try digest("{epochs: 299, grid: {seed: [1, 2]}}") != one)
    var other = try Sweep(yaml: "grid: {seed: [1, 2]}", path: "s.yaml")
    other.version = "0.0.0"
    #expect(try other.digest != one)
  }
}

@Suite("A shard")
struct ShardTests {
  @Test("is every n-th point; all shards together are the grid, each point once")
  func parts() {
    for count in 1...7 {
      let held = (1...count).map { index in (1...23).filter(Shard(index: index, count: count).holds) }
      #expect(held.flatMap(\.self).sorted() == Array(1...23))
      #expect(held.map(\.count).max().map { $0 - (held.map(\.count).min() ?? 0) <= 1 } == true)
    }
    #expect((1...10).filter(Shard(index: 2, count: 4).holds) == [2, 6, 10])
  }

  @Test("is written i/n", arguments: ["0/4", "5/4", "1/0", "/", "1", "1/2/3", "a/b", "-1/3", "1/100001"])
  func refused(text: String) { #expect(Shard(text) == nil) }

  @Test("is read from i/n")
  func read() { #expect(Shard("2/4") == Shard(index: 2, count: 4)) }
}
