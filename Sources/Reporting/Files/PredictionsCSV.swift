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
/// | memory, twin | the mean prediction of the networks of each of the two models that the report shows |
/// | anchored_memory, anchored_twin | the same of their anchored forms, x̂ = x + W_out y + b_out, from the same start |
/// | persistence | the value of the row before |
///
/// All in the units of panel.csv: those of the data, or of their changes where the study asked for changes. Predictions are
/// rounded to less than a millionth of the scaler's scale. In scaled units, (value - centre) / scale, the mean squared
/// difference of `observed` and `memory` over the held-out lines is `models.memory.ensembleTestLoss` of results.json. There
/// `ladder.useful.model` says which memory model rung 3 judges, and `ladder.useful.error` has its error. A field is empty
/// where no network of its model trained.
struct PredictionsCSV {
  let dataset: Dataset

  var text: String {
    let panel = dataset.panel
    let (D, scaler) = (panel.width, panel.scaler)
    let models = [dataset.memory, dataset.twin, dataset.rivals?.nested, dataset.rivals?.longerTwin].map { model in
      model.map { KeptNetworks(of: $0, rows: panel.rows).networks.map(\.network).meanPredictions(over: panel) } ?? []
    }
    let names = panel.columns.map(CSVText.text)
    let decimals = scaler.scale.map { $0.isNormal ? 6 - decimalExponent($0.magnitude) : .max }
    var text = CSVText.line([
      "row", "time", "part", "column", "observed", "memory", "twin", "anchored_memory", "anchored_twin", "persistence",
    ])
    for (part, rows) in [("validation", panel.split.validationRows), ("held-out", panel.split.testRows)] {
      for row in rows where row > 0 && row < panel.rows {
        let time = panel.times[row].text(panel.resolution)
        for d in 0..<D {
          let predicted = models.map { means in
            let scaled = means.isEmpty ? .nan : means[(row - 1) * D + d]
            return rounded(scaled * scaler.scale[d] + scaler.centre[d], to: decimals[d])
          }
          let numbers = [panel.values[row * D + d]] + predicted + [panel.values[(row - 1) * D + d]]
          text += CSVText.line([String(row), time, part, names[d]] + numbers.map(CSVText.number))
        }
      }
    }
    return text
  }
}
