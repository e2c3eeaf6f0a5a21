import Memory
import Numbers
import Panels
import Recurrence
import SeriesMemory
import Testing

@Suite("Rung 2, used")
struct UsedTests {
  @Test("a network that needs the value three steps back has a horizon of 3, and leans on its state")
  func horizon() async throws {
    // x_{t+1} = 0.9 x_{t-3} + noise.
    let panel = HandMade.echo(4, rows: 600, seed: 1)
    let used = try #require(
      try await Interventions(of: HandMade.delayLine(units: 4, reading: 3, gain: 0.9, on: panel), on: panel, seed: 1))
    #expect(used.horizon.steps?.mean == 3 && used.horizon.steps?.low == 3)
    #expect(used.horizon.reached == 3 && used.horizon.beyond == 0 && used.horizon.none == 0)
    // Two inputs before the present one are as good as none; three are as good as all.
    #expect(used.context.prefix(6).map(\.steps) == [0, 1, 2, 3, 4, 6])
    #expect(used.context[2].loss == used.context[0].loss)
    for context in used.context.dropFirst(3) { #expect(abs(context.rise.mean) < 1e-5) }
    // From 0 it predicts 0.
    let targets = panel.split.testRows.map { panel.scaled[$0] * panel.scaled[$0] }
    #expect(abs(used.context[0].loss.mean - targets.reduce(0, +) / Double(targets.count)) < 1e-9)
    #expect(used.zero.rise == used.context[0].rise)
    // With a reset every 4 steps, one row in four has what it needs.
    let reset = try #require(used.reset.first { $0.every == 4 })
    #expect(abs(reset.rise.mean - 0.75 * used.zero.rise.mean) < 1e-5)
    // All it predicts from is the state before the step.
    #expect(abs(used.movedVariance.mean - 1) < 0.1)
    #expect(used.swap.rise.low > used.zero.rise.low && used.used)
    let overTime = try #require(used.swap.overTime)
    #expect(overTime.low > 1 && overTime.low < overTime.mean && overTime.mean < overTime.high)
  }

  @Test("a twin never leans on its state: nothing that is done to it matters, to the bit")
  func twin() async throws {
    let panel = HandMade.autoregression(0.95, rows: 240, seed: 2)
    for model in [try await HandMade.trained(memory: false, on: panel, seed: 1), HandMade.twins(on: panel, count: 18)] {
      let used = try #require(try await Interventions(of: model, on: panel, seed: 1))
      let none = Estimate(mean: 0, low: 0, high: 0)
      for intervention in [used.zero, used.swap, used.freeze] {
        #expect(intervention.rise == none && intervention.overTime == none)
      }
      #expect(used.context.allSatisfy { $0.rise == none && $0.loss == used.loss })
      #expect(used.reset.allSatisfy { abs($0.rise.mean) < 1e-12 })
      #expect(used.movedVariance == none && !used.used)
      #expect(used.horizon.none == model.networks.count && used.horizon.steps == nil)
    }
  }

  @Test("a past that is held but not read is stored, not used")
  func storedNotUsed() async throws {
    let panel = HandMade.autoregression(0.8, rows: 600, seed: 3)
    let model = HandMade.delayLine(units: 6, reading: 0, gain: 0.8, on: panel, count: 2)
    let stored = try #require(MemoryCapacity(of: model, twin: HandMade.twins(on: panel, count: 2), on: panel, seed: 1))
    let used = try #require(try await Interventions(of: model, on: panel, seed: 1))
    #expect(stored.stored && !used.used)
    #expect(used.swap.rise.mean == 0 && used.zero.rise.mean == 0 && used.freeze.rise.mean == 0)
  }

  @Test("an untrained network stores at most")
  func untrained() async throws {
    let panel = HandMade.autoregression(0.8, rows: 600, seed: 4)
    let model = HandMade.untrained(Shape(inputs: 1, hidden: 8, memory: true), on: panel, count: 8, seed: 9)
    let used = try #require(try await Interventions(of: model, on: panel, seed: 1))
    #expect(!used.used && used.movedVariance.mean > 0)
  }

