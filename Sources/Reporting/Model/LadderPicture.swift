package import Memory
import Numbers
package import SeriesMemory

/// The four rungs of one panel.
package struct LadderPicture: Sendable {
  package var title: String
  /// The verdicts on the data and on the latent state.
  package var data: String
  package var state: String
  /// From the lowest up.
  package var rungs: [Rung]

  package struct Rung: Sendable {
    package var number: Int
    package var word: String
    package var question: String
    /// With its interval, where it has one.
    package var value: Table.Cell
    /// What the value is.
    package var measure: String
    package var answer: RungAnswer?
    /// The file of the figure that shows it, and its number where the report has it.
    var file: String
    var figureNumber: Int?
  }

  /// nil where the findings have no ladder.
  init?(_ title: String, _ findings: Findings, figures: [FigureItem] = []) {
    guard let ladder = findings.ladder, let verdict = findings.verdict else { return nil }
    (self.title, data, state) = (title, verdict.data.rawValue, verdict.state.rawValue)
    rungs = Rung.all(of: ladder)
    for index in rungs.indices {
      rungs[index].figureNumber = figures.first { $0.file == rungs[index].file }?.number
    }
  }

  /// The same as a table.
  package var table: Table {
    Table(
      "\(title): \(data). The latent state: \(state).",
      columns: ["rung", "figure [\(Rules.confidenceText)]", "answer"],
      rows: rungs.map { rung in
        Table.Row("\(rung.number) \(rung.word): \(rung.measure)", [rung.value, .answer(rung.answer)])
      })
  }
}

extension LadderPicture.Rung {
  package static func all(of ladder: Ladder) -> [LadderPicture.Rung] {
    let (there, stored, used, useful) = (ladder.there, ladder.stored, ladder.used, ladder.useful)
    let deciding = useful?.deciding(on: there)
    let bound =
      useful.flatMap { useful in
        deciding.map { "; \(useful.boundText): \(NumberFormat.skill.text($0.lowerBound))" }
      } ?? ""
    let columns = there.map { $0.columns.count > 1 ? ", corrected for \($0.columns.count) columns" : "" } ?? ""
    let untrained = stored.map { "; untrained: \(fixed($0.untrained.excess.mean, decimals: 2))" } ?? ""
    return [
      .init(
        number: 0, word: "there", question: "Do the data have memory?",
        value: there.map { $0.smallest.map { .number($0, .p) } ?? .text("nothing to explain") } ?? .missing,
        measure: "smallest p of the score test\(columns)", answer: there?.rung,
        file: "12-memory-profile.svg"),
      .init(
        number: 1, word: "stored", question: "Did training store the past in the state?",
        value: Table.Cell(stored?.memory.excess, .decimals(2)),
        measure: "past values in the state beyond the present row" + untrained, answer: stored?.decision.answer,
        file: "13-decodability.svg"),
      .init(
        number: 2, word: "used", question: "Does the model use its state?", value: Table.Cell(used?.swap.rise, .rise),
        measure: "rise of the error with a state from another time", answer: used?.decision.answer,
        file: "14-context.svg"),
      .init(
        number: 3, word: "useful", question: "Does it pay?", value: Table.Cell(deciding?.skill, .skill),
        measure: "skill over the best predictor without a state" + (deciding?.column.map { ", \($0)" } ?? "") + bound,
        answer: useful?.decision(on: there).answer, file: "15-gain.svg"),
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
