import Numbers
import Panels
import Recurrence

/// weights-memory.safetensors and weights-twin.safetensors, the plain models, weights-anchored-memory.safetensors,
/// weights-anchored-twin.safetensors and weights-placebo.safetensors: every network that trained, with the weights of its
/// best epoch, under the names that PyTorch's modules have. The placebo has those of the memory model.
///
/// | name, `network.00.` … before it | shape | what it is |
/// | --- | --- | --- |
/// | `rnn.weight_ih_l0` | H × D | W_x of the memory model |
/// | `rnn.weight_hh_l0` | H × H | W_h |
/// | `rnn.bias_ih_l0` | H | b, all 0 where the study asked for no bias |
/// | `rnn.bias_hh_l0` | H | all 0: PyTorch has two biases where one does |
/// | `hidden.weight`, `hidden.bias` | H × D, H | W_x and b of the twin, which is a `torch.nn.Linear` and has no W_h |
/// | `readout.weight`, `readout.bias` | D × H, D | W_out and b_out of both |
///
/// A reservoir has the names of Elman's network. With gates the four of `rnn` are those of `torch.nn.GRU` and
/// `torch.nn.LSTM`, GH rows each with the gates in PyTorch's order; `rnn.bias_hh_l0` is 0 but for the n gate of the GRU.
/// The twin of a cell with gates is no `Linear`: it is the same module with `rnn.weight_hh_l0` 0, for which every row is
/// a sequence of its own (`rnn(x[:, None])`), since gates would carry a state past W_h.
///
/// Inputs and outputs are in scaled units, (value - centre) / scale of panel.csv. The number is that of the seed; a missing
/// one diverged. The metadata are text, lists as JSON.
struct WeightsFile {
  let name: String
  let model: Trained
  let panel: Panel
  let training: TrainingOptions
  let version: String

  var file: Safetensors {
    let kept = KeptNetworks(of: model, rows: panel.rows)
    let digits = max(2, String(max(model.networks.count - 1, 0)).count)
    func label(_ number: Int) -> String {
      String(repeating: "0", count: digits - String(number).count) + String(number)
    }
    return Safetensors(
      tensors: kept.networks.flatMap {
        WeightsFile.tensors(of: $0.network.weights, named: "network.\(label($0.number)).")
      },
      metadata: [
        "schema": "engram.weights/1", "version": version, "model": name, "kind": model.shape.kind.rawValue,
        "data": panel.name,
        "cell": model.shape.cell.rawValue, "activation": model.shape.activation.rawValue,
        "readout": model.shape.readout.rawValue,
        "inputs": String(model.shape.inputs), "hidden": String(model.shape.hidden),
        "bias": String(model.shape.bias), "seed": String(training.seed),
        "columns": WeightsFile.line(panel.columns.map { .string($0) }),
        "scaler": panel.scaler.kind.rawValue,
        "scaler.centre": WeightsFile.line(panel.scaler.centre.map { .number($0) }),
        "scaler.scale": WeightsFile.line(panel.scaler.scale.map { .number($0) }),
        "networks": WeightsFile.line(kept.networks.map { .string("network." + label($0.number)) }),
        "best_epoch": WeightsFile.line(kept.networks.map { .integer(Int64($0.network.bestEpoch)) }),
        "diverged": WeightsFile.line(kept.diverged.map { .integer(Int64($0)) }),
      ])
  }

  private static func tensors(of weights: Weights<Float>, named prefix: String) -> [Safetensors.Tensor] {
    let (D, H, G) = (weights.shape.inputs, weights.shape.hidden, weights.shape.cell.gates)
    func block(_ name: String, _ start: Int, _ shape: [Int]) -> Safetensors.Tensor {
      .init(name: prefix + name, shape: shape, values: Array(weights.values[start..<start + shape.reduce(1, *)]))
    }
    func zeros(_ name: String, _ shape: [Int]) -> Safetensors.Tensor {
      .init(name: prefix + name, shape: shape, values: Array(repeating: 0, count: shape.reduce(1, *)))
    }
    var recurrentBias = zeros("rnn.bias_hh_l0", [G * H])
    if weights.shape.cell == .gru {
      let start = weights.biasStart + G * H
      recurrentBias.values.replaceSubrange(2 * H..<3 * H, with: weights.values[start..<start + H])
    }
    let hidden =
      weights.shape.kind.isRecurrent || weights.shape.cell.isGated
      ? [
        block("rnn.weight_ih_l0", weights.inputStart, [G * H, D]),
        weights.shape.kind.isRecurrent
          ? block("rnn.weight_hh_l0", weights.recurrentStart, [G * H, H]) : zeros("rnn.weight_hh_l0", [G * H, H]),
        block("rnn.bias_ih_l0", weights.biasStart, [G * H]), recurrentBias,
      ]
      : [block("hidden.weight", weights.inputStart, [H, D]), block("hidden.bias", weights.biasStart, [H])]
    return hidden + [
      block("readout.weight", weights.readoutStart, [D, H]), block("readout.bias", weights.readoutBiasStart, [D]),
    ]
  }

  private static func line(_ items: [JSON]) -> String {
    "[" + items.map { String(JSON.array([$0]).text.dropFirst().dropLast(2)) }.joined(separator: ", ") + "]"
  }
}
