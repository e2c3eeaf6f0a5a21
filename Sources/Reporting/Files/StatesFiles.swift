import Panels
import Recurrence
import TimeSeries

/// Whose hidden states a report's folder keeps.
public enum StatesKept: String, Sendable, CaseIterable {
  /// Those of the network that the figures show. All others follow from weights-*.safetensors and panel.csv, and all
  /// sixteen on five thousand rows would be 5 MB for each model.
  case shown
  /// Those of every network.
  case all
}

/// states-memory.npy and states-twin.npy: y_t over the whole panel, Float32, networks × rows × hidden units.
///
/// `states[k, t]` is the state after row t of panel.csv was read; the networks are in the order of their numbers in
/// weights-*.safetensors, or the one shown alone.
struct StatesArray {
  let model: Trained
  let rows: Int
  let kept: StatesKept

  var file: NumPyFile {
    let all = KeptNetworks(of: model, rows: rows).networks
    let networks = kept == .all ? all[...] : all.prefix(1)
    return NumPyFile(
      shape: [networks.count, rows, model.shape.hidden], values: networks.flatMap(\.network.states))
  }
}

/// states.csv: the states of the network shown of both models, for a look without numpy: one line for each row of the
/// validation and held-out parts and each model; the training part too is in states-*.npy.
///
/// `row` and `time` are those of panel.csv, `network` is the number in weights-*.safetensors, then the units in their
/// order, `unit_0` …, rounded to four decimals; states-*.npy has them in full.
struct StatesCSV {
  let dataset: Dataset

  var text: String {
    let panel = dataset.panel
    let H = dataset.memory.shape.hidden
    var text = PanelCSV.line(
      ["row", "time", "part", "model", "network"] + (0..<H).map { "unit_\($0)" })
    let models = [("memory", dataset.memory), ("twin", dataset.twin)].compactMap { name, model in
      KeptNetworks(of: model, rows: panel.rows).shown.map { (name: name, shown: $0) }
    }
    for (part, rows) in [("validation", panel.split.validationRows), ("held-out", panel.split.testRows)] {
      for row in rows.clamped(to: 0..<panel.rows) {
        let time = panel.times[row].text(panel.resolution)
        for (name, shown) in models {
          let states = shown.network.states[row * H..<(row + 1) * H].map {
            PanelCSV.number(NumberText.rounded(Double($0), to: 4))
          }
          text += PanelCSV.line([String(row), time, part, name, String(shown.number)] + states)
        }
      }
    }
    return text
  }
}
