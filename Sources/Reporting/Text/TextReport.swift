import Memory
import Panels

extension Report {
  /// The report as plain text, no line wider than 80 columns: the answer, then what it rests on.
  public var text: String { text(inColour: false) }

  /// The report for a terminal.
  ///
  /// - Parameter colour: whether headings and verdicts carry the escape sequences that make them stand out; without
  ///   them the text is that of report.txt.
  public func text(inColour colour: Bool) -> String {
    var page = TextPage()
    for sentence in answer { page.paragraph(sentence) }
    let datasets = [(data.panel.name, data)] + (control.map { [("random control", $0)] } ?? [])
    for (words, dataset) in datasets { page.ladder(words, dataset.findings) }
    for (words, dataset) in datasets { page.models(words, dataset) }
    page.claims(data.findings.claims)
    page.figures(sheets)
    page.provenance(data)
    page.method(training, data.panel)
    page.calibration(calibration, data, control)
    page.reproduction(version: version, study: reproduction?.studyFile ?? "")
    page.files()
    return page.text(inColour: colour)
  }
}

extension TextPage {
  mutating func claims(_ claims: [Claim]) {
    heading("Claims")
    for claim in claims {
      paragraph(claim.claim, indent: "  ", first: "* ")
      paragraph(claim.verdict.rawValue, indent: "           ", first: "  verdict  ")
      mark(claim.verdict.rawValue, Emphasis(claim.verdict))
      paragraph(claim.figure, indent: "           ", first: "  figure   ")
      if let interval = claim.interval {
        paragraph(interval.text { NumberText.significant($0, 3) }, indent: "           ", first: "  interval ")
      }
      paragraph(claim.rule, indent: "           ", first: "  rule     ")
    }
  }

  mutating func figures(_ figures: [PlotGrid]) {
    heading("Figures")
    for figure in figures { paragraph(figure.title, indent: "    ", first: "  \(figure.file): ") }
  }
}
