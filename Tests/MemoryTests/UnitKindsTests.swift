import Memory
import Numbers
import Panels
import Recurrence
import Testing

@Suite("Kinds of unit")
struct UnitKindsTests {
  @Test("are told apart by what a unit does over time")
  func kinds() {
    func kind(_ y: (Int) -> Double, _ activation: Activation = .tanh) -> UnitKinds.Kind {
      UnitKinds.kind(of: (0..<200).map(y), activation)
    }
    #expect(kind { _ in 0.3 } == .dead)
    #expect(kind { _ in 0.999 } == .dead)
    #expect(kind { $0 % 2 == 0 ? 0.96 : 0.99 } == .stuck)
    #expect(kind { $0 % 2 == 0 ? -0.96 : -0.99 } == .stuck)
    // Three rows in a hundred elsewhere are not enough to be anything but stuck, eight are.
    #expect(kind { $0 % 100 < 3 ? -0.99 : 0.99 } == .stuck)
    #expect(kind { $0 % 100 < 8 ? -0.99 : 0.99 } == .switching)
    #expect(kind { $0 % 2 == 0 ? -0.85 : 0.85 } == .switching)
    #expect(kind { $0 % 2 == 0 ? -0.75 : 0.75 } == .graded)
    // Mostly outer on one side alone, but not saturated.
    #expect(kind { $0 % 2 == 0 ? 0.85 : 0.92 } == .graded)
    #expect(kind { $0 % 10 < 6 ? 0 : $0 % 2 == 0 ? -0.99 : 0.99 } == .graded)
    // The same in the range of the sigmoid.
    #expect(kind({ $0 % 2 == 0 ? 0.05 : 0.95 }, .sigmoid) == .switching)
    #expect(kind({ $0 % 2 == 0 ? 0.98 : 1 }, .sigmoid) == .stuck)
    #expect(kind({ $0 % 2 == 0 ? 0.4 : 0.6 }, .sigmoid) == .graded)
    // A relu has an end below, none above.
    #expect(kind({ _ in 0 }, .relu) == .dead)
    #expect(kind({ $0 % 100 < 3 ? 2 : 0 }, .relu) == .stuck)
    #expect(kind({ $0 % 2 == 0 ? 0 : 5 }, .relu) == .graded)
    #expect(kind({ $0 % 2 == 0 ? 50 : 90 }, .relu) == .graded)
  }

  @Test("are counted over networks, whatever the order of the units")
  func counts() throws {
    let panel = HandMade.autoregression(0.9, rows: 300, seed: 1)
    let shape = Shape(inputs: 1, hidden: 5, memory: true)
    let model = Sample.ensemble(shape, on: panel, count: 3, seed: 2, size: 1.5)
    let kinds = try #require(UnitKinds(of: model, on: panel))
    #expect(kinds.networks == 3 && kinds.units == 5 && kinds.shown.count == 5)
    let switching = try #require(kinds.switching)
    #expect(abs(kinds.dead.mean + kinds.stuck.mean + switching.mean + kinds.graded.mean - 5) < 1e-12)
    var turned = model
    for n in turned.networks.indices {
      let states = model.networks[n].run(over: panel).states
      turned.networks[n].keptRun?.states = states.indices.map { states[$0 / 5 * 5 + 4 - $0 % 5] }
    }
    let other = try #require(UnitKinds(of: turned, on: panel))
    #expect(Array(other.shown.reversed()) == kinds.shown)
    #expect(other.dead == kinds.dead && other.stuck == kinds.stuck && other.switching == switching)
    #expect(
      other.graded == kinds.graded && abs((other.localGain?.mean ?? .nan) - (kinds.localGain?.mean ?? .nan)) < 1e-12)
  }

  @Test("the local gain is the mean slope, 1 at the middle of the range; relu has no switching units")
  func gain() throws {
    let panel = HandMade.noise(rows: 100, seed: 3)
    for activation in [Activation.tanh, .sigmoid] {
      let shape = Shape(inputs: 1, hidden: 2, memory: false, activation: activation)
      let still = Trained(shape: shape, networks: [Sample.network(Weights(zerosOf: shape), on: panel)])
      let kinds = try #require(UnitKinds(of: still, on: panel))
      #expect(kinds.localGain?.mean == 1 && kinds.dead.mean == 2)
    }
    let shape = Shape(inputs: 1, hidden: 2, memory: true, activation: .relu)
    let kinds = try #require(UnitKinds(of: Sample.ensemble(shape, on: panel, count: 2, seed: 4), on: panel))
    #expect(kinds.switching == nil && (0...1).contains(kinds.localGain?.mean ?? .nan))
    #expect(UnitKinds(of: Trained(shape: shape, networks: []), on: panel) == nil)
  }
}
