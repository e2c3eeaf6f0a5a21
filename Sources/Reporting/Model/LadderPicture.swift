package import Memory
import Numbers
package import SeriesMemory

/// The four rungs, on the data and, beside them, on noise of the same size.
package struct LadderPicture: Sendable {
  package var places: [Place]

  /// One panel.
  package struct Place: Sendable {
    package var title: String
    /// The verdicts on the data and on the latent state.
    package var data: String
    package var state: String
    /// From the lowest up.
    package var rungs: [Rung]
  }

  package struct Rung: Sendable {
    package var number: Int
    package var word: String
    package var question: String
    /// With its interval, where it has one.
    package var value: Table.Cell
    /// What the value is.
    package var measure: String
    /// What of it differs between panels, such as a bound; empty where nothing does.
    package var detail: String
    /// What the value must exceed on this panel, where that differs between panels.
    var needed: String?
    package var answer: RungAnswer?
    /// What the value must exceed, in words.
    package var rule: String
    /// Where the value lies beside its threshold; nil where there is none.
    var position: LadderStrip.Position?
    /// The file of the figure that shows it, and its number where the report has it.
    var file: String
    var figureNumber: Int?
  }

  /// nil where the first panel has no ladder.
  init?(_ datasets: [(title: String, findings: Findings)], figures: [FigureItem] = []) {
    places = datasets.compactMap { title, findings in
      guard let ladder = findings.ladder, let verdict = findings.verdict else { return nil }
      var rungs = Rung.all(of: ladder)
      for index in rungs.indices {
        rungs[index].figureNumber = figures.first { $0.file == rungs[index].file }?.number
      }
      return Place(title: title, data: verdict.data.rawValue, state: verdict.state.rawValue, rungs: rungs)
    }
    guard datasets.first?.findings.ladder != nil, !places.isEmpty else { return nil }
  }

  /// The same as tables, one for each panel.
  package var tables: [Table] {
    places.map { place in
      Table(
        "\(place.title): \(place.data). The latent state: \(place.state).",
        columns: ["rung", "figure [\(Rules.confidenceText)]", "answer"],
        rows: place.rungs.map { rung in
          Table.Row(
            "\(rung.number) \(rung.word): \(rung.measure)\(rung.detail.isEmpty ? "" : "; \(rung.detail)")",
            [rung.value, .answer(rung.answer)])
        })
    }
  }
}

extension LadderPicture.Rung {
  package static func all(of ladder: Ladder) -> [LadderPicture.Rung] {
    let (there, stored, used, useful) = (ladder.there, ladder.stored, ladder.used, ladder.useful)
    let (columns, deciding) = (there?.columns.count ?? 1, useful?.deciding(on: there))
    let bound = useful.flatMap { useful in
      deciding.map { "\(useful.boundText): \(NumberFormat.skill.text($0.lowerBound))" }
    }
    let decision = useful?.decision(on: there)
    return [
      .init(
        number: 0, word: "there", question: "Do the data have memory?",
        value: there.map { $0.smallest.map { .number($0, .p) } ?? .text("nothing to explain") } ?? .missing,
        measure: columns > 1 ? "smallest of \(columns) corrected p" : "p of the score test", detail: "",
        answer: there?.rung, rule: "counts at \(Rules.scoreLevelText) or less",
        position: there?.smallest.map { LadderStrip.Position(p: $0, level: Rules.scoreLevel) },
        file: "12-memory-profile.svg"),
      .init(
        number: 1, word: "stored", question: "Did training store the past in the state?",
        value: Table.Cell(stored?.memory.excess, .decimals(2)),
        measure: "past values in the state",
        detail: stored?.detail ?? "", needed: stored?.neededText, answer: stored?.decision.answer,
        rule: "counts \(fixed(Rules.storedExcess, decimals: 2)) above twin, noise and untrained",
        position: stored?.position,
        file: "13-decodability.svg"),
      .init(
        number: 2, word: "used", question: "Does the model use its state?", value: Table.Cell(used?.swap.rise, .rise),
        measure: "rise of the error with another row's state", detail: "", answer: used?.decision.answer,
        rule: "counts above \(NumberFormat.wholeShare.text(Rules.usedRise))",
        position: (used?.decision.interval ?? used?.swap.rise).map { .init($0, threshold: Rules.usedRise) },
        file: "14-context.svg"),
      .init(
        number: 3, word: "useful", question: "Does it pay?", value: Table.Cell(deciding?.skill, .skill),
        measure: "skill over the best predictor without a state",
        detail: [deciding?.column, bound].compactMap { $0 }.joined(separator: "; "), answer: decision?.answer,
        rule: "counts where its bound is above \(Rules.marginText)",
        position: deciding.map { .init($0.skill, bound: $0.lowerBound, threshold: Rules.margin) }, file: "15-gain.svg"),
    ]
  }

  /// The value without its interval.
  var figure: String {
    guard case .interval(let estimate, let format) = value, !estimate.isZero || !format.isPercentage else {
      return value.text
    }
    return format.text(estimate.mean)
  }

  /// Its interval in words; nil where it has none.
  var interval: String? {
    guard case .interval(let estimate, let format) = value, value.text != figure else { return nil }
    return estimate.range(format)
  }
}

extension MemoryCapacity {
  /// `needs 9.50`
  fileprivate var neededText: String? {
    decidingFloor.map { "needs \(fixed($0.values + Rules.storedExcess, decimals: 2))" }
  }

  /// `needs 9.50, with 9.40 in an untrained network`
  fileprivate var detail: String {
    guard let floor = decidingFloor, let neededText else { return "" }
    return "\(neededText), with \(fixed(floor.values, decimals: 2)) in \(floor.name)"
  }

  /// What lies above the floor that decides, put on top of it.
  fileprivate var position: LadderStrip.Position? {
    guard let above = decision.interval, let floor = decidingFloor?.values else { return nil }
    return LadderStrip.Position(
      Estimate(mean: floor + above.mean, low: floor + above.low, high: floor + above.high),
      threshold: floor + Rules.storedExcess)
  }
}
