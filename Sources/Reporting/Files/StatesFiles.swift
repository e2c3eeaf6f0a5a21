import Numbers
import Panels
import Recurrence
import TimeSeries

/// Which hidden states a report's folder keeps.
public enum StatesKept: String, Sendable, CaseIterable {
  /// Those of the network that the figures show. All others follow from weights-*.safetensors and panel.csv; sixteen
  /// networks on five thousand rows would be 5 MB for each model.
  case shown
  /// Those of every network.
  case all
}

/// states-memory.npy and states-twin.npy: s_t over the whole panel, Float32, networks × rows × numbers of a state, which
/// are the hidden units y_t, and after them, of an LSTM, their cells c_t. Of the models that are judged: the anchored ones
/// where results.json says so.
///
/// `states[k, t]` is the state after row t of panel.csv was read; the networks are in the order of their numbers in
/// weights-*.safetensors, or the one shown alone.
struct StatesArray {
  let model: Trained
  let panel: Panel
  let kept: StatesKept

  var file: NumPyFile {
    let all = KeptNetworks(of: model, rows: panel.rows).networks
    let networks = kept == .all ? all[...] : all.prefix(1)
    return NumPyFile(
      shape: [networks.count, panel.rows, model.shape.stateCount],
      values: networks.flatMap { $0.network.run(over: panel).states })
  }
}

/// states.csv: the states of the network shown of both models, for reading without numpy: one line for each row of the
/// validation and held-out parts and each model; the training part too is in states-*.npy.
///
/// `row` and `time` are those of panel.csv, `network` is the number in weights-*.safetensors, then the units in their
/// order, `unit_0` …, and of an LSTM their cells, `cell_0` …, rounded to four decimals; states-*.npy has them in full.
struct StatesCSV {
  let dataset: Dataset

  var text: String {
    let panel = dataset.panel
    let (H, N) = (dataset.memory.shape.hidden, dataset.memory.shape.stateCount)
    var text = CSVText.line(
      ["row", "time", "part", "model", "network"] + (0..<N).map { $0 < H ? "unit_\($0)" : "cell_\($0 - H)" })
    let models = [("memory", dataset.trained(.memory)), ("twin", dataset.trained(.twin))].compactMap { name, model in
      KeptNetworks(of: model, rows: panel.rows).shown.map {
        (name: name, number: $0.number, states: $0.network.run(over: panel).states)
      }
    }
    for (part, rows) in [("validation", panel.split.validationRows), ("held-out", panel.split.testRows)] {
      for row in rows.clamped(to: 0..<panel.rows) where !Task.isCancelled {
        let time = panel.times[row].text(panel.resolution)
        for (name, number, states) in models {
          let cells = states[row * N..<(row + 1) * N].map {
            CSVText.number(rounded(Double($0), to: 4))
          }
          text += CSVText.line([String(row), time, part, name, String(number)] + cells)
        }
      }
    }
    return text
  }
}
