public import TimeSeries

/// T rows × D named columns on one time index, with no gap left unexplained: what the networks are trained on.
///
/// `values` is what the sources gave, after the join and the change of variable; `scaled` is the same in the
/// units of the scaler, which saw the training part alone. An inner join has no gaps; an outer or a left one has NaN
/// where a series had no value and none was carried forward (see `requireNoGaps`).
public struct Panel: Sendable, Equatable {
  /// Its name in the report: `market`, `random` …
  public var name: String
  /// The resolution of one row.
  public var resolution: Resolution
  /// T of them, ascending, no two alike.
  public var times: [Timestamp]
  /// D names, no two alike.
  public var columns: [String]
  /// When in the day each column was observed; nil where that is not known.
  public var observed: [ObservationTime?]
  /// T × D, row-major: whether a value is that of an earlier row, carried forward over a gap or taken again as of
  /// a later instant. A change is filled where its later row is.
  public var filled: [Bool]
  /// T × D, row-major.
  public var values: [Double]
  /// T × D, row-major; what a network reads.
  public var scaled: [Double]
  /// Fitted on the training part.
  public var scaler: Scaler
  /// Which rows train, which choose the epoch, which are held out.
  public var split: Split
  /// How the series became this panel, and what was lost.
  public var ledger: AlignmentRecord
  /// Warnings as facts; `ledger.warnings` has them as sentences.
  package var diagnostics: [Diagnostic]

  /// T.
  public var rows: Int { times.count }
  /// D.
  public var width: Int { columns.count }

  /// A panel made by hand, for tests: nothing is checked.
  package init(
    name: String, resolution: Resolution, times: [Timestamp], columns: [String], values: [Double], scaled: [Double],
    scaler: Scaler, split: Split, ledger: AlignmentRecord, diagnostics: [Diagnostic] = [],
    observed: [ObservationTime?]? = nil,
    filled: [Bool]? = nil
  ) {
    (self.name, self.resolution, self.times, self.columns) = (name, resolution, times, columns)
    (self.values, self.scaled, self.scaler, self.split) = (values, scaled, scaler, split)
    (self.ledger, self.diagnostics) = (ledger, diagnostics)
    self.observed = observed ?? columns.map { _ in nil }
    self.filled = filled ?? values.map { _ in false }
  }
}

extension Panel {
  /// A panel has at least so many rows.
  package static let minimumRows = 40

  /// Brings series together on one time index, changes the variable, splits the rows and scales the columns.
  ///
  /// In this order: each series is sorted and its duplicates are resolved; rows outside `from` … `to` go; finer
  /// series are brought to the coarsest resolution, unless the join is as of an instant; the join; the forward fill; the
  /// last row of each period (means, sums and first values are taken before the join, of the own rows of each series, and
  /// so are last ones where the series share few times); the lags; the change of variable; the last rows; the split; the scaler, fitted on
  /// the training part. The order of the rows within a series does not matter, the order of the series is the order of
  /// the columns.
  ///
  /// - Parameters:
  ///   - series: at least one, with names that differ; dated all, or numbered by rows all.
  ///   - name: what the report calls the panel.
  ///   - options: how it is done. The defaults mend nothing.
  /// - Throws: `PanelError`; `CancellationError`.
  public init(
    aligning series: [Series], named name: String, options: PanelOptions = PanelOptions()
  ) throws {
    do throws(PanelError.Fault) {
      self = try Panel.aligned(series, name, options)
    } catch .cancelled {
      throw CancellationError()
    } catch {
      throw PanelError(panel: name, fault: error)
    }
  }

  /// Refuses a panel with a gap in it, which no network can be trained on; only outer and left joins leave any.
  package func requireNoGaps() throws(PanelError) {
    guard let cell = values.firstIndex(where: { $0.isNaN }) else { return }
    let fault = PanelError.Fault.gap(
      column: columns[cell % width], time: times[cell / width].text(resolution),
      cells: values.count { $0.isNaN })
    throw PanelError(panel: name, fault: fault)
  }

  // MARK: - The steps

