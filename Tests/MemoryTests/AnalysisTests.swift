import FoundationEssentials
import Memory
import Numbers
import Panels
import Recurrence
import SeriesMemory
import Testing

@Suite("The findings on a panel")
struct AnalysisTests {
  static let noise: Panel = {
    var stream = RandomStream(seed: 1)
    return Sample.panel((0..<400).map { _ in stream.gaussian() }, width: 2, name: "noise")
  }()
  static func ensembles(_ panel: Panel, count: Int, activation: Activation = .tanh) -> (memory: Trained, twin: Trained)
  {
    let shapes = [true, false].map { Shape(inputs: panel.width, hidden: 6, memory: $0, activation: activation) }
    return (
      Sample.ensemble(shapes[0], on: panel, count: count, seed: 1),
      Sample.ensemble(shapes[1], on: panel, count: count, seed: 1)
    )
  }
  static func findings(
    _ panel: Panel = noise, count: Int = 3, activation: Activation = .tanh, change: (inout Trained) -> Void = { _ in }
  ) async throws -> Findings {
    var (memory, twin) = ensembles(panel, count: count, activation: activation)
    change(&memory)
    change(&twin)
    return try await Findings(of: panel, memory: memory, twin: twin, seed: 7)
  }
  static let plain = Task { try await findings() }

  @Test("have a figure for everything, and survive JSON", arguments: Activation.allCases)
  func complete(activation: Activation) async throws {
    let findings = try await Self.findings(activation: activation)
    let states = findings.memory.states
    #expect(findings.memory.networks == 3 && findings.memory.diverged == 0)
    #expect((states.saturation == nil) == (activation == .relu))
    #expect(states.autocorrelation.count == 41 && states.autocorrelation[0].mean == 1)
    #expect(states.spectralRadius != nil && states.lyapunov != nil && states.integratedTime != nil)
    #expect(states.activityByUnit.count == 6)
    #expect(findings.twin.states.spectralRadius == nil && findings.twin.states.lyapunov == nil)
    #expect(findings.memory.rollout.regimes.count == 5)
    #expect(findings.memory.rollout.regimes.values.reduce(0, +) == 3)
    #expect(findings.memory.rollout.errorByHorizon.count == 50)
    #expect(findings.memory.trainLossHistory.map(\.mean) == [1, 0.75, 0.5])
    #expect(findings.memory.trainLoss.mean == 0.75 && findings.memory.validationLoss.mean == 0.5)
    #expect(findings.usefulness?.testRows == 50)
    #expect(try findings.readBack == findings.asWritten)
  }

  @Test("of every other cell have the whole state in the ladder, and no figure that makes no sense for gates")
  func cells() async throws {
    var stream = RandomStream(seed: 1)
    let noise = Sample.panel((0..<100).map { _ in stream.gaussian() })
    for cell in Cell.allCases where cell != .elman {
      let shapes = [Shape.Kind.memory, .twin].map { Shape(inputs: 1, hidden: 2, kind: $0, cell: cell) }
      let models = shapes.map { Sample.ensemble($0, on: noise, count: 2, seed: 1) }
      let findings = try await Findings(of: noise, memory: models[0], twin: models[1], seed: 7)
      let states = findings.memory.states
      #expect(states.activityByUnit.count == 2 && states.lyapunov != nil && findings.twin.states.lyapunov == nil)
      #expect((states.spectralRadius == nil) == cell.isGated)
      let ladder = try #require(findings.ladder)
      #expect((ladder.units.memory?.localGain == nil) == cell.isGated && ladder.units.memory?.units == 2)
      #expect(ladder.stored?.memory.networks == 2 && ladder.dynamics.memory?.copyDistance.first?.mean == 1)
      // A twin's state is a function of the present row, whatever else it hands on.
      let used = try #require(try await Interventions(of: models[1], on: noise, seed: 7))
      #expect(used.swap.rise.mean == 0 && used.zero.rise.mean == 0 && !used.used)
      #expect(try #require(ladder.used).swap.rise.mean != 0)
      #expect(try findings.readBack == findings.asWritten)
    }
  }

