import Engram
import FoundationEssentials
import SeriesMemory
import Testing

@Suite("A study")
struct StudyTests {
  @Test("is read from YAML, every setting by its name")
  func file() throws {
    let study = try Study(
      yaml: """
        name: weather
        sources:
          - a=random:ar1?rows=200
          - b=random:gaussian?rows=200
        seed: 18446744073709551615
        epochs: 20
        bias: false
        activation: relu
        cell: reservoir
        learning-rate: 0.003
        change: log-returns
        fill-limit: 2
        """, path: "study.yaml")
    #expect(study.name == "weather" && study.sources.count == 2 && study.training.seed == .max)
    #expect(study.training.epochs == 20 && !study.training.bias && study.training.activation == .relu)
    #expect(study.training.cell == .reservoir)
    #expect(study.training.learningRate == 0.003 && study.panel.change == .logReturns && study.panel.fillLimit == 2)
    #expect(study.training.hidden == 16 && study.panel.join == .inner)
  }

  @Test(
    "refuses what it does not know, with file, line and a suggestion",
    arguments: [
      ("epoch: 3", "cannot read the study s.yaml: line 1: a study has no setting 'epoch'; did you mean 'epochs'?"),
      ("hidden: 0", "cannot read the study s.yaml: line 1: hidden is '0': it must be a whole number from 1 to 1024"),
      (
        "name: x\nepochs: many",
        "cannot read the study s.yaml: line 2: epochs is 'many': it must be a whole number from 1 to 1000000"
      ),
      (
        "sources: []",
        "cannot read the study s.yaml: line 1: sources is '': it must be a list of at least one of requests such as csv:prices.csv?value=Close"
      ),
      (
        "grid: {seed: [1]}",
        "cannot read the study s.yaml: line 1: a grid makes it a sweep; run it with 'engram sweep'"
      ),
      ("- 1", "cannot read the study s.yaml: it must be a list of settings such as 'epochs: 300'"),
      ("", "cannot read the study s.yaml: it must be a list of settings such as 'epochs: 300'"),
      (
        "a: &a {b: 1}\n? [*a, *a]\n: 1",
        "cannot read the study s.yaml: line 1, column 4: an anchor (&name) or alias (*name) of YAML is not allowed. "
          + "Write the part out, or put the text in quotes"
      ),
      (
        "seed: -1",
        "cannot read the study s.yaml: line 1: seed is '-1': it must be a whole number from 0 to 18446744073709551615"
      ),
      (
        "learning-rate: 0",
        "cannot read the study s.yaml: line 1: learning-rate is '0': it must be a number above 0 and up to 1000000"
      ),
      (
        "join: sideways",
        "cannot read the study s.yaml: line 1: join is 'sideways': it must be one of inner, outer, left, asof"
      ),
    ])
  func refusals(text: String, message: String) {
    #expect {
      try Study(yaml: text, path: "s.yaml")
    } throws: { ($0 as? StudyError)?.description == message }
  }

  @Test("has settings by column, as a mapping or as the text of the command line")
  func byColumn() throws {
    let study = try Study(
      yaml: """
        join: asof
        tolerance: 3d
        exact-matches: false
        as-of: 16:00 America/New_York
        observed: {sp500: 16:00 America/New_York, usdjpy: "14:15 Europe/Berlin"}
        lag:
          sp500: 1
          dow: 2
        resample: week
        """, path: "s.yaml")
    #expect(study.panel.join == .asof && study.panel.tolerance == Tolerance("3d") && !study.panel.exactMatches)
    #expect(study.panel.asOf?.text == "16:00 America/New_York" && study.panel.resample == .week)
    #expect(study.panel.lag == ["sp500": 1, "dow": 2])
    #expect(
      study.panel.observed.mapValues(\.text) == ["sp500": "16:00 America/New_York", "usdjpy": "14:15 Europe/Berlin"])
    let text = try Study(
      yaml: """
        observed: sp500=16:00 America/New_York, usdjpy=14:15 Europe/Berlin
        lag: sp500=1,dow=2
        """, path: "s.yaml")
    #expect(text.panel.lag == study.panel.lag && text.panel.observed == study.panel.observed)
    let back = try JSONDecoder().decode(Study.self, from: JSONEncoder().encode(study))
    #expect(back == study)
  }

  @Test(
    "refuses what is no setting by column",
    arguments: [
      ("lag: sp500", "lag is 'sp500': it must be a column and its value, as sp500=1, with a comma before the next"),
      (
        "lag: {sp500: -1}",
        "lag is 'sp500=-1': it must be a whole number of rows from 0 to 1000000 for each column, as sp500=1"
      ),
      ("lag: {sp500: [1]}", "lag is 'a list': it must be a single value for each column"),
      ("lag: a=1,a=2", "lag is 'a=1,a=2': it must be one value for each column, and 'a' has two"),
      ("hidden: {a: 1}", "hidden is 'a list': it must be a single value"),
      (
        "observed: {a: 25:00 UTC}",
        "observed is 'a=25:00 UTC': it must be a time of day and a zone, as 14:15 Europe/Berlin"
      ),
      (
        "as-of: 16:00 America/New_Yorc",
        "as-of is '16:00 America/New_Yorc': it must be in a zone that is known, as Europe/Berlin or UTC+05:30; did you mean "
          + "'America/New_York'?"
      ),
      ("tolerance: 3 days", "tolerance is '3 days': it must be a whole number of d, h, min or s, as 3d or 36h"),
    ])
  func refusalsByColumn(text: String, message: String) {
    #expect {
      try Study(yaml: text, path: "s.yaml")
    } throws: { ($0 as? StudyError)?.description == "cannot read the study s.yaml: line 1: " + message }
  }

  @Test("says that there is no file")
  func noFile() {
    #expect(throws: StudyError.self) { try Study(readingFile: "no-such-study.yaml") }
  }

  @Test("has settings that take their own defaults' neighbours, each under one name")
  func settings() {
    let names = Setting.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { !$0.contains(" ") })
  }
}

