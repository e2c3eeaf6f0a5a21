package import DataSources
import Numbers
import Panels
import TimeSeries

/// The last rows of the five market series, prepared as in the original: levels, each column standardised by its mean and
/// standard deviation (ddof 1) within the window.
package struct MarketWindow: Sendable, Equatable {
  /// The first date.
  package var first: String
  /// The last date.
  package var last: String
  /// Row-major.
  package var values: [Double]

  /// The last rows up to the end of 2018, where the recorded documents end.
  ///
  /// - Throws: what reading the default study throws.
  package init(of experiment: OriginalExperiment = OriginalExperiment(), in environment: SourceEnvironment)
    async throws
  {
    var study = Study()
    study.panel.to = "2018"
    let panel = try await study.readPanel(in: environment)
    let (T, D) = (experiment.rows, panel.width)
    let rows = panel.times.suffix(T)
    first = rows.first?.text(panel.resolution) ?? ""
    last = rows.last?.text(panel.resolution) ?? ""
    values = Array(panel.values.suffix(T * D))
    values.standardise(columns: D, by: T)
  }
}

extension [Double] {
  /// Standardises each of D columns by the mean and standard deviation (ddof 1) of its first rows.
  mutating func standardise(columns D: Int, by rows: Int) {
    for d in 0..<D {
      let column = (0..<rows).map { self[$0 * D + d] }
      let variance = Moments.variance(column) * Double(rows) / Double(rows - 1)
      let (mean, deviation) = (Moments.mean(column), variance.squareRoot())
      for t in 0..<count / D { self[t * D + d] = (self[t * D + d] - mean) / deviation }
    }
  }
}
