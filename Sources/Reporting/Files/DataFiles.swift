import Files
import Memory
import Panels
import Recurrence

extension Dataset {
  /// panel.csv: the panel as it was joined and changed, before scaling.
  var panelCSV: String { PanelCSV(panel, .unscaled).text }

  /// Of panel.csv, in hexadecimal: to tell whether two reports use the same data.
  package var panelChecksum: String { sha256Text(of: Array(panelCSV.utf8)) }
}

extension Report {
  /// Makes one file.
  typealias DataFile = @Sendable () -> ReportFolder.File

  /// The files for other programs: the panel, predictions, states and weights of the data. There are none of the control,
  /// which is noise from the same seed.
  ///
  /// With the default study they are 4 MB, and the whole folder 8 MB. The same study gives the same bytes.
  func dataFiles(states: StatesKept) -> [DataFile] {
    var files: [DataFile] = [
      { .init(name: "panel.csv", content: data.panelCSV) },
      { .init(name: "predictions.csv", content: PredictionsCSV(dataset: data).text) },
      { .init(name: "states.csv", content: StatesCSV(dataset: data).text) },
    ]
    if let test = data.findings.ladder?.there {
      files.append { .init(name: "score-test.npy", content: ScoreTestArray(test: test).file.bytes) }
    }
    for (name, model) in [("memory", data.trained(.memory)), ("twin", data.trained(.twin))] {
      files.append {
        let array = StatesArray(model: model, panel: data.panel, kept: states)
        return .init(name: "states-\(name).npy", content: array.file.bytes)
      }
    }
    let rivals = data.rivals.map { rivals in
      [("anchored-memory", rivals.nested), ("anchored-twin", rivals.longerTwin), ("placebo", rivals.placebo)]
    }
    for (name, model) in [("memory", data.memory), ("twin", data.twin)] + (rivals ?? []) {
      files.append {
        let weights = WeightsFile(name: name, model: model, panel: data.panel, training: training, version: version)
        return .init(name: "weights-\(name).safetensors", content: weights.file.bytes)
      }
    }
    return files
  }
}
