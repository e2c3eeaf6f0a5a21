import Memory
import Numbers
import Panels
import Recurrence

extension Report {
  /// The report as a value.
  ///
  /// - Parameter figures: as a text names them, or with their drawings for a page.
  package func document(figures: [FigureItem]) -> Document {
    let model = ReportModel(
      data: data, control: control, training: training, calibration: calibration, figures: figures,
      change: change, others: others.map { .init(change: $0.change, file: $0.file("html"), data: $0.report.data) })
    let sections: [Section?] = [
      model.answer(answer), model.keyFigures, model.basis, model.evidence, model.models, model.claims,
      model.figureSection, model.provenance, model.method, model.errorRates,
      ReportModel.reproduction(reproduction, version: version), .glossary,
    ]
    return Document(title: model.title, version: version, sections: sections.compactMap { $0 })
  }
}

/// What the sections of a report are made from; one file for each section extends it.
struct ReportModel {
  let data: Dataset
  let control: Dataset?
  let training: TrainingOptions
  let calibration: ErrorRates?
  let figures: [FigureItem]
  /// The change of variable of the data, and the same series under others.
  let change: String
  let others: [Other]

  struct Other {
    var change: String
    var file: String
    var data: Dataset
  }

  static let controlTitle = "random control"

  /// The data and, where there is one, the control.
  var datasets: [(title: String, dataset: Dataset)] {
    [(data.panel.name, data)] + (control.map { [(ReportModel.controlTitle, $0)] } ?? [])
  }

  var title: String { "Is there memory in \(data.panel.name)?" }

  // MARK: - Claims and figures

  var claims: Section {
    let counts = datasets.map { title, dataset in
      let counts = Claim.Verdict.allCases.map { verdict in
        "\(dataset.findings.claims.count { $0.verdict == verdict }) \(verdict.rawValue)"
      }
      return "On \(title): \(counts.joined(separator: ", "))."
    }
    return Section(
      "claims", "The claims, one by one", folded: "what looks of networks suggest, held against noise",
      [
        .paragraph(
          "These claims compare the looks of two networks, one with memory and one without. The verdict does not depend"
            + " on them."), .textOnly([.paragraph(counts.joined(separator: " "))]),
        .claims(claimItems),
      ])
  }

  private var claimItems: [ClaimItem] {
    let all = datasets.map { (title: $0.title, claims: $0.dataset.findings.claims) }
    // The control has one claim more, about random data, and it comes first.
    let mine = all[0].claims
    let additional = all.dropFirst().flatMap(\.claims).filter { other in !mine.contains { $0.id == other.id } }
    return (additional + mine).map { claim in
      ClaimItem(
        id: claim.id, claim: claim.claim, rule: claim.rule,
        findings: all.compactMap { place in
          place.claims.first { $0.id == claim.id }.map {
            .init(
              place: place.title, verdict: $0.verdict.rawValue, tone: Tone($0.verdict), figure: $0.figure,
              isControl: place.title == ReportModel.controlTitle && all.count > 1 && mine.contains { $0.id == claim.id }
            )
          }
        })
    }
  }

  /// The figures that a page shows at once: memory by lag and what it gains.
  private static let keyFiles = ["12-memory-profile.svg", "15-gain.svg"]

  private func isKey(_ figure: FigureItem) -> Bool { ReportModel.keyFiles.contains(figure.file) }

  /// nil without the ladder's figures.
  var keyFigures: Section? {
    let shown = figures.filter(isKey)
    guard !shown.isEmpty else { return nil }
    return Section("key-figures", "What decides, in two pictures", label: "Two pictures", [.figures(shown)])
  }

  var figureSection: Section {
    Section(
      "figures", "More figures", folded: "the series, both trainings, the hidden states, the free runs, the surrogates",
      [
        .paragraph(
          "Blue is the memory model, orange its twin, black or white the data."),
        .figures(figures.filter { !isKey($0) }),
      ])
  }
}

extension FigureItem {
  /// Without its drawing.
  init(_ grid: PlotGrid, number: Int) {
    self.init(number: number, file: grid.file, title: grid.title, caption: grid.caption)
  }

  /// - Parameter isLinked: whether the figure is a file of its own beside the page.
  package init(_ figure: Figure, number: Int, isLinked: Bool = true) {
    self.init(
      number: number, file: figure.file, isLinked: isLinked, title: figure.title, caption: figure.caption,
      drawing: figure.inline)
  }
}

extension Dataset {
  /// The networks that are judged and looked into.
  func trained(_ model: ModelKind) -> Trained {
    guard findings.judged == .anchored, let rivals else { return model == .memory ? memory : twin }
    return model == .memory ? rivals.nested : rivals.longerTwin
  }
  func findings(_ model: ModelKind) -> ModelFindings { model == .memory ? findings.memory : findings.twin }
}

/// The two models that a report compares.
enum ModelKind: String, CaseIterable {
  case memory, twin

  var name: String { self == .memory ? "memory model" : "twin" }
}
