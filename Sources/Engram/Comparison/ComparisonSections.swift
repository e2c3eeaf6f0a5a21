import Memory
import Numbers
import Reporting

/// The comparison as it is read, on a terminal and on a page alike: headings, sentences, tables, pairs of texts.
struct ComparisonSection: Sendable {
  struct Row: Sendable {
    /// The first names the row, then A and B, then perhaps a remark.
    var cells: [String]
    var differs: Bool
  }
  struct Item: Sendable {
    var name: String
    var a: String
    var b: String
  }
  var title: String
  var sentences: [String] = []
  var header: [String] = []
  var rows: [Row] = []
  var items: [Item] = []
}

extension Comparison {
  /// The two reports, and in a sentence or two how far they are the same.
  var opening: ComparisonSection {
    var section = ComparisonSection(title: "Two reports", header: ["", "A", "B"])
    func add(_ name: String, _ value: (StoredReport) -> String) {
      let cells = [value(a), value(b)]
      section.rows.append(.init(cells: [name] + cells, differs: cells[0] != cells[1]))
    }
    func panel(_ words: @escaping (StoredReport.Dataset) -> String) -> (StoredReport) -> String {
      { $0.dataset("data").map(words) ?? NumberText.missing }
    }
    add("data", panel(\.name))
    add("rows", panel { NumberText.count($0.panel.rows) })
    add("held out", panel { NumberText.count($0.panel.testRows) })
    add("columns", panel { NumberText.count($0.panel.columns.count) })
    add("first", panel(\.panel.first))
    add("last", panel(\.panel.last))
    add("checksum", panel { String($0.panel.sha256.prefix(12)) })
    add("engram", \.version)
    section.sentences = summary
    return section
  }

  private var summary: [String] {
    if isIdentical { return ["The two reports are the same: their results.json have the same bytes."] }
    var sentences = [dataInWords]
    if hasSameFindings {
      sentences.append(
        settings.isEmpty ? "Everything found is the same." : "Everything found is the same, though the studies differ.")
    } else if settings.isEmpty && hasSameData {
      sentences.append(
        a.version == b.version
          ? "The studies are the same and the findings are not: one of the reports was changed."
          : "The studies are the same and the findings are not: the versions of engram differ.")
    }
    return sentences
  }

  private var dataInWords: String {
    guard let mine = a.dataset("data")?.panel, let others = b.dataset("data")?.panel else {
      return "One of the reports has no data."
    }
    if hasSameData { return "Both rest on the same data: the same times, columns and values." }
    let reason =
      mine.columns != others.columns
      ? "their columns differ"
      : mine.rows != others.rows
        ? "A has \(NumberText.count(mine.rows)) rows, B \(NumberText.count(others.rows))"
        : "they have as many rows of the same columns, with other values or times"
    return "They rest on different data: \(reason). What differs below may be due to that alone."
  }

  /// Everything after the opening; nothing where the reports are the same.
  var sections: [ComparisonSection] {
    if isIdentical { return [] }
    return [studySection] + (hasSameFindings ? [] : datasets.flatMap(sections))
  }

  private var studySection: ComparisonSection {
    var section = ComparisonSection(title: "Study")
    section.items = settings.map { .init(name: $0.name, a: $0.a.inWords, b: $0.b.inWords) }
    if settings.isEmpty { section.sentences = ["All settings and sources are the same."] }
    return section
  }

  private func sections(of pair: Pair) -> [ComparisonSection] {
    let words = pair.role == "control" ? "random control" : "data"
    guard let mine = pair.a, let others = pair.b else {
      return [
        ComparisonSection(
          title: words.prefix(1).uppercased() + words.dropFirst(),
          sentences: ["Only \(pair.a == nil ? "B" : "A") has a \(words)."])
      ]
    }
    if mine == others {
      return [ComparisonSection(title: "The \(words)", sentences: ["Everything found is the same."])]
    }
    return [
      verdicts(mine, others, words), rungs(mine, others, words), losses(mine, others, words),
      claims(mine, others, words),
    ]
  }

  // MARK: - One data set

