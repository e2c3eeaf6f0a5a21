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
  /// The files for other programs: the panel, predictions, states and weights of the data. There are none of the control,
  /// which is noise from the same seed.
  ///
  /// With the default study they are 4 MB, and the whole folder 8 MB. The same study gives the same bytes.
  func dataFiles(states: StatesKept) -> [ReportFolder.File] {
    let models = [("memory", data.trained(.memory)), ("twin", data.trained(.twin))]
    let rivals: [(String, Trained)] =
      data.rivals.map {
        [("anchored-memory", $0.nested), ("anchored-twin", $0.longerTwin), ("placebo", $0.placebo)]
      } ?? []
    let all: [() -> ReportFolder.File] =
      [
        { .init(name: "panel.csv", content: data.panelCSV) },
        { .init(name: "predictions.csv", content: PredictionsCSV(dataset: data).text) },
        { .init(name: "states.csv", content: StatesCSV(dataset: data).text) },
      ]
      + (data.findings.ladder?.there.map { test in
        [{ .init(name: "score-test.npy", content: ScoreTestArray(test: test).file.bytes) }]
      } ?? [])
      + models.map { name, model in
        {
          let array = StatesArray(model: model, panel: data.panel, kept: states)
          return .init(name: "states-\(name).npy", content: array.file.bytes)
        }
      }
      + ([("memory", data.memory), ("twin", data.twin)] + rivals).map { name, model in
        {
          let weights = WeightsFile(name: name, model: model, panel: data.panel, training: training, version: version)
          return .init(name: "weights-\(name).safetensors", content: weights.file.bytes)
        }
      }
    // Whoever cancelled the task wants no result.
    return all.compactMap { Task.isCancelled ? nil : $0() }
  }
}