  private static func aligned(
    _ series: [Series], _ name: String, _ options: PanelOptions
  ) throws(PanelError.Fault) -> Panel {
    try options.check()
    try check(series)
    try options.check(columns: series.map(\.name))
    let resolution = try Resolution.ofPanel(series, options)
    try options.checkPeriod(resolution)
    let window = try Window(options, resolution)
    var runs: [Run] = []
    for one in series {
      var one = one
      one.observed = options.observed[one.name] ?? one.observed
      if one.resolution == .day, let time = one.observed, Zone(time.zone) == nil {
        throw .unknownZone(time, column: one.name)
      }
      var run = try Run(one, options.duplicates).within(window)
      if options.join != .asof {
        if options.aggregate != .last { run = try run.resampled(options) }
        run = run.brought(to: resolution)
      }
      runs.append(run)
    }
    var joinsPeriods = options.join != .asof && options.aggregate == .last
    if joinsPeriods { joinsPeriods = try runs.shareFewTimes(options.resample) }
    if joinsPeriods { for index in runs.indices { runs[index] = try runs[index].resampled(options) } }
    if joinsPeriods || options.aggregate != .last { runs.stampPeriods(options.resample) }
    var alignment = try Alignment(runs, options, resolution)
    try PanelError.Fault.checkCancellation(step: 0)
    var levels = alignment.table
    let zones = Set(runs.map(\.clock))
    let resampled = try levels.resample(options, resolution, in: zones.count == 1 ? runs[0].clock : nil)
    let periods = levels.rows
    let lagged = levels.lag(options.lag)
    var table = try levels.changed(options.change, resolution)
    if let count = options.lastRows { table.keepLast(count) }
    guard table.rows >= minimumRows else {
      throw .tooShort(
        rows: table.rows, needed: minimumRows, joined: alignment.table.rows, entries: alignment.entries)
    }
    try PanelError.Fault.checkCancellation(step: 0)
    let split = try Split(
      rows: table.rows, trainShare: options.trainShare, validationShare: options.validationShare)
    let scaler = try Scaler(options.scaling, fitting: table, on: split.trainRows)
    var diagnostics = alignment.entries.compactMap(Diagnostic.missing) + alignment.diagnostics
    if joinsPeriods { diagnostics.append(.joinedByPeriod(options.resample)) }
    if let resampled { diagnostics.append(resampled) }
    diagnostics += Diagnostic.uncertainClocks(runs, resolution)
    diagnostics += table.clockDifferences(runs, options, split, resolution)
    diagnostics += table.diagnostics(split)
    try PanelError.Fault.checkCancellation(step: 0)
    let values = table.rowMajor
    let scaled = scaler.apply(to: values)
    if let cell = scaled.firstIndex(where: { $0.magnitude > Double(Float.greatestFiniteMagnitude) }) {
      let (row, column) = cell.quotientAndRemainder(dividingBy: table.names.count)
      throw .tooFar(column: table.names[column], time: table.times[row].text(resolution), scaled: scaled[cell])
    }
    for index in runs.indices {
      alignment.entries[index].lag = options.lag[runs[index].name] ?? 0
      alignment.entries[index].steps = alignment.entries[index].steps(
        options, runs[index], to: resolution, table, scaler, split, column: index)
    }
    return Panel(
      name: name, resolution: resolution, times: table.times, columns: table.names, values: values,
      scaled: scaled, scaler: scaler, split: split,
      ledger: AlignmentRecord(
        entries: alignment.entries, longestGap: longestGap(table.times, resolution),
        warnings: diagnostics.map(\.description), joined: alignment.table.rows,
        resampled: alignment.table.rows - periods, lagged: lagged),
      diagnostics: diagnostics, observed: runs.map(\.observed), filled: table.rowMajorFilled)
  }

  private static func check(_ series: [Series]) throws(PanelError.Fault) {
    if series.isEmpty { throw .noSeries }
    var requests: [String: String] = [:]
    for one in series {
      if let earlier = requests.updateValue(one.origin.request, forKey: one.name) {
        throw .sameName(one.name, origins: [earlier, one.origin.request])
      }
      if let bad = one.values.firstIndex(where: { $0.isInfinite }) {
        throw .notFinite(column: one.name, time: one.times[bad].text(one.resolution), value: one.values[bad])
      }
      if one.values.allSatisfy({ $0.isNaN }) {
        throw .noValues(column: one.name, origin: one.origin.request, rows: one.values.count)
      }
    }
  }
}
