import Numbers

/// scaled = (value - centre) / scale, column by column; fitted on the training part alone.
///
/// | kind | centre | scale |
/// | --- | --- | --- |
/// | zscore | mean | standard deviation (ddof 0) |
/// | minmax | smallest | largest - smallest, so the training part lies between 0 and 1 |
/// | robust | median | interquartile range (quantiles of type 7) |
/// | none | 0 | 1 |
///
/// Nothing is clipped: held-out values outside the range of the training part stay outside.
public struct Scaler: Sendable, Equatable, Codable {
  /// How it was fitted.
  public var kind: PanelOptions.Scaling
  /// D of each, in the units of the columns.
  public var centre: [Double]
  /// What is divided by, by column.
  public var scale: [Double]

  package init(kind: PanelOptions.Scaling, centre: [Double], scale: [Double]) {
    (self.kind, self.centre, self.scale) = (kind, centre, scale)
  }

  /// Values in the units of the scaler; NaN stays NaN.
  ///
  /// - Parameter values: whole rows of D values, row-major.
  package func apply(to values: [Double]) -> [Double] {
    eachCell(of: values) { value, column in (value - centre[column]) / scale[column] }
  }

  /// Scaled values in the units of the columns: `apply` undone, to within a few units in the last place of the larger of
  /// value and centre.
  ///
  /// - Parameter scaled: whole rows of D values, row-major.
  package func invert(_ scaled: [Double]) -> [Double] {
    eachCell(of: scaled) { value, column in value * scale[column] + centre[column] }
  }

  private func eachCell(of cells: [Double], _ change: (Double, Int) -> Double) -> [Double] {
    let width = centre.count
    precondition(width == scale.count && (width == 0 || cells.count % width == 0), "a scaler takes whole rows")
    return cells.indices.map { change(cells[$0], $0 % width) }
  }
}

// MARK: - Fitting

extension Scaler {
  /// Where the values of a column differ by less than this, relative to their size, they differ by rounding alone.
  private static let rounding = 1e-12

  /// Looks at the training rows of the table and at nothing else; missing values are left out.
  init(_ kind: PanelOptions.Scaling, fitting table: Table, on train: Range<Int>) throws(PanelError.Fault) {
    self.init(kind: kind, centre: [], scale: [])
    for (name, column) in zip(table.names, table.columns) {
      let values = column[train].filter { !$0.isNaN }
      guard let low = values.min(), let high = values.max() else {
        throw .noTrainingValues(column: name, rows: train.count)
      }
      if kind != .none, !(high - low > Scaler.rounding * max(low.magnitude, high.magnitude)) {
        throw .constant(column: name, value: values[0], rows: train.count)
      }
      let (centre, scale) = Scaler.fit(kind, values, low, high)
      if kind == .robust, scale == 0 {
        throw .noQuartiles(column: name, value: centre, rows: train.count)
      }
      guard centre.isFinite, scale.isFinite, scale > 0 else {
        throw .outOfRange(column: name, low: low, high: high)
      }
      self.centre.append(centre)
      self.scale.append(scale)
    }
  }

  private static func fit(
    _ kind: PanelOptions.Scaling, _ values: [Double], _ low: Double, _ high: Double
  ) -> (centre: Double, scale: Double) {
    switch kind {
    case .zscore: (Moments.mean(values), Moments.standardDeviation(values))
    case .minmax: (low, high - low)
    case .robust:
      (Moments.quantile(0.5, of: values), Moments.quantile(0.75, of: values) - Moments.quantile(0.25, of: values))
    case .none: (0, 1)
    }
  }
}