  @Test("are the same for the same seed, to the bit")
  func determinism() async throws {
    let (memory, twin) = Self.ensembles(Self.noise, count: 3)
    let again = try await Findings(of: Self.noise, memory: memory, twin: twin, seed: 7)
    #expect(try await Self.plain.value == again)
    let other = try await Findings(of: Self.noise, memory: memory, twin: twin, seed: 8)
    #expect(other.usefulness?.overTwin?.mean == again.usefulness?.overTwin?.mean)
    #expect(other.usefulness?.overTwin != again.usefulness?.overTwin)
  }

  @Test("the ensemble predicts no worse than its networks do on average")
  func convexity() async throws {
    let found = try await Self.plain.value
    #expect(found.memory.ensembleTestLoss <= found.memory.testLoss.mean)
    let one = try await Self.findings(count: 1)
    #expect((one.memory.ensembleTestLoss - one.memory.testLoss.mean).magnitude < 1e-12)
  }

  @Test("one network: no interval over networks, no verdict that needs one")
  func oneNetwork() async throws {
    let findings = try await Self.findings(count: 1)
    #expect(findings.memory.states.activity.low == findings.memory.states.activity.high)
    for id in ["different-convergence", "state-active", "twin-collapses", "twin-saturates", "twin-loses-dynamics"] {
      let claim = try #require(findings.claims.first { $0.id == id })
      #expect(claim.verdict == .inconclusive && claim.interval == nil, "\(id)")
      #expect(claim.figure.contains("(one network)") || id == "state-active")
    }
    #expect(findings.answerBasis().contains(Fact("networks of each kind", "1")))
  }

  @Test("diverged networks are counted and not averaged")
  func someDiverged() async throws {
    let found = try await Self.findings(count: 4) { model in
      model.networks[0].divergedAt = 2
      model.networks[0].keptRun = NetworkRun(states: [], predictions: [])
      model.networks[2].keptRun?.states[5] = .nan
    }
    #expect(found.memory.networks == 2 && found.memory.diverged == 2)
    let kept = try await Self.findings(count: 4) { $0.networks = [$0.networks[1], $0.networks[3]] }
    #expect(found.memory.states == kept.memory.states && found.memory.testLoss == kept.memory.testLoss)
    #expect(found.claims == kept.claims)
  }

  @Test("pairs hold where one model lost a network and the other did not")
  func unpaired() async throws {
    var (memory, twin) = Self.ensembles(Self.noise, count: 3)
    memory.networks[0].divergedAt = 0
    twin.networks[1].divergedAt = 0
    let found = try await Findings(of: Self.noise, memory: memory, twin: twin, seed: 7)
    // One pair is left, network 2: two of each model, no interval over pairs.
    #expect(found.memory.networks == 2 && found.twin.networks == 2)
    #expect(found.claims.first { $0.id == "twin-loses-dynamics" }?.interval == nil)
    #expect(found.claims.first { $0.id == "state-active" }?.interval != nil)
  }

  @Test("a free run that leaves Float32 diverges and has finite figures")
  func overflow() async throws {
    let found = try await Self.findings { model in
      for k in model.networks.indices {
        for t in 20..<model.networks[k].rollout.count { model.networks[k].rollout[t] = t % 3 == 0 ? .infinity : .nan }
      }
    }
    #expect(found.memory.rollout.regime == .diverges && found.memory.rollout.regimes["diverges"] == 3)
    #expect(found.memory.rollout.varianceRatio.mean.isFinite && found.memory.rollout.varianceRatio.mean > 1e30)
    #expect(found.memory.rollout.errorByHorizon.allSatisfy { $0.mean.isFinite && $0.low.isFinite })
    #expect(throws: Never.self) { try JSONEncoder().encode(found) }
  }