  private func verdicts(
    _ a: StoredReport.Dataset, _ b: StoredReport.Dataset, _ words: String
  ) -> ComparisonSection {
    func row(_ name: String, _ value: (Verdict) -> String) -> ComparisonSection.Row {
      let cells = [value(a.verdict), value(b.verdict)]
      return .init(cells: [name] + cells + [cells[0] == cells[1] ? "same" : "differs"], differs: cells[0] != cells[1])
    }
    return ComparisonSection(
      title: "Verdict: \(words)", header: ["verdict", "A", "B", ""],
      rows: [row("on the data", \.data.rawValue), row("on the latent state", \.state.rawValue)])
  }

  private func rungs(_ a: StoredReport.Dataset, _ b: StoredReport.Dataset, _ words: String) -> ComparisonSection {
    let (mine, others) = (ComparedRung.all(of: a.ladder), ComparedRung.all(of: b.ladder))
    var section = ComparisonSection(
      title: "Memory ladder: \(words)", sentences: [ComparedRung.figures], header: ["rung", "A", "B", ""])
    for (k, name) in ComparedRung.names.enumerated() {
      let differs = mine[k].answer != others[k].answer
      section.rows.append(
        .init(cells: [name, mine[k].words(k), others[k].words(k), differs ? "differs" : "same"], differs: differs))
    }
    return section
  }

  private func losses(_ a: StoredReport.Dataset, _ b: StoredReport.Dataset, _ words: String) -> ComparisonSection {
    let isSame = a.panel.sha256 == b.panel.sha256
    var section = ComparisonSection(
      title: "Held-out error: \(words)",
      sentences: [
        "Mean squared error in scaled units."
          + (isSame ? "" : " The data differ, and with them the units: what is larger here need not be worse.")
      ],
      header: ["predictor", "A", "B"] + (isSame ? ["B against A"] : []))
    for ((name, mine), (_, others)) in zip(a.losses, b.losses) {
      let cells = [name] + [mine, others].map { $0.map { NumberText.significant($0) } ?? "not asked" }
      section.rows.append(
        .init(
          cells: cells + (isSame ? [Comparison.change(from: mine, to: others)] : []), differs: isSame && mine != others)
      )
    }
    return section
  }

  private static func change(from a: Double?, to b: Double?) -> String {
    guard let a, let b else { return "" }
    if a == b { return "same" }
    guard a > 0, (b / a).isFinite, b < 10 * a else { return "larger" }
    let text = fixed((b / a - 1) * 100, decimals: 1)
    return (text.hasPrefix("-") || text == "0.0" ? "" : "+") + text + " %"
  }

  private func claims(_ a: StoredReport.Dataset, _ b: StoredReport.Dataset, _ words: String) -> ComparisonSection {
    var section = ComparisonSection(title: "Claims whose verdict differs: \(words)")
    var same = 0
    for claim in a.findings {
      let other = b.findings.first { $0.id == claim.id }
      if claim.verdict == other?.verdict {
        same += 1
      } else {
        section.items.append(
          .init(name: claim.claim, a: claim.inWords, b: other?.inWords ?? "not among the claims"))
      }
    }
    for claim in b.findings where !a.findings.contains(where: { $0.id == claim.id }) {
      section.items.append(.init(name: claim.claim, a: "not among the claims", b: claim.inWords))
    }
    section.sentences = [
      section.items.isEmpty
        ? "None of \(same)."
        : "\(section.items.count); \(same) more \(same == 1 ? "has" : "have") the same verdict in both."
    ]
    return section
  }
}

extension Claim {
  fileprivate var inWords: String { "\(verdict.rawValue): \(figure)" }
}

extension ComparedRung {
  /// `1.72 [1.67, 1.77] yes`
  fileprivate func words(_ rung: Int) -> String {
    guard let answer else { return "not asked" }
    func number(_ value: Double) -> String {
      switch rung {
      case 0: value < 0.001 ? "<0.001" : NumberText.fixed(value, 3)
      case 1: NumberText.fixed(value, 2)
      default: NumberText.fixed(value * 100, value.magnitude >= 10 ? 0 : 1)
      }
    }
    let unit = rung > 1 ? " %" : ""
    guard let value else { return "no figure, \(answer ? "yes" : "no")" }
    let range = interval.map { " [\(number($0.low)), \(number($0.high))]" } ?? ""
    return number(value) + unit + range + (answer ? ", yes" : ", no")
  }
}
