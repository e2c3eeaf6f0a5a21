import Memory
import Numbers
import Panels
import Recurrence

/// What page and text say alike of the method.
enum MethodText {
  static func settings(_ options: TrainingOptions) -> [String] {
    let models = [
      "Both models: \(options.networks) networks of \(options.cellInWords)"
        + "\(options.bias ? "" : " without bias"), which differ in their seed alone; Adam with step size"
        + " \(options.learningRate) through \(options.windowInWords), \(options.epochs) epochs,"
        + " mean squared error over all rows and columns; each keeps the weights of its best validation epoch. The twin"
        + " has the same data, seeds and settings and no recurrent weights. Seed \(options.seed); free runs of"
        + " \(options.rolloutSteps) steps.", options.aboutCell,
      "Those are the plain models, which are looked into. Rung 3 trains both in an anchored form too, which predicts the"
        + " change from the present row (it starts as persistence), and judges the form with the lower validation error.",
      "Skill is 1 less the held-out error over the competitor's, its interval from a stationary bootstrap of the"
        + " held-out rows; where the error is twice the competitor's or more, it says how many times. Intervals over"
        + " networks say how far a figure depends on the seed.",
    ]
    return models.compactMap { $0 }
  }
}

/// The end of report.txt: how it was done, by which thresholds, how often that errs, and how to do it again.
extension TextPage {
  mutating func method(_ options: TrainingOptions, _ panel: Panel) {
    heading("Method and thresholds")
    for words in MethodText.settings(options) { paragraph(words) }
    gap()
    table(
      TextTable(
        header: ["what decides", "threshold"],
        rows: [
          ["there: the score test rejects, p after Holm's correction at most", NumberText.fixed(Rules.scoreLevel, 2)],
          [
            "there: memory worth seeing, share of what the present row leaves open",
            LadderText.percent(Rules.worthSeeing, 0),
          ],
          ["stored: excess memory capacity above its floors, in lags", NumberText.fixed(Rules.storedExcess, 2)],
          ["used: rise of the held-out error with the state of another time", LadderText.percent(Rules.usedRise, 0)],
          ["useful: skill over the best predictor without a state", LadderText.percent(Rules.margin, 0)],
          ["collapsed: share of the units that are dead or stuck", LadderText.percent(Rules.majority, 0)],
          ["saturated: a state beyond, its range rescaled to [-1, 1]", NumberText.fixed(Rules.saturated, 2)],
          ["dead: standard deviation of a unit over time below", NumberText.fixed(Rules.dead, 2)],
          ["memory horizon: share of the gain of context", LadderText.percent(Rules.horizonGain, 0)],
          ["resamples of the bootstrap", NumberText.count(Rules.resamples)],
        ]))
  }

  /// What is known of the verdict's errors: from processes of known answer, from this run, and how to measure more.
  mutating func calibration(_ rates: ErrorRates?, _ data: Dataset, _ control: Dataset?) {
    heading("How often such a verdict errs")
    for sentence in rates?.sentences(forRows: data.panel.rows) ?? [] { paragraph(sentence) }
    if let verdict = control?.findings.verdict?.data {
      paragraph(
        "The random control, independent noise treated the same way, where the answer is known to be no, got the verdict"
          + " \"\(verdict.rawValue)\".")
    }
    if let surrogates = data.findings.ladder?.surrogates, !surrogates.isEmpty {
      let counts = surrogates.map { "\(NumberText.count($0.count)) \($0.kind.rawValue)" }.joined(separator: ", ")
      paragraph("On surrogates of these data, where it is known too (\(counts)), see the memory ladder.")
    }
    paragraph(
      "How often the verdict errs at this length, on processes whose answer is known, is measured by (hours; it goes on"
        + " where it was stopped):")
    verbatim("engram calibrate --rows \(min(max(data.panel.rows, 100), 1_000_000))")
  }

  /// - Parameter study: the study as a file; empty where there is none.
  mutating func reproduction(version: String, study: String) {
    heading("To reproduce this report")
    paragraph(
      "engram \(version) makes the same bytes of the same study and the same documents, with any number of threads."
        + " Fixtures are such documents, recorded; without them the sources are asked again, and may have more by then."
        + (study.isEmpty ? "" : " The study, to be saved as study.yaml:"))
    guard !study.isEmpty else { return }
    gap()
    verbatim(study)
    gap()
    paragraph("is run, in the folder that its paths start from, by")
    gap()
    verbatim("engram report study.yaml")
  }

  mutating func files() {
    heading("Files")
    item("index.html: this story as a page, with the figures")
    item("report.txt: this text")
    item("results.json: every setting and every number in full")
    item("*.svg: the figures")
    item("panel.csv, predictions.csv, states.csv: the data behind them")
    item("states-*.npy, weights-*.safetensors: hidden states and networks for numpy and PyTorch")
  }
}

extension TrainingOptions {
  /// What an error goes back through.
  var windowInWords: String {
    guard let window else { return "the whole training part" }
    return "the training part in windows of \(window) rows, a step each, the state carried on and no error beyond them"
  }
}
