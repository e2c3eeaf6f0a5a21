import Memory
import Numbers
import Panels
import SeriesMemory
import TimeSeries

/// The first screen: the answer in a sentence, a card for each verdict, the ladder, and how sure all that is.
extension ReportModel {
  /// - Parameter answer: the sentences at the top.
  func answer(_ answer: [String]) -> Section {
    var blocks = [Block.lead(Array(answer.prefix(1))), .paragraph(dataLine)]
    if let verdict = data.findings.verdict { blocks.append(.verdicts(verdicts(verdict))) }
    if let ladder { blocks.append(.ladder(ladder)) }
    if !others.isEmpty { blocks.append(.table(changes)) }
    let facts = keyFacts
    if !facts.isEmpty { blocks.append(.facts(facts)) }
    if answer.count > 1 { blocks.append(.paragraph(answer.dropFirst().joined(separator: " "))) }
    let next = data.findings.verdict?.wouldChange ?? []
    if !next.isEmpty { blocks += [.heading("What would change the verdict on the data"), .list(next)] }
    return Section("answer", title, label: "The answer", blocks)
  }

  /// `4,984 rows, 1999-01-04 to 2018-11-02: sp500, nasdaq, dow`
  private var dataLine: String {
    let dates = data.panel.resolution == .row ? "" : ", \(data.panel.ends.joined(separator: " to "))"
    return "\(counted(data.panel.rows, "row"))\(dates): \(ReportModel.listed(data.panel.columns))."
  }

  private var ladder: LadderPicture? {
    LadderPicture(datasets.map { ($0.title, $0.dataset.findings) }, figures: figures)
  }

  /// The verdicts on the same series under each change of variable; each but the first has a page of its own.
  private var changes: Table {
    func row(_ name: String, _ dataset: Dataset, link: String? = nil) -> Table.Row {
      let (ladder, verdict) = (dataset.findings.ladder, dataset.findings.verdict)
      let deciding = ladder?.useful?.deciding(on: ladder?.there)
      return .init(
        name,
        [
          .text(verdict?.data.rawValue ?? missingText), .text(verdict?.state.rawValue ?? missingText),
          Table.Cell(ladder?.there?.smallest, .p), Table.Cell(deciding?.skill, .skill),
        ], link: link)
    }
    return Table(
      "The same series under other changes of variable",
      columns: ["series", "the data", "latent state", "p", .init("gain [\(Rules.confidenceText)]")],
      rows: [row("\(change), this report", data)] + others.map { row($0.change, $0.data, link: $0.file) })
  }

  private func verdicts(_ verdict: Verdict) -> [VerdictCard] {
    var cards = [
      VerdictCard("The data", verdict.data.rawValue, kind: .init(verdict.data)),
      VerdictCard("The latent state", verdict.state.rawValue, kind: .init(verdict.state), note: reservation),
    ]
    if let noise = control?.findings.verdict {
      cards.append(
        VerdictCard(
          "Pure noise, analysed alike", noise.data.rawValue, kind: .init(noise.data),
          note: "its latent state: \(noise.state.rawValue)"))
    }
    return cards
  }

  /// Why the verdict on the latent state is weak, where it is.
  private var reservation: String? {
    let outside = data.findings.heldOutOutsideTrainingRange
    guard let verdict = data.findings.verdict, verdict.state != .unknown, outside > Rules.farOutside else { return nil }
    return "weak evidence: \(percentage(outside)) of the held-out values lie outside the training range"
  }

  // MARK: - The facts under the ladder

  /// How far back, whose past, and how sure.
  private var keyFacts: [Term] {
    guard let there = data.findings.ladder?.there else { return [] }
    var facts: [Term] = []
    if let columns = ReportModel.carriers(there) { facts.append(Term("Memory of", columns)) }
    if let reach = ReportModel.reach(there) { facts.append(Term("Reaches back over", reach)) }
    facts.append(Term("False alarms", falseAlarms(there)))
    facts.append(Term("Planted memory is found", there.detectableText))
    return facts
  }

  /// The columns that have memory, and whose past it is where that is known.
  private static func carriers(_ there: MemoryTest) -> String? {
    let found = there.columns.indices.filter { there.columns[$0].rejects }
    guard !found.isEmpty else { return nil }
    let names = listed(found.map { there.columns[$0].name })
    guard there.columns.count > 1 else { return names }
    let sources = there.columns.indices.filter { source in
      found.contains { column in
        there.sources.indices.contains(column) && there.sources[column].indices.contains(source)
          && there.sources[column][source] <= there.level
      }
    }
    return "\(names), of \(counted(there.columns.count, "column"))"
      + (sources.isEmpty ? "" : "; past of \(listed(sources.map { there.columns[$0].name }))")
  }

  /// The longest of the columns that have memory.
  private static func reach(_ there: MemoryTest) -> String? {
    let found = there.columns.filter { $0.rejects && $0.order != nil }
    return found.min { $0.strength > $1.strength }?.order?.text
  }

  private func falseAlarms(_ there: MemoryTest) -> String {
    let own = there.ownNull.map { "\($0.alarms) of \($0.surrogates) surrogates of these series" }
    let published = calibration.map {
      "\(percentage($0.falseAlarms.share)) of \(grouped($0.falseAlarms.of)) series without memory"
    }
    return [own, published].compactMap { $0 }.joined(separator: "; ").nonEmpty ?? "level \(Rules.scoreLevelText)"
  }

  private static func listed(_ names: [String]) -> String {
    names.count <= 5
      ? names.joined(separator: ", ") : names.prefix(4).joined(separator: ", ") + " and \(names.count - 4) more"
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
