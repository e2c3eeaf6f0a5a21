import Memory
import Mustache
import Numbers
import Reporting

extension SweepTable {
  /// index.html: heat maps of gain and horizon over the first two settings of the grid, one for each combination of the
  /// others, and a table of the points. One file that needs no other.
  ///
  /// Throws what the template engine throws, which a template that the tests have filled in does not.
  public func html() throws -> String {
    MustacheContentTypes.register(EscapedText(oneLine: true), named: "SWEEP")
    let template = try MustacheTemplate(string: String(decoding: PackageResources.sweep_mustache, as: UTF8.self))
    return template.render(SweepPage(self))
  }
}

/// What the template is filled with.
struct SweepPage {
  /// Rows that the table shows at most.
  static let mostRows = 2000

  var style = Page.ground + String(decoding: PackageResources.sweep_css, as: UTF8.self)
  var title: String
  var sentences: [String]
  var maps: [HeatMaps]
  var tableNote: String
  var settings: [String]
  var rows: [Row]

  struct Row {
    var point: String
    var settings: [String]
    var data: String
    var state: String
    var p: String
    var q: String
    /// `yes`, `no`, or nothing where there is no test.
    var discovery: String
    var gain: String
    var horizon: String
    var excess: String
    var swap: String
    var losses: String
    var error: [String]
    var kind: String
  }

  init(_ table: SweepTable) {
    let sweep = table.sweep
    title = "\(sweep.study.name): \(table.rows.count) points"
    sentences = [
      "Verdicts on the data: \(table.verdicts).",
      "Discoveries: \(table.discoveries.count) of \(table.tests) tests, where a share of "
        + "\(percentage(SweepTable.level, decimals: 0)) of them may be false on average (Benjamini and Hochberg over the "
        + "score tests of all points; q is the p-value so corrected).",
      "Gain is the held-out error that memory saves over the best predictor without a state; the horizon, how many steps "
        + "back the networks use. Trained on noise, a network uses its state too: a horizon is no sign of memory in the data.",
    ]
    if let warning = table.dataWarning { sentences.insert(warning, at: 0) }
    maps = HeatMaps.all(of: table)
    settings = sweep.axes.map(\.name)
    var shown = table.rows
    if shown.count > SweepPage.mostRows {
      shown = Array(
        shown.sorted { ($0.q ?? 2, $0.point.number) < ($1.q ?? 2, $1.point.number) }.prefix(SweepPage.mostRows))
      tableNote = "The \(shown.count) points with the smallest q, of \(table.rows.count); all are in sweep.csv."
    } else {
      tableNote = "Every point; more figures of each are in sweep.csv and sweep.json."
    }
    rows = shown.map(Row.init)
  }
}

extension SweepPage.Row {
  fileprivate init(_ row: SweepTable.Row) {
    let finding = row.finding
    func estimate(_ value: Estimate?, _ text: (Double) -> String) -> String {
      value.map { "\(text($0.mean)) [\(text($0.low)), \(text($0.high))]" } ?? "–"
    }
    point = String(row.point.number)
    settings = row.point.values.map(\.label)
    data = finding?.data?.rawValue ?? "–"
    state = finding?.state?.rawValue ?? "–"
    p = finding?.p.map { figure($0) } ?? "–"
    q = row.q.map { figure($0) } ?? "–"
    discovery = row.q == nil ? "" : row.isDiscovery ? "yes" : "no"
    gain = estimate(finding?.skill) { percentage($0) }
    horizon = finding?.horizonInWords ?? "–"
    excess = estimate(finding?.excessMemoryCapacity) { fixed($0, decimals: 2) }
    swap = estimate(finding?.swapRise) { percentage($0) }
    losses =
      finding.map { found in
        [found.memoryLoss, found.twinLoss].map { $0.map { figure($0) } ?? "–" }.joined(separator: " / ")
      } ?? "–"
    error = row.error.map { [$0] } ?? []
    kind = row.error != nil ? "failed" : row.isDiscovery ? "discovery" : "plain"
  }
}