  @Test("every curve is what running the network by hand gives", arguments: Activation.allCases)
  func byHand(activation: Activation) async throws {
    let panel = HandMade.noise(rows: 80, seed: 5, width: 2)
    let (D, H) = (2, 3)
    let model = Sample.ensemble(
      Shape(inputs: D, hidden: H, memory: true, activation: activation), on: panel, count: 1, seed: 6)
    let used = try #require(try await Interventions(of: model, on: panel, seed: 1))
    let (weights, states) = (model.networks[0].weights, model.networks[0].run(over: panel).states)
    let x = panel.scaled.map { Float($0) }
    let rows = panel.split.testRows
    func loss(_ prediction: (Int) -> [Float]) -> Double {
      var sum = 0.0
      for t in rows {
        let p = prediction(t)
        for d in 0..<D { sum += (Double(p[d]) - panel.scaled[t * D + d]) * (Double(p[d]) - panel.scaled[t * D + d]) }
      }
      return sum / Double(rows.count * D)
    }
    func rebuilt(_ t: Int, from first: Int) -> [Float] {
      Array(weights.forward(Array(x[first * D..<t * D])).predictions.suffix(D))
    }
    for context in used.context where context.steps <= 16 {
      #expect(abs(context.loss.mean - loss { rebuilt($0, from: $0 - 1 - context.steps) }) < 1e-9)
    }
    for reset in used.reset where reset.every <= 6 {
      let losses = (0..<reset.every).map { place in
        // The state is 0 before each row whose number leaves this remainder.
        loss { t in rebuilt(t, from: t - 1 - (t - 1 + place) % reset.every) }
      }
      let mean = losses.reduce(0, +) / Double(losses.count)
      #expect(abs(reset.rise.mean - (mean / used.loss.mean - 1)) < 1e-9)
    }
    let train = panel.split.train
    let frozen = (0..<H).map { i in Float((0..<train).reduce(0.0) { $0 + Double(states[$1 * H + i]) } / Double(train)) }
    let freeze = loss { t in weights.forward(Array(x[(t - 1) * D..<t * D]), from: frozen).predictions }
    #expect(abs(used.freeze.rise.mean - (freeze / used.loss.mean - 1)) < 1e-9)
    #expect(used.rows == rows.count)
  }

  @Test("more than sixteen networks are as many by themselves")
  func groups() async throws {
    let panel = HandMade.echo(2, rows: 80, seed: 7)
    let shape = Shape(inputs: 1, hidden: 3, memory: true)
    let model = Sample.ensemble(shape, on: panel, count: 18, seed: 8)
    let all = try #require(try await Interventions(of: model, on: panel, seed: 1))
    var each: [Interventions] = []
    for network in model.networks {
      let one = Trained(shape: shape, networks: [network])
      each.append(try #require(try await Interventions(of: one, on: panel, seed: 1)))
    }
    func mean(_ figure: (Interventions) -> Double) -> Double { each.reduce(0) { $0 + figure($1) } / 18 }
    #expect(all.networks == 18)
    #expect(abs(all.swap.rise.mean - mean(\.swap.rise.mean)) < 1e-9)
    #expect(abs(all.freeze.rise.mean - mean(\.freeze.rise.mean)) < 1e-9)
    #expect(abs(all.movedVariance.mean - mean(\.movedVariance.mean)) < 1e-9)
    for k in all.context.indices { #expect(abs(all.context[k].loss.mean - mean { $0.context[k].loss.mean }) < 1e-9) }
  }

  @Test("the seed fixes everything; a network without error has no interval over time; none trained gives nil")
  func fixed() async throws {
    let panel = HandMade.echo(2, rows: 200, seed: 9)
    let model = HandMade.delayLine(units: 2, reading: 1, gain: 0.9, on: panel)
    let first = try #require(try await Interventions(of: model, on: panel, seed: 1))
    #expect(try await first == Interventions(of: model, on: panel, seed: 1))
    #expect(try await first.swap != Interventions(of: model, on: panel, seed: 2)?.swap)
    let flat = Sample.panel(Array(repeating: 0.0, count: 100))
    let perfect = try #require(
      try await Interventions(of: HandMade.delayLine(units: 2, reading: 1, gain: 1, on: flat), on: flat, seed: 1))
    #expect(perfect.zero.overTime == nil && perfect.zero.rise.mean == 0 && !perfect.used)
    #expect(try await Interventions(of: Trained(shape: model.shape, networks: []), on: panel, seed: 1) == nil)
  }

  @Test("a swap must hurt, over the networks and over time; an interval that straddles the threshold decides nothing")
  func rule() {
    func answer(_ rise: Estimate, overTime: Estimate?) -> RungAnswer {
      Rung.used(rise, overTime: overTime).decision.answer
    }
    let (above, across, below) = (Rung.estimate(0.02, 2), Rung.estimate(0.009, 2), Rung.estimate(-1, 0.01))
    #expect(answer(above, overTime: above) == .yes && answer(above, overTime: nil) == .yes)
    #expect(answer(across, overTime: above) == .unclear && answer(above, overTime: across) == .unclear)
    #expect(answer(below, overTime: above) == .no && answer(across, overTime: below) == .no)
    #expect(Rung.used(above, overTime: across).decision.interval == across)
    #expect(Rung.used(above).used && !Rung.used(across).used)
  }
}
