import Memory
import Numbers
import Reporting
import SeriesMemory

extension Demo {
  /// What is printed, no line wider than 80 columns: a table in three parts, each below sentences that explain it.
  package var text: String { document.text() }

  /// The same as a value.
  var document: Document {
    let title = "The original experiment, exactly, and why its pictures prove nothing"
    let parts = [onceSection] + repeated.enumerated().map { section(on: $1, number: $0 + 2) } + [testSection]
    return Document(
      title: title, version: version, sections: [Section("demo", title, [.paragraph(opening)])] + parts)
  }

  /// Every setting and every number, each data set's too.
  package func json() throws -> String { try JSON(encoding: self).text }

  private var opening: String {
    let hidden = experiment.shape(of: .memory).hidden
    return
      "A recurrent network keeps a state from row to row; its memory-less twin sees only the present row. As in the"
      + " original, both have \(counted(hidden, "unit")) and learn to predict the next of \(counted(experiment.rows, "row")) of"
      + " \(counted(experiment.columns, "column")), in \(counted(experiment.epochs, "step")). The loss is the error on the"
      + " rows they learn."
  }

  // MARK: - Once

  private var onceSection: Section {
    let dates = once.compactMap { one in one.first.flatMap { first in one.last.map { "\(first) to \($0)" } } }
    let data =
      dates.isEmpty
      ? "The market is left out: its recorded series are not in fixtures/market here."
      : "The market is five series, \(dates.joined(separator: ", "))."
    let lower = once.filter { $0.memory.trainingLoss < $0.twin.trainingLoss }.map(\.data)
    let found =
      once.count > 1 && lower.count == once.count
      ? "With memory the loss is lower on both, though noise has nothing to remember."
      : lower.isEmpty
        ? "With memory the loss is not lower here."
        : "With memory the loss is lower on: \(lower.joined(separator: ", "))."
    func row(_ name: String, _ cell: (OriginalExperiment.Outcome) -> Table.Cell) -> Table.Row {
      .init(name, once.flatMap { [cell($0.memory), cell($0.twin)] })
    }
    let table = Table(
      "One training of each", columns: ["figure"] + once.flatMap { _ in ["memory", "twin"] as [Table.Column] },
      groups: once.map { .init(title: $0.data, span: 2) },
      rows: [
        row("training loss") { .number($0.trainingLoss, .digits(3)) },
        row("states outside 0.1 to 0.9") { .number($0.outside, .share) },
        row("unit, standard deviation") { .number($0.unitDeviation, .decimals(2)) },
        row("free run of \(experiment.rolloutSteps) steps") { .text($0.isFlat ? "at rest" : "moves") },
      ])
    return Section(
      "once", "1. Once, as the original shows it",
      [
        .paragraph(
          "Its evidence that the state is memory: the lower loss, the livelier units (fewer states near 0 and 1), the free run"
            + " that keeps moving. \(data) \(found)"), .table(table),
      ])
  }

  // MARK: - Many data sets

