import Panels
import TimeSeries

/// predictions.csv: what came and what was predicted, one line for each row and column of the validation part, which
/// chose the epoch, and of the held-out part.
///
/// | column | what it is |
/// | --- | --- |
/// | row | of panel.csv, from 0: the row that is predicted, from the row before it |
/// | time | its time, as in panel.csv |
/// | part | `validation` or `held-out` |
/// | column | of the panel |
/// | observed | what came |
/// | memory, twin | the mean prediction of the networks of each model |
/// | persistence | the value of the row before |
///
/// All in the units of panel.csv: those of the data, or of their changes where the study asked for changes. Less the
/// scaler's centre and divided by its scale they are what the report's errors are made of: the mean squared difference
/// of `observed` and `memory` over the held-out lines is `models.memory.ensembleTestLoss` of results.json. Where no
/// network of a model trained its field is empty.
struct PredictionsCSV {
  let dataset: Dataset

  var text: String {
    let panel = dataset.panel
    let (D, scaler) = (panel.width, panel.scaler)
    let models = [dataset.memory, dataset.twin].map { KeptNetworks(of: $0, rows: panel.rows) }
    let names = panel.columns.map(PanelCSV.field)
    var text = PanelCSV.line(["row", "time", "part", "column", "observed", "memory", "twin", "persistence"])
    for (part, rows) in [("validation", panel.split.validationRows), ("held-out", panel.split.testRows)] {
      for row in rows where row > 0 && row < panel.rows {
        let time = panel.times[row].text(panel.resolution)
        for d in 0..<D {
          let predicted = models.map {
            $0.prediction(of: row, column: d, width: D) * scaler.scale[d] + scaler.centre[d]
          }
          let numbers = [panel.values[row * D + d]] + predicted + [panel.values[(row - 1) * D + d]]
          text += PanelCSV.line([String(row), time, part, names[d]] + numbers.map(PanelCSV.number))
        }
      }
    }
    return text
  }
}
