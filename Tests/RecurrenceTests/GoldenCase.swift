import Numbers
import Recurrence
import TestSupport
import Testing

/// One case of Tests/Golden: what PyTorch computed in float64 (make_golden.py says how).
struct GoldenCase: GoldenValues, Decodable, CustomTestStringConvertible {
  struct Parameters: Decodable {
    var W_x: [[Double]]
    var W_h: [[Double]]?
    var b: [Double]?
    var W_out: [[Double]]
    var b_out: [Double]
  }
  var T: Int, D: Int, H: Int
  var activation: Activation
  var memory: Bool, bias: Bool
  var x: [[Double]]
  var parameters: Parameters
  var states: [[Double]], predictions: [[Double]], rollout: [[Double]]
  var loss: Double
  var gradients: Parameters
  var adam: [String: Parameters]
  var loss_after_10: Double

  var testDescription: String {
    "\(T)×\(D)×\(H) \(activation)\(memory ? " memory" : " twin")\(bias ? "" : ", no bias")"
  }
  var shape: Shape {
    Shape(inputs: D, hidden: H, memory: memory, bias: bias, activation: activation)
  }

  func weights(_ p: Parameters) -> Weights<Double> {
    var weights = Weights<Double>(zerosOf: shape)
    weights.values =
      p.W_x.flatMap(\.self) + (p.W_h ?? []).flatMap(\.self)
      + (p.b ?? Array(repeating: 0, count: H)) + p.W_out.flatMap(\.self) + p.b_out
    return weights
  }

  static let all: [GoldenCase] = ["golden_tiny", "golden_medium"].flatMap { Golden.read($0, as: [GoldenCase].self) }
}

/// The largest difference, relative to the larger of the two numbers and never finer than 1e-6 of the
/// largest number of the run (a gradient that cancels to nothing has no digits to compare).
func relativeDifference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  let floor = 1e-6 * (b.map(\.magnitude).max() ?? 0)
  return zip(a, b).map { a, b in
    let difference = (a - b).magnitude
    return difference == 0 ? 0 : difference / max(a.magnitude, b.magnitude, floor)
  }.max() ?? 0
}
