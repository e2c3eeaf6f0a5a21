import Memory
import Numbers
import Panels
import Recurrence
import SeriesMemory
import Testing

@Suite("The original's claims")
struct ClaimsTests {
  static let ids = [
    "different-convergence", "twin-degenerate", "state-active", "twin-collapses", "twin-saturates",
    "twin-loses-dynamics", "rollout-dynamic", "rollout-fixed-point", "regress-to-the-mean",
    "recurrent-gradient", "memory-pays",
  ]

  /// A process that needs memory, networks that have it, twins that do nothing: all as the original has it.
  static let echo = Task {
    let panel = Sample.echo(rows: 400, seed: 1)
    return try await Findings(
      of: panel, memory: Sample.listeners(on: panel, count: 8), twin: Sample.silentTwins(on: panel, count: 8), seed: 1)
  }
  /// The same networks with and without their recurrent weights, on noise.
  static let alike = Task {
    var stream = RandomStream(seed: 2)
    let panel = Sample.panel((0..<400).map { _ in stream.gaussian() })
    let twin = Sample.ensemble(Shape(inputs: 1, hidden: 4, memory: false), on: panel, count: 8, seed: 3)
    let shape = Shape(inputs: 1, hidden: 4, memory: true)
    let networks = twin.networks.map { network in
      var weights = Weights<Float>(zerosOf: shape)
      weights.values.replaceSubrange(0..<4, with: network.weights.values[0..<4])
      weights.values.replaceSubrange(weights.biasStart..., with: network.weights.values[4...])
      return Sample.network(weights, on: panel)
    }
    return try await Findings(
      of: panel, memory: Trained(shape: shape, networks: networks), twin: twin, seed: 1, role: .control)
  }

  private func verdict(_ findings: Findings, _ id: String) throws -> Claim.Verdict {
    try #require(findings.claims.first { $0.id == id }, "\(id)").verdict
  }

  @Test("are all there, in order, and the one about random data only for a control")
  func list() async throws {
    #expect(try await Self.echo.value.claims.map(\.id) == Self.ids)
    #expect(try await Self.alike.value.claims.map(\.id) == ["random-alike"] + Self.ids)
  }

  @Test("each has a sentence, a figure, a rule and a finite value inside its interval")
  func form() async throws {
    for claim in try await Self.echo.value.claims + Self.alike.value.claims {
      #expect(claim.claim.hasSuffix(".") && !claim.figure.isEmpty && !claim.rule.isEmpty, "\(claim.id)")
      #expect(claim.value.isFinite, "\(claim.id)")
      // A p-value has none.
      if claim.id != "recurrent-gradient" {
        let interval = try #require(claim.interval, "\(claim.id)")
        #expect(interval.low <= claim.value + 1e-12 && claim.value <= interval.high + 1e-12, "\(claim.id)")
      }
      #expect(claim.rule.contains("supported if") && claim.rule.contains("contradicted if"), "\(claim.id)")
    }
  }

  @Test(
    "hold where memory is needed, kept and used, and the twin does nothing",
    arguments: [
      "different-convergence", "twin-degenerate", "state-active", "twin-collapses", "twin-loses-dynamics",
      "recurrent-gradient", "memory-pays",
    ])
  func supported(id: String) async throws {
    #expect(try verdict(try await Self.echo.value, id) == .supported)
  }

  @Test("a twin that does nothing regresses to the mean, which takes many rows to see")
  func silentTwin() async throws {
    #expect(try verdict(try await Self.echo.value, "regress-to-the-mean") == .inconclusive)
    let panel = Sample.echo(rows: 8_000, seed: 1)
    let longer = try await Findings(
      of: panel, memory: Sample.listeners(on: panel, count: 2), twin: Sample.silentTwins(on: panel, count: 2), seed: 1)
    #expect(try verdict(longer, "regress-to-the-mean") == .supported)
  }

