import Numbers
package import Reporting
package import SeriesMemory

/// The result of `engram test`: a row for each series, with the correction for their number.
///
/// Series of one panel are corrected together, as a report has it (Westfall & Young 1993). Series that are studies of their
/// own are corrected by Benjamini and Hochberg (1995): on average at most a share `Rules.discoveryRate` of those with memory
/// is false.
package struct TestTable: Sendable, Equatable {
  package var name: String
  package var depth: TestDepth
  /// Whether each series is a study of its own.
  package var isEach: Bool
  /// In the order of the sources.
  package var rows: [Row]

  /// A series and its result.
  package struct Row: Sendable, Equatable {
    package var tested: TestedSeries
    /// p corrected for all series; nil where there is none.
    package var corrected: Double?
    /// Rung 0's answer after the correction.
    package var memory: RungAnswer?
    /// Why it is unclear, or why there is none.
    package var reason: String?
  }

  package init(_ tested: [TestedSeries], name: String, _ depth: TestDepth, isEach: Bool) {
    (self.name, self.depth, self.isEach) = (name, depth, isEach)
    rows = tested.map { Row(tested: $0, corrected: $0.corrected, memory: $0.memory, reason: $0.reason) }
    guard isEach else { return }
    let measured = rows.indices.filter { tested[$0].p != nil }
    let corrected = Multiplicity.benjaminiHochberg(measured.compactMap { tested[$0].p })
    for (index, q) in zip(measured, corrected) {
      rows[index].corrected = q
      guard rows[index].memory == .yes, q > Rules.discoveryRate else { continue }
      rows[index].memory = .unclear
      rows[index].reason = "not after the correction for \(grouped(measured.count)) series"
    }
  }

  /// Series with an answer.
  package func count(_ answer: RungAnswer) -> Int { rows.count { $0.memory == answer } }
  /// Series that could not be tested.
  package var failures: [Row] { rows.filter { $0.memory == nil } }
}

extension TestTable {
  /// The document that docs/test.schema.json describes.
  package func json() -> String {
    JSON.object([
      "schema": .string("engram.test/1"), "version": .string(engramVersion), "study": .string(name),
      "level": .number(Rules.scoreLevel),
      "correction": .string(isEach ? "Benjamini-Hochberg, all series" : "Westfall-Young, columns of the panel"),
      "falseDiscoveryRate": isEach ? .number(Rules.discoveryRate) : .null,
      "draws": .integer(Int64(depth.draws)), "power": .bool(depth.measuresPower), "ownNull": .bool(depth.testsOwnNull),
      "counts": .object([
        "yes": .integer(Int64(count(.yes))), "no": .integer(Int64(count(.no))),
        "unclear": .integer(Int64(count(.unclear))), "notTestable": .integer(Int64(failures.count)),
      ]),
      "series": .array(rows.map(\.json)),
    ]).text
  }

  /// The p-values of the series that have one.
  package var pValueFigure: Figure {
    SeriesTestsFigure(
      name: name,
      points: rows.compactMap { row in
        row.tested.p.flatMap { p in row.memory.map { .init(series: row.tested.series, p: p, memory: $0) } }
      }, notTested: failures.count
    ).figure
  }

  /// A header and a line for each series.
  package var csv: String {
    let header = ["series", "source", "rows", "p", "corrected_p", "memory", "order", "seasons", "cycle", "reason"]
    return ([header] + rows.map(\.cells)).map(CSVText.line).joined()
  }
}

extension TestTable.Row {
  /// `yes`, `no`, `unclear`, `not testable`
  fileprivate var answer: String { memory?.rawValue ?? "not testable" }

  fileprivate var json: JSON {
    let order: JSON =
      tested.order.map {
        .object([
          "rows": .integer(Int64($0.rows)), "isMore": .bool($0.isMore),
          "seasons": .array($0.seasons.map { .integer(Int64($0)) }),
        ])
      } ?? .null
    return .object([
      "series": .string(tested.series), "source": .string(tested.source),
      "rows": tested.rows.map { .integer(Int64($0)) } ?? .null, "p": tested.p.map { .number($0) } ?? .null,
      "correctedP": corrected.map { .number($0) } ?? .null, "memory": .string(answer),
      "reason": reason.map { .string($0) } ?? .null, "order": order,
      "cycle": tested.cycle.map { .number($0) } ?? .null,
    ])
  }

  fileprivate var cells: [String] {
    let order = tested.order
    return [
      CSVText.text(tested.series), CSVText.text(tested.source), tested.rows.map(String.init) ?? "",
      tested.p.map(CSVText.number) ?? "", corrected.map(CSVText.number) ?? "", answer,
      order.map { "\($0.isMore ? ">" : "")\($0.rows)" } ?? "",
      order.map { $0.seasons.map(String.init).joined(separator: " ") } ?? "", tested.cycle.map(CSVText.number) ?? "",
      reason.map { CSVText.text($0) } ?? "",
    ]
  }
}
