import Numbers
import Recurrence
import TestSupport
import Testing

/// One case of Tests/Golden/cells.json: what PyTorch computed in float64 (make_cells.py says how).
struct CellCase: GoldenValues, Decodable, CustomTestStringConvertible {
  struct Parameters: Decodable {
    var W_x: [[Double]]?
    var W_h: [[Double]]?
    var b: [Double]?
    var W_out: [[Double]]
    var b_out: [Double]
  }
  var cell: Cell, kind: Shape.Kind
  var bias: Bool, anchored: Bool
  var T: Int, D: Int, H: Int
  var x: [[Double]]
  var parameters: Parameters
  var states: [[Double]], predictions: [[Double]], rollout: [[Double]]
  var loss: Double
  /// What is not there is not trained.
  var gradients: Parameters
  var adam: [String: Parameters]
  var loss_after_10: Double

  var testDescription: String { "\(cell) \(kind) \(T)×\(D)×\(H)\(bias ? "" : ", no bias")" }
  var shape: Shape {
    Shape(inputs: D, hidden: H, kind: kind, cell: cell, bias: bias, readout: anchored ? .anchored : .plain)
  }

  func weights(_ p: Parameters) -> Weights<Double> {
    var weights = Weights<Double>(zerosOf: shape)
    func fill(_ start: Int, _ numbers: [Double]) {
      weights.values.replaceSubrange(start..<start + numbers.count, with: numbers)
    }
    fill(weights.inputStart, p.W_x?.flatMap(\.self) ?? [])
    fill(weights.recurrentStart, p.W_h?.flatMap(\.self) ?? [])
    fill(weights.biasStart, p.b ?? [])
    fill(weights.readoutStart, p.W_out.flatMap(\.self) + p.b_out)
    return weights
  }

  static let all = Golden.read("cells", as: [CellCase].self)
}

@Suite("Every cell gives PyTorch's values")
struct CellGoldenTests {
  @Test("of every cell but Elman's there is every kind of network")
  func complete() {
    for cell in Cell.allCases where cell != .elman {
      for kind in Shape.Kind.allCases { #expect(CellCase.all.contains { $0.cell == cell && $0.kind == kind }) }
    }
  }

  @Test("states and predictions", arguments: CellCase.all)
  func forward(golden: CellCase) {
    let weights = golden.weights(golden.parameters)
    #expect(weights.values.count == weights.readoutBiasStart + golden.D)
    golden.checkForward()
  }

  @Test("the loss and every gradient", arguments: CellCase.all)
  func backward(golden: CellCase) { golden.checkBackward() }

  @Test("the weights after one and ten steps of Adam", arguments: CellCase.all)
  func adam(golden: CellCase) { golden.checkAdam() }

  @Test("ten steps of free running", arguments: CellCase.all)
  func rollout(golden: CellCase) throws { try golden.checkRollout() }
}
