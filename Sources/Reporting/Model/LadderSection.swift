import Memory
import Numbers
import Panels
import SeriesMemory

/// The memory ladder and what its rungs rest on.
extension ReportModel {
  /// nil where the data have no ladder.
  var evidence: Section? {
    guard data.findings.ladder != nil else { return nil }
    var blocks: [Block] = [
      .textOnly([
        .paragraph(
          "The lowest rung is about the data and needs no recurrent network; the others are about the trained model.")
      ])
    ]
    // A loop: the compiler took eight seconds to check the types of the same in one expression.
    for (title, dataset) in datasets {
      guard let ladder = dataset.findings.ladder else { continue }
      let found = [.heading("What the rungs rest on, \(title)")] + ReportModel.evidence(ladder)
      blocks += title == ReportModel.controlTitle ? [.textOnly(found)] : found
    }
    return Section(
      "ladder", "The evidence, rung by rung", label: "The evidence", folded: "every test behind the four rungs", blocks)
  }

  private static func evidence(_ ladder: Ladder) -> [Block] {
    var blocks: [Block] = []
    if let there = ladder.there {
      if let profile = profile(there) { blocks.append(.textOnly([.table(profile)])) }
      let columns = byColumn(there, ladder.useful)
      blocks += [
        .pageOnly([
          .table(columns.keeping("corrected p", "strongest feature", "near a unit root", "memory", "lower bound"))
        ]), .textOnly([.table(columns)]),
      ]
      if let orders = orders(there) { blocks.append(.table(orders)) }
      if !there.planted.isEmpty { blocks.append(.table(planted(there))) }
      if let sources = sources(there) { blocks.append(.table(sources)) }
      if let reading = there.otherReading { blocks.append(.warnings(["Other reading: " + reading])) }
      if let unitRoots = unitRoots(there) { blocks.append(.warnings([unitRoots])) }
    }
    if let useful = ladder.useful {
      blocks += [.textOnly([.table(errors(useful))]), .list(gainNotes(useful)), .textOnly([.table(tests(useful))])]
    }
    if let used = ladder.used { blocks += [.textOnly([.table(interventions(used))]), .list(stateNotes(used))] }
    if !ladder.surrogates.isEmpty { blocks.append(.textOnly([.table(surrogateTable(ladder.surrogates))])) }
    return blocks
  }

  // MARK: - There

  private static func profile(_ there: MemoryTest) -> Table? {
    let lags = there.columns.first?.profile.map(\.lag).prefix(Rules.shownLags) ?? []
    guard !lags.isEmpty else { return nil }
    return Table(
      "Memory profile: p of the score test by lag in rows, each lag by itself, uncorrected",
      columns: ["column"] + lags.map { Table.Column(String($0)) },
      rows: there.columns.map { column in
        .init(column.name, column.profile.prefix(Rules.shownLags).map { .number($0.p, .p) })
      })
  }

  /// Score test and gain, column by column.
  private static func byColumn(_ there: MemoryTest, _ useful: ForecastGain?) -> Table {
    Table(
      "Score test and gain by column. The larger p of sign flips and permutations decides, corrected for"
        + " \(counted(there.columns.count, "column"))",
      columns: [
        "column", "p of flips", "p of permutations", "corrected p", "strongest feature", "lags that stand out",
        "near a unit root", "memory",
        .init("skill [\(Rules.confidenceText)]"), "lower bound", "p of gain",
      ],
      rows: there.columns.enumerated().map { index, column in
        let gain = useful.flatMap { $0.columns.indices.contains(index) ? $0.columns[index] : nil }
        return .init(
          column.name,
          [
            .number(column.flips, .p), .number(column.permutations, .p), .number(column.corrected, .p),
            .text(column.strongest ?? "none"),
            .text(column.standing.isEmpty ? "none" : column.standing.map(String.init).joined(separator: ", ")),
            .text(Table.Cell.words(column.isNearUnitRoot)), .answer(there.answer(column)),
            Table.Cell(gain?.skill, .skill), Table.Cell(gain?.lowerBound, .skill), Table.Cell(gain?.adjustedP, .p),
          ])
      })
  }

