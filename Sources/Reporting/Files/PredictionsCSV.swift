import Memory
import Numbers
import Panels
import TimeSeries

/// predictions.csv: observations and predictions, one line for each row and column of the validation part, which chose the
/// epoch, and of the held-out part.
///
/// | column | what it is |
/// | --- | --- |
/// | row | of panel.csv, from 0: the row that is predicted, from the row before it |
/// | time | its time, as in panel.csv |
/// | part | `validation` or `held-out` |
/// | column | of the panel |
/// | observed | the value |
/// | memory, twin | the mean prediction of the networks of each of the two plain models |
/// | anchored_memory, anchored_twin | the same of their anchored forms, x̂ = x + W_out y + b_out, from the same start |
/// | persistence | the value of the row before |
/// | placebo | the mean prediction of the networks of the placebo twin |
/// | linear, strong_memoryless | the regressions on the row before |
/// | autoregression | of each column on its own past; it has memory |
///
/// All in the units of panel.csv: those of the data, or of their changes where the study asked for changes. Predictions are
/// rounded to less than a millionth of the scaler's scale. In scaled units, (value - centre) / scale, the mean squared
/// difference of `observed` and a model over the held-out lines is its `ensembleTestLoss` in results.json, where
/// `models.memory.readout` says which memory model is judged. A field is empty where no network of its model trained.
struct PredictionsCSV {
  let dataset: Dataset

  var text: String {
    let panel = dataset.panel
    let (D, scaler) = (panel.width, panel.scaler)
    let rivals = dataset.rivals
    let models = [dataset.memory, dataset.twin, rivals?.nested, rivals?.longerTwin, rivals?.placebo].map { model in
      model.map { KeptNetworks(of: $0, rows: panel.rows).networks.map(\.network).meanPredictions(over: panel) } ?? []
    }
    let referenced = dataset.references?.predictions(on: panel)
    let names = panel.columns.map { CSVText.text($0) }
    let decimals = scaler.scale.map { $0.isNormal ? 6 - decimalExponent($0.magnitude) : .max }
    var text = CSVText.line([
      "row", "time", "part", "column", "observed", "memory", "twin", "anchored_memory", "anchored_twin", "persistence",
      "placebo", "linear", "strong_memoryless", "autoregression",
    ])
    for (part, rows) in [("validation", panel.split.validationRows), ("held-out", panel.split.testRows)] {
      for row in rows where row > 0 && row < panel.rows && !Task.isCancelled {
        let time = panel.times[row].text(panel.resolution)
        let others = referenced?(row) ?? Array(repeating: Array(repeating: .nan, count: D), count: 3)
        for d in 0..<D {
          let scaled = models.map { $0.isEmpty ? .nan : $0[(row - 1) * D + d] } + others.map { $0[d] }
          var predicted = scaled.map { rounded($0 * scaler.scale[d] + scaler.centre[d], to: decimals[d]) }
          predicted.insert(panel.values[(row - 1) * D + d], at: 4)
          let numbers = [panel.values[row * D + d]] + predicted
          text += CSVText.line([String(row), time, part, names[d]] + numbers.map(CSVText.number))
        }
      }
    }
    return text
  }
}
