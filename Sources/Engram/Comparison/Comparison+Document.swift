import Memory
import Numbers
import Reporting

extension Comparison {
  /// The comparison as plain text, no line wider than 80 columns.
  package var text: String { document.text() }

  /// The comparison as one page of HTML that needs no other file.
  ///
  /// Throws what the template engine throws, which a template that the tests have filled in does not.
  package func html() throws -> String { try document.html() }

  /// The comparison as a value, for text and page alike.
  var document: Document {
    Document(
      title: "Two reports side by side", version: engramVersion,
      sections: [opening] + (isIdentical ? [] : [studySection] + (hasSameFindings ? [] : datasets.map(section))))
  }

  // MARK: - The two reports

  private var opening: Section {
    func row(_ name: String, _ cell: (StoredReport) -> Table.Cell) -> Table.Row {
      Comparison.row(name, cell(a), cell(b))
    }
    func panel(_ cell: @escaping (StoredReport.Dataset) -> Table.Cell) -> (StoredReport) -> Table.Cell {
      { $0.dataset("data").map(cell) ?? .missing }
    }
    let table = Table(
      "The data of both", columns: ["", "A", "B", ""],
      rows: [
        row("name", panel { .text(TextFlow.cut($0.name, 28)) }), row("rows", panel { .count($0.panel.rows) }),
        row("held-out rows", panel { .count($0.panel.testRows) }),
        row("columns", panel { .count($0.panel.columns.count) }), row("first row", panel { .text($0.panel.first) }),
        row("last row", panel { .text($0.panel.last) }),
        row("SHA-256", panel { .text(String($0.panel.sha256.prefix(12))) }), row("engram") { .text($0.version) },
      ])
    return Section(
      "reports", "Two reports side by side", label: "The reports",
      [.facts([Term("A", a.path), Term("B", b.path)]), .lead(summary), .table(table)])
  }

  private static func row(_ name: String, _ a: Table.Cell, _ b: Table.Cell) -> Table.Row {
    .init(name, [a, b, .text(a == b ? "same" : "differs")], mark: a == b ? "" : "differs")
  }

  private var summary: [String] {
    if isIdentical { return ["The two reports are the same: their results.json have the same bytes."] }
    var sentences = [dataSummary]
    if hasSameFindings {
      sentences.append(
        settings.isEmpty ? "Everything found is the same." : "Everything found is the same, though the studies differ.")
    } else if settings.isEmpty && hasSameData {
      sentences.append(
        "The studies are the same and the findings are not: "
          + (a.version == b.version ? "one of the reports was changed." : "the versions of engram differ."))
    }
    return sentences
  }

  private var dataSummary: String {
    guard let mine = a.dataset("data")?.panel, let others = b.dataset("data")?.panel else {
      return "One of the reports has no data."
    }
    if hasSameData { return "Both use the same data: the same times, columns and values." }
    let reason =
      mine.columns != others.columns
      ? "their columns differ"
      : mine.rows != others.rows
        ? "A has \(counted(mine.rows, "row")), B \(grouped(others.rows))" : "their values or times differ"
    return "They use different data: \(reason). Differences below may come from that alone."
  }

  private var studySection: Section {
    Section(
      "study", "Study",
      settings.isEmpty
        ? [.paragraph("All settings and sources are the same.")]
        : [.pairs(settings.map { Pair(name: $0.name, a: $0.a.summary, b: $0.b.summary) })])
  }

  // MARK: - One data set

  private func section(of pair: Datasets) -> Section {
    let title = pair.role == "control" ? "Random control" : "Data"
    var blocks: [Block]
    switch (pair.a, pair.b) {
    case (let a?, let b?) where a == b: blocks = [.paragraph("Everything found is the same.")]
    case (let a?, let b?):
      blocks = [.table(verdicts(a, b)), .table(rungs(a, b)), .table(losses(a, b))] + claims(a, b)
    case (let a, _): blocks = [.paragraph("Only \(a == nil ? "B" : "A") has a \(title.lowercased()).")]
    }
    return Section(pair.role, title, blocks)
  }

  private func verdicts(_ a: StoredReport.Dataset, _ b: StoredReport.Dataset) -> Table {
    Table(
      "Verdicts", columns: ["verdict", "A", "B", ""],
      rows: [
        Comparison.row("on the data", .text(a.verdict.data.rawValue), .text(b.verdict.data.rawValue)),
        Comparison.row("on the latent state", .text(a.verdict.state.rawValue), .text(b.verdict.state.rawValue)),
      ])
  }

  /// The rungs differ where their answers do: every other seed changes the figures.
  private func rungs(_ a: StoredReport.Dataset, _ b: StoredReport.Dataset) -> Table {
    Table(
      "Memory ladder: smallest p of the score test, corrected; past values in the state; rise of the error with another row's"
        + " state; skill over the best predictor without a state",
      columns: ["rung", "A", "answer", "B", "answer", ""],
      rows: zip(LadderPicture.Rung.all(of: a.ladder), LadderPicture.Rung.all(of: b.ladder)).map { mine, others in
        let differs = mine.answer != others.answer
        return .init(
          "\(mine.number) \(mine.word)",
          [
            mine.value, .answer(mine.answer), others.value, .answer(others.answer),
            .text(differs ? "differs" : "same"),
          ], mark: differs ? "differs" : "")
      })
  }

  private func losses(_ a: StoredReport.Dataset, _ b: StoredReport.Dataset) -> Table {
    let isSame = a.panel.sha256 == b.panel.sha256
    return Table(
      "Held-out error, mean squared, in scaled units"
        + (isSame ? "" : "; the data differ, so the units do, and the errors cannot be compared"),
      columns: ["predictor", "A", "B"] + (isSame ? ["B against A"] : []),
      rows: zip(a.losses, b.losses).map { mine, others in
        .init(
          mine.name,
          [Table.Cell(mine.value, .digits(3)), Table.Cell(others.value, .digits(3))]
            + (isSame ? [Comparison.change(from: mine.value, to: others.value)] : []),
          mark: isSame && mine.value != others.value ? "differs" : "")
      })
  }

  private static func change(from a: Double?, to b: Double?) -> Table.Cell {
    guard let a, let b else { return .missing }
    return a == b ? .text("same") : a > 0 ? .number(b / a - 1, .rise) : .text("larger")
  }

  private func claims(_ a: StoredReport.Dataset, _ b: StoredReport.Dataset) -> [Block] {
    func text(_ claim: Claim?) -> String {
      claim.map { "\($0.verdict.rawValue): \($0.figure)" } ?? "not among the claims"
    }
    let onlyInB = b.findings.filter { claim in !a.findings.contains { $0.id == claim.id } }
    typealias Claims = (claim: Claim, a: Claim?, b: Claim?)
    let all: [Claims] =
      a.findings.map { claim -> Claims in (claim, claim, b.findings.first { $0.id == claim.id }) }
      + onlyInB.map { claim -> Claims in (claim, nil, claim) }
    let differing = all.filter { $0.a?.verdict != $0.b?.verdict }
    return [
      .heading("Claims whose verdict differs"),
      .paragraph("\(differing.count) of \(all.count) claims have another verdict in B."),
      .pairs(differing.map { Pair(name: $0.claim.claim, a: text($0.a), b: text($0.b)) }),
    ]
  }
}