  private func section(on repeated: Repeated, number: Int) -> Section {
    var rows: [Table.Row] = []
    func row(_ name: String, isIndented: Bool = false, _ cell: (Compared) -> Table.Cell) {
      rows.append(.init(name, repeated.models.map(cell), isIndented: isIndented))
    }
    func count(_ name: String, isIndented: Bool = false, _ count: (Compared) -> Int?) {
      row(name, isIndented: isIndented) { count($0).map { .text("\($0) of \(repeated.dataSets)") } ?? .text("") }
    }
    let plain = NumberFormat.digits(3).text(repeated.plainHeldOutError)
    row("parameters") { .count($0.parameters) }
    row("training loss") { .number($0.trainingLoss, .digits(3)) }
    count("lower with memory", isIndented: true) { $0.against?.memoryLearnsMore }
    row("error on new rows") { .number($0.heldOutError, .digits(3)) }
    count("lower with memory", isIndented: true) { $0.against?.memoryPredictsBetter }
    count("lower than \(repeated.process == .noise ? "the mean's " : "")\(plain)", isIndented: true) { $0.beatsPlain }
    row("states outside 0.1 to 0.9") { .number($0.outside, .share) }
    row("unit, standard deviation") { .number($0.unitDeviation, .decimals(2)) }
    count("free run at rest") { $0.flat }
    count("while memory's moves", isIndented: true) { $0.against?.picture }
    count("moving, memory's at rest") { $0.against?.reverse }
    let table = Table(
      "Medians over \(counted(repeated.dataSets, "data set"))",
      columns: ["figure"] + repeated.models.map { Table.Column($0.model.title) }, rows: rows)
    let (title, text) = explanation(of: repeated, plain: plain)
    return Section(repeated.process.rawValue, "\(number). \(title)", [.paragraph(text), .table(table)])
  }

  private func explanation(of repeated: Repeated, plain: String) -> (title: String, text: String) {
    let many = counted(repeated.dataSets, "data set")
    return switch repeated.process {
    case .noise:
      (
        "The same on pure noise",
        "In \(many) of noise no row depends on another: every sign of memory is false. New rows are the"
          + " \(repeated.heldOutRows) that follow, which no network has learned. Predicting the mean of the learned rows has"
          + " an error of \(plain) there. The matched twin has as many parameters as the network with memory, so it shows"
          + " what their number does."
      )
    case .walks:
      (
        "The same on random walks",
        "\(many) of \(experiment.columns) random walks look like prices: each row is the one before plus noise. Nothing"
          + " predicts better than the present row, whose error on new rows is \(plain); earlier rows do not"
          + " help.\(picture(repeated))"
      )
    case .oscillations:
      (
        "Where memory is needed",
        "\(many) of \(counted(oscillating.rows, "row")) are oscillators driven by noise, AR(2) of period 10 whose swings"
          + " shrink by 1.5 % a row: one value does not tell whether it rises or falls, the one before it does. The same networks take \(counted(oscillating.epochs, "step")). New rows"
          + " are the \(repeated.heldOutRows) that follow. The best prediction from the present value alone has an error of"
          + " \(plain) there.\(alive(repeated)) A free run is evidence only beside a lower error on new rows and the same"
          + " experiment on noise."
      )
    }
  }

  /// How often the original's last picture appears.
  private func picture(_ repeated: Repeated) -> String {
    let counts = repeated.models.compactMap(\.against)
    guard counts.count == 2 else { return "" }
    return " The original's last picture, a free run that moves with memory and rests without, appears in"
      + " \(counts[0].picture), its reverse in \(counts[0].reverse). With the matched twin it appears in"
      + " \(counts[1].picture), its reverse in \(counts[1].reverse)."
  }

  /// How many free runs still move at their end.
  private func alive(_ repeated: Repeated) -> String {
    func moving(_ model: Compared) -> String { "\(repeated.dataSets - model.flat) of \(repeated.dataSets)" }
    guard repeated.models.count == 3 else { return "" }
    return
      " After \(counted(oscillating.rolloutSteps, "step")) the free run still moves in \(moving(repeated.models[0])) with"
      + " memory, in \(moving(repeated.models[1])) of its twins, in \(moving(repeated.models[2])) of the matched ones."
  }

  // MARK: - Tested

  private var testSection: Section {
    let table = Table(
      "Verdicts on noise",
      columns: ["rows", "columns", "series", "not testable", "memory found"],
      rows: tests.map { test in
        .init(grouped(test.rows), [test.columns, test.series, test.notTestable, test.memory].map { .count($0) })
      })
    let alarms = tests.last.flatMap { test in
      test.falseAlarms.map {
        let share = Double(test.memory) / Double(test.series - test.notTestable)
        return " With \(counted(test.rows, "row")) it errs in \(percentage(share)) (\(Rules.intervalText)"
          + " \(NumberFormat.share.range(share, $0.low, $0.high)))."
      }
    }
    let fewest = tests.first.map(\.fewestRows) ?? 0
    let level = NumberFormat.wholeShare.text(tests.first?.level ?? .nan)
    return Section(
      "tests", "\(repeated.count + 2). What engram reports on noise",
      [
        .paragraph(
          "Before it trains a recurrent network, engram tests whether the past explains any of the remaining variance, at a"
            + " level of \(level). With \(counted(experiment.columns, "column")) it needs"
            + " \(counted(fewest, "row")).\(alarms ?? "")"), .table(table),
      ])
  }
}

extension OriginalExperiment.Model {
  fileprivate var title: String {
    switch self {
    case .memory: "memory"
    case .twin: "twin"
    case .matched: "matched twin"
    }
  }
}
