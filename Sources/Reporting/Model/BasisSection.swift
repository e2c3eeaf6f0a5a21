import Memory
import Numbers
import Panels
import Recurrence
import SeriesMemory
import TimeSeries

/// What the answer rests on: the figures behind it, what was asked of which data, and how sure it is.
extension ReportModel {
  var basis: Section {
    var blocks: [Block] = [
      .textOnly([.table(basisTable)]), .heading("What was asked, and of which data"),
      .paragraph(
        "A recurrent network passes a hidden state from row to row. That state is memory only if it holds something of the"
          + " past that the present row does not, if the model uses it, and if that pays on new data. So two networks are"
          + " trained on the same rows: the memory model, which sees its own last state, and its memory-less twin, which"
          + " does not."),
      .paragraph(ReportModel.text(of: data.panel)),
    ]
    if let limits { blocks.append(.paragraph(limits)) }
    if let about = training.aboutCell { blocks.append(.paragraph(about)) }
    if !confidence.isEmpty {
      blocks += [.heading("How sure this is"), .list(confidence), .textOnly([.list([replication])])]
    }
    return Section(
      "basis", "What the answer rests on", label: "What it rests on",
      folded: "the figures behind it, the data, and how sure it is", blocks)
  }

  private var basisTable: Table {
    Table(
      "What this rests on", columns: ["figure", "value"],
      rows: data.findings.answerBasis(control: control?.findings).map { .init($0.label, [.text($0.value)]) })
  }

  private static func text(of panel: Panel) -> String {
    "The first \(grouped(panel.split.train)) rows train the networks, the next"
      + " \(grouped(panel.split.validation)) choose the epoch, and the last \(grouped(panel.split.test)) are held out."
      + " All errors are measured on the held-out rows."
  }

  /// What does not read all rows of a long panel; nil where all do.
  private var limits: String? {
    let (rows, test) = (data.panel.rows, data.findings.ladder?.there?.rows ?? 0)
    guard rows > Rules.analysedRows else { return nil }
    let most = "the last \(grouped(Rules.analysedRows))"
    return (test > 0 && test < rows ? "The score test reads the last \(grouped(test)) rows. " : "")
      + "States are described on \(most) rows, and decoded on \(most) of each part; the interventions run on the first"
      + " \(grouped(Rules.interventionRows)) held-out rows. Predictors without a network are fitted to at most the last"
      + " \(grouped(Rules.fittedRows)) training rows. All networks train on all rows that train, and the errors of"
      + " their predictions are measured on all held-out rows."
  }

  // MARK: - How sure

  private var confidence: [String] {
    guard let ladder = data.findings.ladder else { return [] }
    let measured = calibration?.sentences(forRows: data.panel.rows).prefix(2) ?? []
    return measured + [clocks, unfinished(data), surrogates(ladder.surrogates)].compactMap { $0 }
  }

  private var replication: String {
    "\(counted(data.findings.memory.networks, "network")) of each kind differ only in their seed. Intervals over networks"
      + " show how far a figure depends on the seed; intervals of a gain show how far it depends on the held-out rows."
  }

  /// Which model's networks were still improving when training ended; nil where none were.
  func unfinished(_ dataset: Dataset) -> String? {
    let all = ModelKind.allCases.compactMap { model -> String? in
      let found = dataset.findings(model)
      let epochs = found.lastEpoch
      guard epochs > 1, found.bestEpoch.mean >= Rules.lateEpoch * Double(epochs) else { return nil }
      // Networks that stopped by themselves were better that many epochs before.
      if training.patience > 0, found.bestEpoch.mean <= Double(epochs - training.patience) { return nil }
      return "\(model.name) \(fixed(found.bestEpoch.mean, decimals: 0)) of \(grouped(epochs))"
    }
    guard !all.isEmpty else { return nil }
    return "Training ended while the validation error still fell (mean best epoch: \(all.joined(separator: ", ")))."
      + " With more epochs the networks might do better."
  }

  private func surrogates(_ all: [SurrogateFindings]) -> String? {
    guard let first = all.first else { return nil }
    let kinds = all.map { "\($0.kind.rawValue) \(pStatement($0.p))" }
    return "Surrogates test one pair of networks on data made after a hypothesis: \(kinds.joined(separator: ", "))."
      + " The smallest possible p is \(NumberFormat.p.text(first.resolution)). Only markov asks for memory."
  }

  /// What the columns' different hours may do.
  private var clocks: String? {
    let hours = data.panel.ledger.entries.compactMap(\.observed).reduce(into: [String]()) { hours, one in
      if !hours.contains(one) { hours.append(one) }
    }
    guard hours.count > 1 else { return nil }
    return
      "The columns are observed at different hours (\(hours.joined(separator: "; "))). News in between can look like"
      + " memory; the warnings say which study would rule that out."
  }
}

extension ModelFindings {
  /// The history begins before the first.
  var lastEpoch: Int { max(0, trainLossHistory.count - 1) }
}

extension Panel {
  /// The first and the last time in words; none where there is no row.
  package var ends: [String] { [times.first, times.last].compactMap { $0?.text(resolution) } }
}
