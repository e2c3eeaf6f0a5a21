import Memory
import Numbers
import Panels
import Recurrence
import SeriesMemory

/// How it was done, by which thresholds, how often that errs, and how to do it again.
extension ReportModel {
  var method: Section {
    var blocks: [Block] = [
      .heading("The models"),
      .formulas([
        "memory model: yₜ = σ(Wₓ xₜ + Wₕ yₜ₋₁ + b)", "memory-less twin: yₜ = σ(Wₓ xₜ + b)",
        "both: x̂ₜ₊₁ = Wₒᵤₜ yₜ + bₒᵤₜ",
      ]), .list(Array(settings.prefix(2))), .textOnly([.list(Array(settings.dropFirst(2)))]),
      .textOnly([.heading("The rungs"), .terms(ReportModel.rungs)]),
      .pageOnly([.paragraph("report.txt says how each rung is measured and has every other threshold.")]),
    ]
    if let rules = data.findings.verdict?.rules, !rules.isEmpty {
      blocks += [.heading("The rules that gave the verdict"), .list(rules)]
    }
    return Section(
      "method", "Method and thresholds", folded: "models, training, tests, and every threshold",
      blocks + [
        .heading("The thresholds"), .table(ReportModel.thresholds), .textOnly([.table(ReportModel.furtherThresholds)]),
      ])
  }

  private var settings: [String] {
    let options = training
    return [
      "Both models: \(counted(options.networks, "network")) of \(options.cellText)\(options.bias ? "" : " without bias"),"
        + " which differ only in their seed. Seed \(options.seed).",
      "Training: backpropagation through \(options.windowText), Adam with step size \(figure(options.learningRate, digits: 1)),"
        + " \(options.epochsText), mean squared error over all rows and columns. Each network keeps the weights of its best"
        + " validation epoch.",
      "Rows are split in time: the first part trains, the next chooses the epoch, the last is held out. The scaler sees only"
        + " the training part. Free runs have \(counted(options.rolloutSteps, "step")).",
      "Both models are also trained in an anchored form, which predicts the change from the present row and starts as"
        + " persistence. The form with the lower validation error is judged, and its states and free runs are shown.",
      "Skill is 1 less the held-out error over the competitor's, with an interval by stationary bootstrap of the held-out"
        + " rows. From twice the competitor's error on, how many times it is.",
    ]
  }

  private static let rungs = [
    Term(
      "0 there",
      "Two memory-less regressions are fitted, a smooth one and a forest. Does what both leave correlate with functions of"
        + " the past? The hypothesis is E[xₜ₊₁ | past] = E[xₜ₊₁ | xₜ]. p is the larger of two, by sign flips and by"
        + " permutations, corrected for all columns."),
    Term(
      "1 stored",
      "Ridge regression decodes past rows from the state and from the present row. The excess memory capacity is the sum"
        + " over lags of R²(state) − R²(row), where positive. It must exceed that of shuffled pairs, of the twin and of the"
        + " untrained network."),
    Term(
      "2 used",
      "The state is swapped with one from another time, or set to zero or to its mean. If the model uses it, the held-out"
        + " error rises."),
    Term(
      "3 useful",
      "Skill = 1 − error with memory / error of the best predictor without a state, on the held-out rows: the mean,"
        + " persistence, linear regression, the strong memory-less regression, the twin, or the placebo."),
  ]

  // MARK: - Errors of the verdict