  private static func unitRoots(_ there: MemoryTest) -> String? {
    let near = there.columns.filter(\.isNearUnitRoot)
    guard !near.isEmpty else { return nil }
    return
      "A unit root cannot be ruled out in \(near.map(\.name).joined(separator: ", ")): there the past enters as"
      + " differences from the present row, and the next difference is predicted."
  }

  /// How far back the memory of each column reaches, and its cycle; nil where neither is found.
  private static func orders(_ there: MemoryTest) -> Table? {
    let found = there.columns.filter { $0.order != nil || $0.cycle != nil }
    guard !found.isEmpty else { return nil }
    return Table(
      "How far back the memory reaches, in the features of the score test, and the cycle in what the present row leaves",
      columns: ["column", .init("reaches back over", isProse: true), .init("cycle", isProse: true)],
      rows: found.map {
        .init(
          $0.name, [.text($0.order?.text ?? "no memory found"), .text($0.cycle?.text ?? "none")])
      })
  }

  /// What planted memory would have been found.
  private static func planted(_ there: MemoryTest) -> Table {
    Table(
      "Planted memory: the smallest share of the remaining variance that is found with \(Rules.powerText) power"
        + (there.rows < Rules.fewRows ? ", roughly: for so few rows `engram calibrate --on` measures it" : ""),
      columns: ["memory of", "share"],
      rows: there.planted.map { .init($0.form, [$0.share.map { .number($0, .share) } ?? .text("above 50 %")]) })
  }

  /// Whose past helps whom; nil for one column or where no pair is found.
  private static func sources(_ there: MemoryTest) -> Table? {
    let names = there.columns.map(\.name)
    guard names.count > 1, names.count <= Rules.shownSources, there.sources.count == names.count else { return nil }
    return Table(
      "Whose past helps whom, given the present row: p of the past of each column, corrected for all pairs",
      columns: ["helps"] + names.map { Table.Column("past of \($0)") },
      rows: zip(names, there.sources).map { name, row in .init(name, row.map { .number($0, .p) }) })
  }

  // MARK: - Useful

  private static func errors(_ useful: ForecastGain) -> Table {
    let reference = useful.steps.first?.error ?? 0
    let steps = useful.steps.map { ($0.title(in: useful), $0.error) } + [("linear autoregression", useful.linear.error)]
    return Table(
      "Held-out error, mean squared, from persistence to memory; the linear autoregression has memory too",
      columns: ["predictor", "error", "over persistence's"],
      rows: steps.map { name, error in
        .init(name, [.number(error, .digits(3)), reference > 0 ? .number(error / reference, .digits(3)) : .missing])
      })
  }

  private static func gainNotes(_ useful: ForecastGain) -> [String] {
    let anchored = useful.model == .anchored ? ", which predicts the change from the present row," : ""
    let power = NumberFormat.wholeShare.text(useful.detectable.power)
    let orders = useful.linear.orders.map(String.init).joined(separator: ", ")
    return [
      "The \(useful.model.rawValue) memory model\(anchored) has the lower validation error and is judged.",
      "\(counted(useful.testRows, "held-out row")) give \(power) power to detect a gain of"
        + " \(percentage(useful.detectable.skill)).",
      "The autoregression has orders \(orders), chosen by BIC."
        + (useful.linear.skill.map { " Its skill over the same predictor is \($0.text(.skill))." }
          ?? useful.linear.share.map { " It has \(percentage($0)) of the gain of memory." } ?? ""),
      useful.nested.isNested
        ? "Nested pair: twin and memory model start from the same weights and train equally long."
        : "Anchored pair: twin and memory model start from weights of their own and train equally long. Clark and West's"
          + " test needs a model that contains its twin, which no memory model of this cell does.",
    ]
  }