  @Test("prove nothing where both models fulfil them")
  func ofBoth() async throws {
    // Both free runs of the echo come to rest; of two equal models whatever is true of the one is true of the other.
    #expect(try verdict(try await Self.echo.value, "rollout-fixed-point") == .ofBoth)
    let alike = try await Self.alike.value
    for id in ["state-active", "rollout-fixed-point"] { #expect(try verdict(alike, id) == .ofBoth, "\(id)") }
    let supported = alike.claims.filter { $0.verdict == .supported }.map(\.id)
    #expect(Set(supported).isSubset(of: ["random-alike", "regress-to-the-mean"]), "\(supported)")
  }

  @Test(
    "fail where both models are the same in all but name",
    arguments: [
      "different-convergence", "twin-collapses", "twin-saturates", "twin-loses-dynamics", "recurrent-gradient",
      "memory-pays",
    ])
  func contradicted(id: String) async throws {
    #expect(try verdict(try await Self.alike.value, id) == .contradicted)
  }

  @Test("two models that are the same are alike on random data")
  func alike() async throws {
    #expect(try verdict(try await Self.alike.value, "random-alike") == .supported)
    let claim = try #require(try await Self.alike.value.claims.first)
    #expect(claim.value == 0 && claim.figure.contains("held-out error exactly 0, "))
  }

  @Test("two models of which one overfits are not alike")
  func unlike() async throws {
    var stream = RandomStream(seed: 2)
    let panel = Sample.panel((0..<400).map { _ in stream.gaussian() })
    let memory = Sample.ensemble(Shape(inputs: 1, hidden: 4, memory: true), on: panel, count: 8, seed: 3, size: 2)
    let twin = Sample.silentTwins(on: panel, count: 8)
    let found = try await Findings(of: panel, memory: memory, twin: twin, seed: 1, role: .control)
    #expect(try verdict(found, "random-alike") == .contradicted)
    #expect(try verdict(found, "memory-pays") == .contradicted)
  }

  @Test("where all models were trained, memory pays by the skill that decides the verdict")
  func pays() async throws {
    func findings(_ panel: Panel, _ memory: Trained, _ twin: Trained) async throws -> Findings {
      try await Findings(
        of: panel, memory: memory, twin: twin,
        rivals: CompetitorModels(placebo: twin, longerTwin: twin, nested: memory), seed: 1)
    }
    let panel = Sample.echo(rows: 400, seed: 1)
    let (memory, twin) = (Sample.listeners(on: panel, count: 3), Sample.silentTwins(on: panel, count: 3))
    let paying = try await findings(panel, memory, twin)
    let claim = try #require(paying.claims.last)
    let useful = try #require(paying.ladder?.useful)
    #expect(claim.id == "memory-pays" && claim.verdict == .supported && paying.verdict?.data == .memory)
    #expect(claim.interval == useful.skill && claim.value == useful.skill?.mean)
    #expect(useful.family == 1 && claim.lowerBound == useful.lowerBound)
    #expect(claim.figure.contains("over the best predictor without a state (\(useful.competitor)): "))
    #expect(claim.figure.contains("; lower bound, one-sided 95 %: \(percentage(try #require(claim.lowerBound)))"))
    let useless = try await findings(panel, twin, twin)
    #expect(try verdict(useless, "memory-pays") != .supported)
    #expect(try verdict(useless, "recurrent-gradient") == .supported)
    #expect(useless.verdict?.data == .undertrained)
  }

  @Test("what the gradient says is open where the score test might have missed it, or cannot be made")
  func gradient() async throws {
    for (rows, seen) in [(100, true), (50, false)] {
      let panel = HandMade.noise(rows: rows, seed: 1)
      let twin = Sample.silentTwins(on: panel, count: 2)
      let found = try await Findings(of: panel, memory: twin, twin: twin, seed: 1)
      let claim = try #require(found.claims.first { $0.id == "recurrent-gradient" })
      #expect(claim.verdict == .inconclusive && claim.interval == nil && (found.ladder?.there != nil) == seen)
      #expect(
        claim.figure.hasPrefix(seen ? "score test: p = " : "no score test: "))
      #expect(seen ? claim.value > Rules.scoreLevel : claim.value == 1)
    }
  }

  @Test("memory does not pay where a line does as well")
  func line() async throws {
    var (x, stream) = (0.0, RandomStream(seed: 4))
    let panel = Sample.panel(
      (0..<400).map { _ in
        x = 0.95 * x + 0.3 * stream.gaussian()
        return x
      })
    // Networks that know nothing of it, but more than twins that predict far off.
    let memory = Sample.silentTwins(on: panel, count: 4)
    let twin = Sample.ensemble(Shape(inputs: 1, hidden: 4, memory: false), on: panel, count: 4, seed: 3, size: 6)
    let found = try await Findings(of: panel, memory: memory, twin: twin, seed: 1)
    #expect(try #require(found.usefulness?.overTwin).low > Rules.margin)
    #expect(found.usefulness?.best != "memory-less twin")
    #expect(try verdict(found, "memory-pays") == .contradicted)
  }

  @Test("a twin worse than the mean does not regress to it, a better one neither")
  func regression() async throws {
    let noise = AnalysisTests.noise
    let wild = Sample.ensemble(Shape(inputs: 2, hidden: 6, memory: false), on: noise, count: 2, seed: 1, size: 3)
    let worse = try await Findings(of: noise, memory: wild, twin: wild, seed: 1)
    #expect(try #require(worse.usefulness?.twinOverMean).high < -Rules.alikeSkill)
    #expect(try verdict(worse, "regress-to-the-mean") == .inconclusive)
    let panel = Sample.panel((0..<200).map { sine(0.1 * Double($0)) })
    var weights = Weights<Float>(zerosOf: Shape(inputs: 1, hidden: 1, memory: false))
    (weights.values[weights.inputStart], weights.values[weights.readoutStart]) = (0.01, 100)
    let follower = Trained(
      shape: weights.shape, networks: [Sample.network(weights, on: panel), Sample.network(weights, on: panel)])
    let found = try await Findings(of: panel, memory: follower, twin: follower, seed: 1)
    #expect(try verdict(found, "regress-to-the-mean") == .contradicted)
  }

  @Test("relu has no saturation to judge")
  func relu() async throws {
    let found = try await AnalysisTests.findings(activation: .relu)
    #expect(try verdict(found, "twin-saturates") == .inconclusive)
    #expect(found.claims.first { $0.id == "twin-saturates" }?.figure == "relu has no upper end to saturate at")
  }
}