@Suite("A run")
struct RunTests {
  @Test("gives the same bytes with one thread and with two, files and all")
  func sameBytes() async throws {
    let one = try await Study.pair.run(threads: 1).files()
    let two = try await Study.pair.run(threads: 2).files()
    #expect(one.map(\.name) == two.map(\.name))
    #expect(one.map(\.content) == two.map(\.content))
    #expect(one.contains { $0.name == "results.json" } && one.count > 10)
  }

  @Test("gives other numbers for another seed")
  func otherSeed() async throws {
    var other = Study.pair
    other.training.seed = 2
    #expect(try await Study.pair.run().json() != other.run().json())
  }

  @Test("has a control of the size of the data, unless it is left out")
  func control() async throws {
    let report = try await Study.pair.run()
    #expect(report.control?.panel.rows == report.data.panel.rows)
    #expect(report.control?.panel.width == 2)
    #expect(report.answer.count == 3)
    var alone = Study.pair
    alone.control = false
    #expect(try await alone.run().control == nil)
  }

  @Test("names every source that failed")
  func failures() async throws {
    var broken = Study.pair
    broken.sources += ["csv:no-such-file.csv", "randon:ar1"]
    do {
      _ = try await broken.run()
      Issue.record("it ran")
    } catch let error as StudyError {
      #expect(error.description.contains("no-such-file.csv"))
      #expect(error.description.contains("random"))
      #expect(error.description.hasSuffix("2 of 4 sources failed; no report was written"))
    }
  }

  @Test("says so when every network diverges")
  func divergence() async throws {
    var wild = Study.pair
    wild.training.learningRate = 1e6
    wild.training.activation = .relu
    wild.training.epochs = 200
    do {
      _ = try await wild.run()
      Issue.record("it trained")
    } catch let error as MemoryError {
      #expect(error.description.hasPrefix("cannot analyse 'pair': none of the 3 networks of the memory model trained"))
      #expect(error.description.hasSuffix("lower the learning rate, or look for outliers in the data"))
    }
  }
}