  private static func tests(_ useful: ForecastGain) -> Table {
    let (diebold, clark) = (useful.nested.dieboldMariano, useful.nested.clarkWest)
    var rows = [
      Table.Row("skill over the twin", [Table.Cell(useful.nested.skill, .skill), .missing]),
      .init("Diebold-Mariano, t", [statistic(diebold.statistic), .number(diebold.p, .p)]),
    ]
    if let clark {
      rows.append(.init("Clark-West, z (decides nothing)", [statistic(clark.statistic), .number(clark.p, .p)]))
    }
    return Table(
      "The \(useful.nested.isNested ? "nested" : "anchored") pair on the held-out rows",
      columns: ["test", "statistic", "p"], rows: rows)
  }

  private static func statistic(_ value: Double?) -> Table.Cell {
    value.map { .number($0, .decimals(2)) } ?? .text("undefined")
  }

  // MARK: - Used

  private static func interventions(_ used: Interventions) -> Table {
    let all: [(String, Interventions.Intervention)] = [
      ("swapped with a state from another time", used.swap), ("set to zero", used.zero),
      ("set to its mean", used.freeze),
    ]
    return Table(
      "Interventions: rise of the held-out error [\(Rules.intervalText)]",
      columns: ["the state is", "one network, over networks", "mean prediction, over time"],
      rows: all.map { name, found in .init(name, [.interval(found.rise, .rise), Table.Cell(found.overTime, .rise)]) })
  }

  private static func stateNotes(_ used: Interventions) -> [String] {
    [
      "Memory horizon, the rows of context that give \(NumberFormat.wholeShare.text(Rules.horizonGain)) of the gain:"
        + " \(used.horizon.text).",
      "The state accounts for \(percentage(used.movedVariance.mean)) of the variance of the predictions.",
    ]
  }

  // MARK: - Surrogates

  private static func surrogateTable(_ all: [SurrogateFindings]) -> Table {
    Table(
      "Held-out skill of one memory model over its twin, on the data and on surrogates; no more are made once p must "
        + "exceed \(NumberFormat.wholeShare.text(Rules.surrogateLevel))",
      columns: [
        "surrogates", "made", "failed", "on the data", "median", "\(Rules.confidenceText) below", "p",
      ],
      rows: all.map { found in
        .init(
          found.kind.title,
          [
            found.count < found.planned ? .text(found.made) : .count(found.count),
            .count(found.failed), .number(found.statistic, .skill),
            Table.Cell(found.quantiles?.p50, .skill), Table.Cell(found.quantiles?.p95, .skill), .number(found.p, .p),
          ])
      })
  }
}

// MARK: - Wording that figures share

extension SurrogateFindings {
  /// How many were made, of how many that were planned.
  var made: String { count < planned ? "\(grouped(count)) of \(grouped(planned))" : grouped(count) }
}

extension SurrogateKind {
  fileprivate var title: String {
    switch self {
    case .shuffled: "shuffled: rows are independent"
    case .markov: "markov: a row depends on the one before only"
    case .iaaft: "iaaft: linear memory is kept"
    }
  }
}

extension ForecastGain.Step {
  /// Of the two memory models the one that is judged.
  func title(in useful: ForecastGain) -> String { name == "memory" ? "memory, \(useful.model.rawValue)" : name }
}

extension Horizon {
  /// `4.2 [3.1, 5.3] in 14 of 16, beyond 64 in 1 of 16, none in 1 of 16`
  var text: String {
    let networks = reached + beyond + none
    var parts: [String] = []
    if let steps {
      let figure = steps.text(.decimals(1))
      parts.append(reached == networks ? figure : "\(figure) in \(reached) of \(networks)")
    }
    if beyond > 0 { parts.append("beyond \(limit) in \(beyond) of \(networks)") }
    if none > 0 { parts.append("none in \(none) of \(networks)") }
    return parts.isEmpty ? missingText : parts.joined(separator: ", ")
  }
}