  @Test("the share of held-out values outside the training range")
  func outside() async throws {
    var values = AnalysisTests.noise.scaled.map { max(-2, min($0, 2)) }
    let rows = values.count / 2
    (values[0], values[1], values[2], values[3]) = (-2, -2, 2, 2)
    for t in rows - 10..<rows { values[t * 2] = 5 }
    let found = try await Self.findings(Sample.panel(values, width: 2))
    #expect(found.heldOutOutsideTrainingRange == 0.1)
    #expect(found.answerBasis().contains(Fact("held-out values outside the training range", "10.0 %")))
  }

  // MARK: What cannot be analysed

  private func failure(_ panel: Panel, change: (inout Trained) -> Void = { _ in }) async -> MemoryError? {
    do {
      _ = try await Self.findings(panel, change: change)
      return nil
    } catch { return error as? MemoryError }
  }

  @Test("all diverged")
  func allDiverged() async {
    let error = await failure(Self.noise) { model in
      for k in model.networks.indices { model.networks[k].divergedAt = 12 + k }
    }
    #expect(error == .noneTrained(panel: "noise", model: "memory model", networks: 3, epoch: 12))
    #expect(
      error?.description
        == "cannot analyse 'noise': none of the 3 networks of the memory model trained, the loss "
        + "diverged first in epoch 12; lower the learning rate, or look for outliers in the data")
  }

  @Test("no network at all")
  func none() async {
    #expect(
      await failure(Self.noise) { $0.networks = [] }
        == .noneTrained(panel: "noise", model: "memory model", networks: 0, epoch: nil))
  }

  @Test("constant data")
  func constant() async {
    var values = Array(repeating: 3.0, count: 100)
    for t in 60..<100 { values[t] = Double(t) }
    #expect(
      await failure(Sample.panel(values, name: "flat"))?.description
        == "cannot analyse 'flat': every column is constant over "
        + "the 60 rows of the training part; check the data, or use a longer training part")
  }

  @Test("one constant column among others can be")
  func oneConstant() async throws {
    var stream = RandomStream(seed: 3)
    let panel = Sample.panel((0..<100).flatMap { _ in [stream.gaussian(), 0] }, width: 2)
    let found = try await Self.findings(panel)
    #expect(found.memory.rollout.varianceRatio.mean.isFinite)
    #expect(throws: Never.self) { try JSONEncoder().encode(found) }
  }

  @Test("parts too short")
  func short() async {
    let values = (0..<10).map { Double($0 * $0 % 7) }
    func error(_ train: Int, _ validation: Int, _ test: Int) async -> String? {
      await failure(Sample.panel(values, split: Split(train: train, validation: validation, test: test)))?.description
    }
    #expect(
      await error(2, 4, 4) == "cannot analyse 'sample': its training part has 2 rows and needs 3; use more data, "
        + "or a larger share for this part")
    #expect(await error(6, 0, 4)?.contains("its validation part has 0 rows and needs 1") == true)
    #expect(await error(6, 3, 1)?.contains("its test part has 1 row and needs 2") == true)
    #expect(await error(3, 1, 6) == nil)
    #expect(await error(7, 1, 2) == nil)
  }

  @Test("a missing value")
  func missing() async {
    var panel = Self.noise
    panel.scaled[9] = .nan
    #expect(
      await failure(panel)?.description == "cannot analyse 'noise': row 5 of column 'c1' is not a finite number; use "
        + "the inner join, or fill gaps")
  }
}

extension Findings {
  fileprivate var readBack: Findings {
    get throws { try JSONDecoder().decode(Findings.self, from: JSONEncoder().encode(self)) }
  }

  /// Without what score-test.npy has and JSON has not.
  fileprivate var asWritten: Findings {
    var written = self
    written.ladder?.there?.residuals = []
    return written
  }
}
