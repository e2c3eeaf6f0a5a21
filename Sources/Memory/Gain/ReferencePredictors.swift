package import Panels
import Numbers

/// The predictors without a network that a report's folder keeps the predictions of: the same as those that were compared.
package struct ReferencePredictors {
  private let panel: Panel
  private let linear: LinearMap
  private let strong: FourierRegression
  private let autoregression: Autoregression
  /// By column.
  private let values: [[Double]]

  /// - Parameter seed: of the training.
  /// nil where the panel is too short to fit them, or lacks a value.
  package init?(on panel: Panel, seed: UInt64) {
    guard (try? panel.checkForAnalysis()) != nil else { return nil }
    let rows = Pairs(panel)
    self.panel = panel
    linear = LinearMap(fittedTo: rows)
    strong = FourierRegression(fittedTo: rows, stream: RandomStream(seed: seed).split("fourier features"))
    autoregression = Autoregression(fittedTo: rows)
    values = (0..<panel.width).map(rows.column)
  }

  /// Scaled predictions of a row after the training part, by column: linear, strong memory-less, autoregression.
  package func predictions(ofRow t: Int) -> [[Double]] {
    let x = Array(panel.scaled[(t - 1) * panel.width..<t * panel.width])
    return [
      linear.prediction(from: x), strong.prediction(from: x),
      autoregression.columns.indices.map { autoregression.columns[$0].prediction(of: t, in: values[$0]) },
    ]
  }
}
