import Engram
import Testing

// For what a report consists of.
import Memory
import Recurrence
import Reporting

@Suite("A study with a cell of its own")
struct CellStudyTests {
  private static func report(_ cell: Cell) async throws -> Report<Study> {
    var study = Study.pair
    study.sources = ["x=random:ar2?rows=100"]
    (study.training.cell, study.training.epochs, study.training.networks) = (cell, 2, 2)
    (study.training.rolloutSteps, study.surrogates, study.control) = (5, 0, false)
    return try await study.run()
  }

  private static func text(_ name: String, in files: [ReportFolder.File]) throws -> String {
    String(decoding: try #require(files.first { $0.name == name }).content, as: UTF8.self)
  }

  @Test(
    "says so in plain words, and leaves out the test that needs a nested pair",
    arguments: [(Cell.gru, "GRU"), (.lstm, "LSTM"), (.reservoir, "reservoir")])
  func words(cell: Cell, name: String) async throws {
    let report = try await Self.report(cell)
    let useful = try #require(report.data.findings.ladder?.useful)
    #expect(useful.nested.clarkWest == nil && useful.nested.skill != nil)
    let files = try report.files(states: .all)
    let text = try Self.text("report.txt", in: files).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains(name) && text.contains("cell: \(cell.rawValue)"))
    #expect(
      text.contains("Clark and West's test needs a model that contains its twin") && !text.contains("Nested pair"))
    #expect(text.contains("The anchored pair on the held-out rows"))
    #expect(try Self.text("index.html", in: files).contains(name))
    #expect(try Self.text("15-gain.svg", in: files).contains("anchored"))
    let results = try Self.text("results.json", in: files)
    #expect(results.contains("\"cell\": \"\(cell.rawValue)\"") && results.contains("\"clarkWest\": null"))
    // 100 rows of the whole state, of both networks.
    let states = try Self.text("states-memory.npy", in: files)
    #expect(states.contains("'shape': (2, 100, \(cell == .lstm ? 8 : 4))"))
    let header = try Self.text("states.csv", in: files).prefix { $0 != "\n" }
    #expect(header.hasSuffix(cell == .lstm ? "unit_3,cell_0,cell_1,cell_2,cell_3" : "unit_3"))
    let gates = [Cell.gru: 3, .lstm: 4][cell] ?? 1
    #expect(try Self.text("weights-memory.safetensors", in: files).contains("\"shape\": [\(4 * gates), 4]"))
    let twin = try Self.text("weights-twin.safetensors", in: files)
    #expect(twin.contains("rnn.weight_hh_l0") == cell.isGated && twin.contains("hidden.weight") == !cell.isGated)
  }

  @Test("trains the anchored pair for as many epochs as one another", arguments: [Cell.elman, .gru])
  func budget(cell: Cell) async throws {
    var study = Study.pair
    study.sources = ["x=random:ar2?rows=100"]
    (study.training.cell, study.training.epochs, study.training.networks) = (cell, 4, 2)
    let models = try await [try await study.readPanel()].train(study.training, threads: 1) { _ in }[0]
    // With Elman's cell the four epochs of the twin come before; entry 0 is the start.
    #expect(models.rivals.longerTwin.networks.allSatisfy { $0.trainLoss.count == 3 })
    let epochs = cell == .elman ? 3 : 7
    #expect(models.rivals.nested.networks.allSatisfy { $0.trainLoss.count == epochs })
    #expect(models.rivals.nested.shape.cell == cell && models.rivals.placebo.shape.cell == cell)
  }

  @Test("refuses an activation that its gates have no use for")
  func refusal() async throws {
    var study = Study.pair
    (study.training.cell, study.training.activation) = (.lstm, .sigmoid)
    await #expect(throws: TrainingError.self) { try await study.run() }
  }
}
