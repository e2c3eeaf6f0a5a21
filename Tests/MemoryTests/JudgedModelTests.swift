import Memory
import Panels
import Recurrence
import Testing

@Suite("The model that is judged is the one that is looked into")
struct JudgedModelTests {
  private static let panel = HandMade.echo(2, rows: 400, seed: 5)
  /// Predicts as well as anyone can.
  private static let good = HandMade.delayLine(units: 2, reading: 1, gain: 0.9, on: panel)
  private static let poor = Sample.ensemble(
    Shape(inputs: 1, hidden: 2, memory: true), on: panel, count: 3, seed: 1)
  private static let twin = HandMade.twins(on: panel, count: 3, hidden: 2)
  private static let longer = HandMade.twins(on: panel, count: 3, seed: 8, hidden: 2)

  private static func findings(plain: Trained, anchored: Trained) async throws -> Findings {
    try await Findings(
      of: panel, memory: plain, twin: twin,
      rivals: CompetitorModels(placebo: twin, longerTwin: longer, nested: anchored), seed: 1)
  }

  @Test("the anchored model where it has the lower validation error, and the plain one is beside it")
  func anchored() async throws {
    let found = try await Self.findings(plain: Self.poor, anchored: Self.good)
    let ladder = try #require(found.ladder)
    #expect(found.judged == .anchored && ladder.useful?.error == found.memory.ensembleTestLoss)
    #expect(try await Interventions(of: Self.good, on: Self.panel, seed: 1) == ladder.used)
    #expect(MemoryCapacity(of: Self.good, twin: Self.longer, on: Self.panel, seed: 1) == ladder.stored)
    #expect(UnitKinds(of: Self.good, on: Self.panel) == ladder.units.memory)
    #expect(try await Dynamics(of: Self.longer, on: Self.panel) == ladder.dynamics.twin)
    let other = try #require(found.other)
    #expect(other.findings.ensembleTestLoss > 2 * found.memory.ensembleTestLoss)
    #expect(UnitKinds(of: Self.poor, on: Self.panel) == other.units)
  }

  @Test("else the plain model, and where a model that rung 3 needs did not train")
  func plain() async throws {
    let found = try await Self.findings(plain: Self.good, anchored: Self.poor)
    #expect(found.judged == .plain && found.ladder?.useful?.error == found.memory.ensembleTestLoss)
    #expect(UnitKinds(of: Self.poor, on: Self.panel) == found.other?.units)
    var lost = Self.twin
    for k in lost.networks.indices { lost.networks[k].divergedAt = 1 }
    let unjudged = try await Findings(
      of: Self.panel, memory: Self.poor, twin: Self.twin,
      rivals: CompetitorModels(placebo: lost, longerTwin: Self.longer, nested: Self.good), seed: 1)
    #expect(unjudged.judged == .plain && unjudged.ladder?.useful == nil)
    #expect(try await Interventions(of: Self.poor, on: Self.panel, seed: 1) == unjudged.ladder?.used)
  }
}