  /// What is known of the verdict's errors: from processes of known answer, from this run, and how to measure more.
  var errorRates: Section {
    let rows = data.panel.rows
    var blocks: [Block] = []
    if let calibration {
      let sentences = calibration.sentences(forRows: rows)
      blocks += [
        .textOnly([.list(Array(sentences.dropLast()))]), .list(Array(sentences.suffix(1))), .table(calibration.table),
      ]
    }
    var notes: [String] = []
    if let verdict = control?.findings.verdict?.data {
      notes.append("The random control has no memory. Its verdict is \"\(verdict.rawValue)\".")
    }
    if let surrogates = data.findings.ladder?.surrogates, !surrogates.isEmpty {
      let counts = surrogates.map { "\(grouped($0.count)) \($0.kind.rawValue)" }.joined(separator: ", ")
      notes.append("Surrogates of these data (\(counts)) are in the memory ladder.")
    }
    notes.append(
      "The command below measures the errors at this length on processes of known answer. It resumes where"
        + " it was stopped.")
    blocks += [
      .textOnly([.list(Array(notes.dropLast()))]), .list(Array(notes.suffix(1))),
      .code(
        CodeItem(label: "How to measure", text: "engram calibrate --rows \(min(max(rows, 100), 1_000_000))", file: nil)),
    ]
    return Section(
      "calibration", "How often the verdict errs", folded: "measured on processes of known answer", blocks)
  }

  // MARK: - Reproduction

  static func reproduction(_ reproduction: Reproduction?, version: String) -> Section {
    var blocks: [Block] = [
      .paragraph(
        "engram \(version) writes the same bytes for the same study and the same documents, on any machine and with any"
          + " number of threads. Fixtures are such documents, recorded. Without them the sources are asked again and may"
          + " have newer rows.")
    ]
    if let reproduction {
      blocks += [
        .paragraph("Save this as study.yaml, in the folder where its paths start:"),
        .code(CodeItem(label: "The study file", text: reproduction.studyFile, file: "study.yaml")),
        .paragraph("Then run:"), .code(CodeItem(label: "The command", text: reproduction.command, file: nil)),
      ]
    }
    blocks.append(.textOnly([.heading("Files"), .terms(files)]))
    return Section(
      "again", "How to reproduce this report", folded: "the study file, the command, the files", blocks)
  }

  private static let files = [
    Term("index.html", "the report as a page, with its figures"), Term("report.txt", "the report as text"),
    Term("results.json", "every setting and every number in full"), Term("*.svg", "the figures"),
    Term("panel.csv, predictions.csv, states.csv", "the data behind them"),
    Term("score-test.npy", "what the regressions of rung 0 left"),
    Term("states-*.npy, weights-*.safetensors", "hidden states and networks for numpy and PyTorch"),
  ]
}

extension TrainingOptions {
  /// What the hidden layer consists of, as `16 tanh units`.
  var cellText: String {
    switch cell {
    case .elman: "\(hidden) \(activation.rawValue) units"
    case .gru: "\(hidden) gated recurrent units (GRU)"
    case .lstm: "\(hidden) long short-term memory units (LSTM)"
    case .reservoir: "\(hidden) \(activation.rawValue) units of an untrained reservoir"
    }
  }

  /// What the error is propagated through.
  fileprivate var windowText: String {
    guard let window else { return "the whole training part" }
    return "windows of \(window) rows, one step each, the state carried on"
  }

  /// How long a network trains.
  fileprivate var epochsText: String {
    patience == 0 || patience >= epochs
      ? counted(epochs, "epoch")
      : "at most \(counted(epochs, "epoch")), ending after \(patience) without a lower validation error"
  }

  /// What there is to say of any cell but Elman's.
  var aboutCell: String? {
    let what: String
    switch cell {
    case .elman: return nil
    case .gru:
      what = "The hidden layers are gated recurrent units (GRU): gates decide how much of the last state stays."
    case .lstm:
      what =
        "The hidden layers are long short-term memory (LSTM): each unit has a cell, and gates decide what it keeps. The"
        + " state that is decoded, swapped and zeroed is both; figures of units show what the readout sees."
    case .reservoir:
      what =
        "The hidden layers are echo-state reservoirs: their weights are drawn once and never trained, and the recurrent"
        + " ones have a spectral radius of 0.9. Only the readout learns."
    }
    return what
      + " The twin is the same cell with its last state set to zero, the placebo the same with the state that the present"
      + " row alone gives. The score test uses no such cell, but a memory-less fit of its own."
  }
}
