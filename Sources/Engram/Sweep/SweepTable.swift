import Memory
import Numbers
import Reporting
import SeriesMemory

/// The result of a sweep: a row for each point, in the order of the grid, with the correction for their number.
///
/// **Discoveries.** Of a thousand series without memory, ten reject at a level of 1 %. So the score tests of all points
/// are one family, corrected by Benjamini and Hochberg (1995): on average at most a share `Rules.discoveryRate` of the discoveries is
/// false. That holds for positively dependent tests (Benjamini & Yekutieli 2001), as points of one grid are: they share
/// data, and points that differ only in training have the same p-value, which changes no q. The correction for any
/// dependence would multiply every q by 1 + 1/2 + … + 1/m, too much for p-values from sign flips, which are at least
/// 1 / (flips + 1).
package struct SweepTable: Sendable, Equatable {
  /// The grid.
  package var sweep: Sweep
  /// One for each point, in their order.
  package var rows: [Row]

  /// A point and its result.
  package struct Row: Sendable, Equatable {
    /// The point.
    package var point: Sweep.Point
    /// What was found; nil where it failed.
    package var finding: SweepFinding?
    /// Why it failed.
    package var error: String?
    /// The p-value, corrected for all points that have one.
    package var q: Double?
    /// Whether q is at most `level`.
    package var isDiscovery: Bool { q.map { $0 <= Rules.discoveryRate } ?? false }
  }

  /// - Parameters:
  ///   - sweep: the grid.
  ///   - outcomes: one for each point, in their order.
  package init(_ sweep: Sweep, _ outcomes: [SweepOutcome]) {
    self.sweep = sweep
    rows = outcomes.map { Row(point: sweep.point($0.point), finding: $0.finding, error: $0.error) }
    let tested = rows.indices.filter { rows[$0].finding?.p != nil }
    let corrected = Multiplicity.benjaminiHochberg(tested.compactMap { rows[$0].finding?.p })
    for (index, q) in zip(tested, corrected) { rows[index].q = q }
  }

  /// Rows whose q is at most `level`.
  package var discoveries: [Row] { rows.filter(\.isDiscovery) }
  /// Rows that failed.
  package var failures: [Row] { rows.filter { $0.finding == nil } }
  /// Points that have a p-value.
  package var tests: Int { rows.count { $0.q != nil } }
}

extension SweepTable {
  /// sweep.json: the sweep and a row for each point.
  package func json() throws -> String {
    try JSON.object([
      "schema": .string("engram.sweep/1"), "version": .string(sweep.version), "study": JSON(encoding: sweep.study),
      "grid": .array(
        sweep.axes.map { .object(["name": .string($0.name), "values": .array($0.values.map { .string($0.label) })]) }),
      "falseDiscoveryRate": .number(Rules.discoveryRate), "tests": .integer(Int64(tests)),
      "points": .array(rows.map { row in try row.json() }),
    ]).text
  }

  /// sweep.csv: a header and a line for each point. Text with a comma, a quote or a line break stands in quotes.
  package var csv: String {
    let header = (["point"] + sweep.axes.map(\.name) + SweepTable.figures.map(\.name)).map { CSVText.text($0) }
    let lines = rows.map { row in
      ([String(row.point.number)] + row.point.values.map(\.label)).map { CSVText.text($0) }
        + SweepTable.figures.map { $0.cell(row).map { CSVText.text($0) } ?? "" }
    }
    return ([header] + lines).map(CSVText.line).joined()
  }

  /// One column of sweep.csv; nil is an empty cell.
  private struct Figure: Sendable {
    var name: String
    var cell: @Sendable (Row) -> String?

    init(_ name: String, _ cell: @escaping @Sendable (Row) -> String?) { (self.name, self.cell) = (name, cell) }

    /// The figure and both ends of its interval.
    static func estimate(_ name: String, _ figure: @escaping @Sendable (SweepFinding) -> Estimate?) -> [Figure] {
      [
        Figure(name) { $0.finding.flatMap(figure)?.mean.description },
        Figure(name + "_low") { $0.finding.flatMap(figure)?.low.description },
        Figure(name + "_high") { $0.finding.flatMap(figure)?.high.description },
      ]
    }
  }

  /// The columns after those of the grid.
  private static let figures: [Figure] = verdictColumns + networkColumns

  private static let verdictColumns: [Figure] =
    [
      Figure("rows") { $0.finding.map { "\($0.rows)" } }, Figure("columns") { $0.finding.map { "\($0.columns)" } },
      Figure("data") { $0.finding?.data?.rawValue }, Figure("state") { $0.finding?.state?.rawValue },
      Figure("p") { $0.finding?.p?.description }, Figure("q") { $0.q?.description },
      Figure("discovery") { $0.q == nil ? nil : "\($0.isDiscovery)" },
    ] + Figure.estimate("skill") { $0.skill } + [Figure("competitor") { $0.finding?.competitor }]

  private static let networkColumns: [Figure] =
    Figure.estimate("horizon") { $0.horizon }
    + [
      Figure("horizon_reached") { $0.finding?.horizonReached?.description },
      Figure("horizon_beyond") { $0.finding?.horizonBeyond?.description },
      Figure("horizon_none") { $0.finding?.horizonNone?.description },
    ] + Figure.estimate("excess_memory_capacity") { $0.excessMemoryCapacity }
    + Figure.estimate("swap_rise") { $0.swapRise }
    + [
      Figure("memory_loss") { $0.finding?.memoryLoss?.description },
      Figure("twin_loss") { $0.finding?.twinLoss?.description },
      Figure("memory_diverged") { $0.finding.map { "\($0.memoryDiverged)" } },
      Figure("twin_diverged") { $0.finding.map { "\($0.twinDiverged)" } }, Figure("error") { $0.error },
    ]
}

extension SweepTable.Row {
  fileprivate func json() throws -> JSON {
    var members: [String: JSON] = [:]
    if case .object(let figures) = try JSON(encoding: finding) { members = figures }
    members["point"] = .integer(Int64(point.number))
    members["settings"] = .object(
      Dictionary(zip(point.names, point.values.map { .string($0.label) }), uniquingKeysWith: { first, _ in first }))
    members["q"] = q.map { .number($0) } ?? .null
    members["discovery"] = .bool(isDiscovery)
    members["error"] = error.map { .string($0) } ?? .null
    return .object(members)
  }
}
