import Numbers
import Reporting

extension Demo {
  /// What is printed, no line wider than 80 columns: a table in three parts, each under sentences that say what it shows.
  public var text: String {
    var lines = Demo.wrapped("The original experiment, exactly, and why its pictures prove nothing")
    lines += [""] + Demo.wrapped(opening)
    let many = repeated.enumerated().map { manyLines(of: $1, number: $0 + 2) }
    for part in [onceLines] + many + [testLines] { lines += [""] + part }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Every setting and every number, each data set's too.
  public func json() throws -> String { try JSON(encoding: self).text }

  private static let width = 80

  private static func wrapped(_ text: String) -> [String] { TextFlow.wrap(text, width: width) }

  private var opening: String {
    let hidden = experiment.shape(of: .memory).hidden
    return
      "A recurrent network keeps a state from row to row; its memory-less twin sees the present row alone. Here, as in"
      + " the original, both have \(hidden) units and learn to predict the next of \(experiment.rows) rows of"
      + " \(experiment.columns) columns, in \(NumberText.count(experiment.epochs)) steps. The loss is the error on the"
      + " very rows they learn."
  }

  // MARK: - Once

  private var onceLines: [String] {
    let dates = once.compactMap { one in one.first.flatMap { first in one.last.map { "\(first) to \($0)" } } }
    let data =
      dates.isEmpty
      ? "The market is left out: its recorded series are not in fixtures/market here."
      : "The market is five series, \(dates.joined(separator: ", "))."
    let lower = once.filter { $0.memory.trainingLoss < $0.twin.trainingLoss }.map(\.data)
    let found =
      once.count > 1 && lower.count == once.count
      ? "With memory the loss is lower on both, though in noise there is nothing to remember."
      : lower.isEmpty
        ? "With memory the loss is not lower here."
        : "With memory the loss is lower on: "
          + lower.joined(separator: ", ") + "."
    var table = TextTable(header: [""] + once.flatMap { ["\($0.data): memory", "twin"] })
    func row(_ name: String, _ figure: (OriginalExperiment.Outcome) -> String) {
      table.rows.append([name] + once.flatMap { [figure($0.memory), figure($0.twin)] })
    }
    row("training loss") { NumberText.significant($0.trainingLoss) }
    row("states outside 0.1 to 0.9") { NumberText.percent($0.outside) }
    row("unit, standard deviation") { NumberText.fixed($0.unitDeviation, 2) }
    row("free run of \(experiment.rolloutSteps) steps") { $0.isFlat ? "at rest" : "moves" }
    return Demo.wrapped(
      "1. Once, as the original shows it. Its evidence that the state is memory: the lower loss, the livelier units (fewer"
        + " states near 0 and 1), the free run that keeps moving. \(data) \(found)")
      + [""] + table.lines(width: Demo.width)
  }

  // MARK: - Many data sets

  private func manyLines(of repeated: Repeated, number: Int) -> [String] {
    let of = "of \(repeated.dataSets)"
    let plain = NumberText.significant(repeated.plainHeldOutError)
    var table = TextTable(header: [""] + repeated.models.map { Demo.name(of: $0.model) })
    func row(_ name: String, _ figure: (Compared) -> String) {
      table.rows.append([name] + repeated.models.map(figure))
    }
    func row(_ name: String, count: (Compared) -> Int?) {
      row(name) { count($0).map { "\($0) \(of)" } ?? "" }
    }
    row("parameters") { NumberText.count($0.parameters) }
    row("training loss") { NumberText.significant($0.trainingLoss) }
    row("  lower with memory", count: { $0.against?.memoryLearnsMore })
    row("error on new rows") { NumberText.significant($0.heldOutError) }
    row("  lower with memory", count: { $0.against?.memoryPredictsBetter })
    row("  lower than \(repeated.process == .noise ? "the mean's " : "")\(plain)", count: { $0.beatsPlain })
    row("states outside 0.1 to 0.9") { NumberText.percent($0.outside) }
    row("unit, standard deviation") { NumberText.fixed($0.unitDeviation, 2) }
    row("free run at rest", count: { $0.flat })
    row("  while memory's moves", count: { $0.against?.picture })
    row("moving, memory's at rest", count: { $0.against?.reverse })
    return Demo.wrapped("\(number). " + words(about: repeated, plain: plain)) + [""] + table.lines(width: Demo.width)
  }

  private func words(about repeated: Repeated, plain: String) -> String {
    let many = "\(NumberText.count(repeated.dataSets)) data set\(repeated.dataSets == 1 ? "" : "s")"
    return switch repeated.process {
    case .noise:
      "The same on \(many) of pure noise, where no row says anything about another: every sign of memory is a false one."
        + " New rows are the \(repeated.heldOutRows) that follow, which no network has learned; the mean of the learned"
        + " rows, for a prediction, is wrong by \(plain) there. The matched twin has as many parameters as the network"
        + " with memory: it shows what their number does by itself. Figures are medians."
    case .walks:
      "The same on \(many) of \(experiment.columns) random walks, which look like prices: each row is the one before and"
        + " noise. Nothing predicts better than the present row, which is wrong by \(plain) on new rows, and the past"
        + " before it is of no use.\(picture(repeated))"
    }
  }

  /// How often the original's last picture is seen.
  private func picture(_ repeated: Repeated) -> String {
    let counts = repeated.models.compactMap(\.against)
    guard counts.count == 2 else { return "" }
    return " The original's last picture, a free run that goes on with memory and comes to rest without, is there in"
      + " \(counts[0].picture), its reverse in \(counts[0].reverse); beside the matched twin it is there in"
      + " \(counts[1].picture), its reverse in \(counts[1].reverse)."
  }

  private static func name(of model: OriginalExperiment.Model) -> String {
    switch model {
    case .memory: "memory"
    case .twin: "twin"
    case .matched: "matched twin"
    }
  }

  // MARK: - Tested

  private var testLines: [String] {
    var table = TextTable(header: [
      "rows", "columns", "series", "not testable", "no memory found", "inconclusive", "memory",
    ])
    for test in tests {
      table.rows.append(
        [NumberText.count(test.rows)]
          + [test.columns, test.series, test.notTestable, test.noMemoryFound, test.inconclusive, test.memory].map {
            NumberText.count($0)
          })
    }
    let alarms = tests.last.flatMap { test in
      test.falseAlarms.map {
        let share = Double(test.memory) / Double(test.series - test.notTestable)
        return " Asked about \(NumberText.count(test.rows)) rows it is wrong in \(percentage(share)) (95 % interval"
          + " \(percentage($0.low)) to \(percentage($0.high)))."
      }
    }
    let fewest = tests.first.map(\.fewestRows) ?? 0
    let level = percentage(tests.first?.level ?? .nan, decimals: 0)
    return Demo.wrapped(
      "\(repeated.count + 2). What engram says of noise. Before it trains a recurrent network it asks whether the past"
        + " goes along with anything that the present row leaves unexplained, by a test made to take at most \(level) of"
        + " noise for memory. With \(experiment.columns) columns the test needs \(fewest) rows; of fewer engram says"
        + " that they are too few.\(alarms ?? "")")
      + [""] + table.lines(width: Demo.width)
  }
}
