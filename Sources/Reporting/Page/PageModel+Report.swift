import Memory
import Panels
import TimeSeries

extension PageModel {
  init<Study>(_ report: Report<Study>, figures: [Figure]) {
    let (data, control) = (report.data, report.control)
    let findings = data.findings
    let datasets = [(data.panel.name, data)] + (control.map { [("random control", $0)] } ?? [])
    func list(_ sentences: [String]) -> PageList<String>? { PageList(sentences.map(\.unbroken)) }
    self.init(
      version: report.version, name: data.panel.name, dataVerdict: findings.verdict?.data.rawValue,
      stateVerdict: findings.verdict?.state.rawValue, reservation: LadderText.reservation(findings)?.unbroken,
      controlVerdict: control?.findings.verdict.map { "\($0.data.rawValue); the latent state: \($0.state.rawValue)" },
      answer: report.answer.map(\.unbroken),
      dataInWords: [PageModel.inWords(data.panel), report.training.aboutCell].compactMap { $0 }.joined(separator: " "),
      confidence: list(
        PageModel.confidence(
          data, control?.findings, Array((report.calibration?.sentences(forRows: data.panel.rows) ?? []).prefix(2)))),
      reasons: list(findings.verdict?.reasons ?? []), wouldChange: list(findings.verdict?.wouldChange ?? []),
      ladders: PageList(
        datasets.compactMap { title, dataset in LadderPicture(title, dataset.findings)?.numbered(by: figures) }),
      rungTables: PageModel.rungTables(findings), models: PageModel.sideBySide(datasets),
      claimCounts: datasets.map { PageModel.count($0.1.findings.claims, on: $0.0) }.joined(separator: " "),
      claims: PageModel.claims(data, control), figures: PageModel.drawings(figures),
      sources: data.panel.ledger.entries.map(PageSource.init), counts: PageModel.counts(data.panel.ledger),
      longestGap: data.panel.ledger.longestGap, warnings: list(data.panel.ledger.warnings),
      rulesThatFired: list(findings.verdict?.rules ?? []), thresholds: Threshold.table,
      settings: MethodText.settings(report.training).map(\.unbroken),
      calibration: report.calibration.map { PageCalibration($0, rows: data.panel.rows) },
      reproduction: report.reproduction.map(PageReproduction.init))
  }

  /// `On market: 2 supported, 8 contradicted, 1 inconclusive.`
  private static func count(_ claims: [Claim], on place: String) -> String {
    let counts = Claim.Verdict.allCases.map { verdict in
      "\(claims.count { $0.verdict == verdict }) \(verdict.rawValue)"
    }
    return "On \(place): \(counts.joined(separator: ", "))."
  }

  private static func claims(_ data: Dataset, _ control: Dataset?) -> [PageClaim] {
    let (mine, others) = (data.findings.claims, control?.findings.claims ?? [])
    // The control has one claim more, about random data, and it comes first.
    let ownToControl = others.filter { other in !mine.contains { $0.id == other.id } }
    return (ownToControl + mine).map { claim in
      let onData = mine.first { $0.id == claim.id }.map { PageClaim.Finding(data.panel.name, $0) }
      let onControl = others.first { $0.id == claim.id }.map { PageClaim.Finding("random control", $0) }
      return PageClaim(
        id: claim.id, claim: claim.claim, rule: claim.rule.unbroken, verdicts: [onData, onControl].compactMap { $0 })
    }
  }

  private static func drawings(_ figures: [Figure]) -> [PageFigure] {
    figures.enumerated().map { index, figure in
      PageFigure(
        number: index + 1, file: figure.file, title: figure.title, caption: figure.caption, drawing: figure.inline)
    }
  }
}

extension PageClaim.Finding {
  init(_ place: String, _ claim: Claim) {
    self.init(
      place: place, verdict: claim.verdict.rawValue,
      mark: claim.verdict == .supported ? "✓" : claim.verdict == .contradicted ? "✗" : "?",
      figure: claim.figure.unbroken)
  }
}

// MARK: - Provenance

extension PageModel {
  private static func inWords(_ panel: Panel) -> String {
    let span = [panel.times.first, panel.times.last].compactMap { $0?.text(panel.resolution) }.joined(separator: " to ")
    let columns = panel.columns.count == 1 ? "one column" : "\(NumberText.count(panel.columns.count)) columns"
    let shown = panel.columns.prefix(12).joined(separator: ", ") + (panel.columns.count > 12 ? ", …" : "")
    return "\(panel.name): \(NumberText.count(panel.rows)) rows of \(columns) (\(shown)),"
      + " \(panel.resolution == .row ? "rows " : "")\(span). The first \(NumberText.count(panel.split.train)) rows train"
      + " the networks, the next \(NumberText.count(panel.split.validation)) choose the epoch, and the last"
      + " \(NumberText.count(panel.split.test)) are held out: what is said of errors is said of these."
  }

  fileprivate static func counts(_ ledger: AlignmentRecord) -> PageTable {
    PageTable(
      caption: "Rows of each source: read, left out and why, used",
      header: [
        "read", "without a value", "repeated", "outside the dates", "thinned", "left out by the join",
        "carried forward",
        "used", "order",
      ],
      rows: ledger.entries.map { entry in
        let lost = entry.missing + entry.duplicates + entry.outside + entry.thinned + entry.dropped
        let order =
          entry.reversed
          ? "newest first" : entry.inversions == 0 ? "ascending" : "\(NumberText.count(entry.inversions)) out of order"
        return .init(
          name: entry.column,
          cells: [
            entry.rowsRead, entry.missing, entry.duplicates, entry.outside, entry.thinned, entry.dropped, entry.filled,
            entry.rowsRead - lost,
          ].map(NumberText.count) + [order])
      }, corner: "column")
  }
}

extension PageSource {
  init(_ entry: AlignmentRecord.Entry) {
    self.init(
      column: entry.column, request: entry.origin, span: "\(entry.first) to \(entry.last)", observed: entry.observed,
      lag: entry.lag > 0 ? "\(NumberText.count(entry.lag)) row\(entry.lag == 1 ? "" : "s") later" : nil,
      documents: entry.documents.map { .init(url: $0.url, fetched: $0.fetched, sha256: $0.sha256) },
      notes: entry.notes, steps: entry.steps)
  }
}

// MARK: - Again

extension PageReproduction {
  init(_ reproduction: Reproduction) {
    self.init(
      command: reproduction.command, studyFile: reproduction.studyFile,
      studyLink: "data:text/yaml;charset=utf-8," + PageReproduction.percentEncoded(reproduction.studyFile))
  }

  /// Letters, digits and `-._~` stay; every other byte becomes `%XX`.
  private static func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return text.utf8.reduce(into: "") { result, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
  }
}
