// Times one training epoch (forward, loss, back-propagation, Adam) of sixteen memory models on one thread, as
// peers.py does for the others, and prints one JSON line for each size: milliseconds per epoch and network.
import Engram

let cases = CommandLine.arguments.dropFirst().map { $0.split(separator: ",").compactMap { Int($0) } }
let runs = 15

for case let size in cases where size.count == 3 {
  let (T, D, H) = (size[0], size[1], size[2])
  let shape = Shape(inputs: D, hidden: H, memory: true)
  var stream = RandomStream(seed: 1)
  var weights = Weights<Lanes16>(zerosOf: shape)
  for k in weights.values.indices {
    for lane in 0..<16 { weights.values[k][lane] = Float(stream.uniform(-0.2, 0.2)) }
  }
  let inputs = (0..<T * D).map { _ in Lanes16(repeating: Float(stream.gaussian())) }
  var engine = LaneEngine(weights: weights, inputs: inputs)
  var times: [Double] = []
  var loss: Float = 0
  for _ in 0..<runs + 2 {
    let time = ContinuousClock().measure {
      engine.forward(rows: T - 1)
      loss += engine.squaredError(rows: 0..<T - 1)[0]
      engine.stepDown(steps: T - 1)
    }
    times.append(time / .milliseconds(1))
  }
  times = times.dropFirst(2).sorted()
  // Multiplications and additions of the matrix products alone: forward once, backward twice, but no dL/dx.
  let operations = 2.0 * Double((T - 1) * (3 * (H * (D + H) + D * H) - H * D)) * 16
  let (median, best) = (times[runs / 2], times[0])
  print(
    "{\"impl\": \"engram\", \"T\": \(T), \"D\": \(D), \"H\": \(H), \"networks\": 16, \"threads\": 1, "
      + "\"ms_per_epoch_per_network_median\": \(median / 16), \"min\": \(best / 16), "
      + "\"gflops\": \(operations / median / 1e6), \"kernel\": \"\(Kernel.fastest)\", \"finite\": \(loss.isFinite)}")
}
