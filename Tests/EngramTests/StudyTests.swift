import Engram
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
        learning-rate: 0.003
        change: log-returns
        fill-limit: 2
        """, path: "study.yaml")
    #expect(study.name == "weather" && study.sources.count == 2 && study.training.seed == .max)
    #expect(study.training.epochs == 20 && !study.training.bias && study.training.activation == .relu)
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
      ("sources: []", "cannot read the study s.yaml: line 1: sources is '': it must be a list of at least one request"),
      ("- 1", "cannot read the study s.yaml: it must be a list of settings such as 'epochs: 300'"),
      ("", "cannot read the study s.yaml: it must be a list of settings such as 'epochs: 300'"),
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
  private func study() -> Study {
    var study = Study()
    study.name = "pair"
    study.sources = ["x=random:ar2?rows=160", "y=random:ar1?rows=160"]
    (study.training.networks, study.training.hidden, study.training.epochs) = (3, 4, 15)
    study.training.rolloutSteps = 30
    return study
  }

  @Test("gives the same bytes with one thread and with two, files and all")
  func sameBytes() async throws {
    let one = try await study().run(threads: 1).files()
    let two = try await study().run(threads: 2).files()
    #expect(one.map(\.name) == two.map(\.name))
    #expect(one.map(\.content) == two.map(\.content))
    #expect(one.contains { $0.name == "results.json" } && one.count > 10)
  }

  @Test("gives other numbers for another seed")
  func otherSeed() async throws {
    var other = study()
    other.training.seed = 2
    #expect(try await study().run().json() != other.run().json())
  }

  @Test("has a control of the size of the data, unless it is left out")
  func control() async throws {
    let report = try await study().run()
    #expect(report.control?.panel.rows == report.data.panel.rows)
    #expect(report.control?.panel.width == 2)
    #expect(report.answer.count == 3)
    var alone = study()
    alone.control = false
    #expect(try await alone.run().control == nil)
  }

  @Test("names every source that failed")
  func failures() async throws {
    var broken = study()
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
    var wild = study()
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
