import Memory
import Numbers
import Reporting
import SeriesMemory

extension SweepTable {
  /// What `engram sweep` prints: the verdicts, the discoveries, the failures.
  package var text: String {
    var blocks = summary
    let shown = discoveries.sorted { ($0.q ?? 1, $0.point.number) < ($1.q ?? 1, $1.point.number) }.prefix(20)
    if !shown.isEmpty {
      let table = points(Array(shown), "Discoveries by q")
      blocks.append(.table(table.keeping("q", "skill [\(Rules.confidenceText)]", "horizon")))
      if discoveries.count > shown.count {
        blocks.append(.paragraph("\(discoveries.count - shown.count) more are in sweep.csv."))
      }
    }
    return Document(title: title, version: sweep.version, sections: [Section("sweep", title, blocks)]).text()
  }

  /// index.html: heat maps of gain and horizon over the first two settings of the grid, one for each combination of the
  /// others, and a table of the points. One file that needs no other.
  ///
  /// Throws what the template engine throws, which a template that the tests have filled in does not.
  package func html() throws -> String {
    let maps = try HeatMaps.all(of: self).enumerated().map { number, maps in
      Section("map-\(number + 1)", maps.title, [.markup(try maps.markup())])
    }
    var shown = rows
    var note = "Every point; more figures of each are in sweep.csv and sweep.json"
    if shown.count > SweepTable.mostRows {
      shown = Array(
        shown.sorted { ($0.q ?? 2, $0.point.number) < ($1.q ?? 2, $1.point.number) }.prefix(SweepTable.mostRows))
      note = "The \(grouped(shown.count)) points with the smallest q, of \(grouped(rows.count)); all are in sweep.csv"
    }
    return try Document(
      title: title, version: sweep.version,
      sections: [Section("sweep", title, label: "The sweep", summary)] + maps + [
        Section("points", "Points", [.table(points(shown, note))])
      ]
    ).html(style: String(decoding: PackageResources.sweep_css, as: UTF8.self))
  }

  /// Rows that a page shows at most.
  static let mostRows = 2000

  private var title: String { "\(sweep.study.name): \(counted(rows.count, "point"))" }

  // MARK: - What text and page share

  private var summary: [Block] {
    var blocks: [Block] = [
      .lead(["Verdicts on the data: \(verdicts)."]),
      .paragraph(
        "Discoveries: \(discoveries.count) of \(counted(tests, "test")). On average"
          + " \(NumberFormat.wholeShare.text(Rules.discoveryRate)) of the discoveries may be false (Benjamini and Hochberg over"
          + " the score tests of all points; q is the corrected p)."
          + (floor.map { " A single point could not have a q below \(NumberFormat.p.text($0))." } ?? "")),
      .paragraph(
        "Gain is the skill over the best predictor without a state; horizon is how many rows back the networks use. Trained"
          + " on noise, a network uses its state too: a horizon is no sign of memory in the data."),
    ]
    if let dataWarning { blocks.append(.warnings([dataWarning])) }
    if !failures.isEmpty { blocks += [.heading("\(counted(failures.count, "point")) failed"), .list(reasons)] }
    return blocks
  }

  /// Why points failed: most do so for one reason.
  private var reasons: [String] {
    var reasons: [(error: String, first: Int, count: Int)] = []
    for row in failures {
      if let index = reasons.firstIndex(where: { $0.error == row.error }) {
        reasons[index].count += 1
      } else {
        reasons.append((row.error ?? "", row.point.number, 1))
      }
    }
    let shown = reasons.prefix(5).map { reason in
      "point \(reason.first)\(reason.count > 1 ? " and \(reason.count - 1) more" : ""): \(reason.error)"
    }
    return shown + (reasons.count > 5 ? ["\(counted(reasons.count - 5, "other reason")), in sweep.csv"] : [])
  }

  /// `3 memory, 9 no memory found, 1 failed`
  private var verdicts: String {
    let counts = Verdict.OnData.allCases.map { verdict in
      (verdict.rawValue, rows.count { $0.finding?.data == verdict })
    }
    return (counts + [("failed", failures.count)]).filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
      .joined(separator: ", ")
  }

  /// The q that the smallest p would have if no other point came near it; nil where that decides nothing.
  private var floor: Double? {
    guard discoveries.isEmpty, let smallest = rows.compactMap({ $0.finding?.p }).min() else { return nil }
    let alone = smallest * Double(tests)
    return alone > Rules.discoveryRate ? min(1, alone) : nil
  }

  private func points(_ shown: [Row], _ caption: String) -> Table {
    Table(
      caption + " [\(Rules.intervalText)]",
      columns: [
        "point", "data", "latent state", "p", "q", "discovery", .init("skill [\(Rules.confidenceText)]"),
        "horizon", "past values held", "rise by a swapped state", "memory error", "twin error",
      ],
      rows: shown.map { row in
        let finding = row.finding
        return Table.Row(
          "\(row.point.number) \(row.point.name)",
          [
            finding.map { $0.data.map { .text($0.rawValue) } ?? .missing } ?? .text("failed"),
            finding?.state.map { .text($0.rawValue) } ?? .missing, Table.Cell(finding?.p, .p), Table.Cell(row.q, .p),
            row.q == nil ? .missing : .answer(RungAnswer(row.isDiscovery)), Table.Cell(finding?.skill, .skill),
            finding?.horizonText.map { .text($0) } ?? .missing,
            Table.Cell(finding?.excessMemoryCapacity, .decimals(2)), Table.Cell(finding?.swapRise, .rise),
            Table.Cell(finding?.memoryLoss, .digits(3)), Table.Cell(finding?.twinLoss, .digits(3)),
          ], mark: finding == nil ? "failed" : row.isDiscovery ? "discovery" : "")
      })
  }
}

extension SweepFinding {
  /// `3`, `2.5`, `beyond`; nil where no network has one.
  var horizonText: String? {
    if let horizon { return figure(horizon.mean, digits: 2) }
    return (horizonBeyond ?? 0) > 0 ? "beyond" : nil
  }
}
