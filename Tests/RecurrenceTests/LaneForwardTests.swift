import Numbers
import Recurrence
import Testing

@Suite("Runs from a given state")
struct LaneForwardTests {
  @Test("are those of the generic engine, to the bit, and of each network by itself", arguments: Kernel.allCases)
  func sameBits(kernel: Kernel) {
    guard kernel.isSupported else { return }
    for shape in [
      Shape(inputs: 2, hidden: 7, memory: true), Shape(inputs: 1, hidden: 3, memory: false, activation: .sigmoid),
    ] {
      let (D, H) = (shape.inputs, shape.hidden)
      let networks = (0..<3).map { Weights(initialFor: shape, from: RandomStream(seed: 1).split($0)) }
      var stream = RandomStream(seed: 2)
      let x = (0..<9 * D).map { _ in Float(stream.gaussian()) }
      let start = (0..<H).map { _ in Float(stream.gaussian()) }
      var engine = LaneForward(networks, kernel: kernel)
      // A shorter run after a longer one leaves nothing of it in its own rows.
      for rows in [9, 4, 1] {
        engine.run(x.prefix(rows * D).map { Lanes16(repeating: $0) }, from: start.map { Lanes16(repeating: $0) })
        for (lane, network) in networks.enumerated() {
          let trace = network.forward(Array(x.prefix(rows * D)), from: start)
          #expect(engine.trace.states.prefix(rows * H).map { $0[lane] } == trace.states)
          #expect(engine.trace.predictions.prefix(rows * D).map { $0[lane] } == trace.predictions)
        }
      }
    }
  }
}
