package import Numbers
package import Panels

/// The predictors without a network that are fitted to a panel: once, for what is compared and for predictions.csv.
package struct ReferencePredictors: Sendable {
  let linear: LinearMap
  let strong: FourierRegression
  let autoregression: Autoregression

  /// - Parameter stream: of the random features.
  package init(fittedTo rows: Pairs, stream: RandomStream) {
    linear = LinearMap(fittedTo: rows)
    strong = FourierRegression(fittedTo: rows, stream: stream)
    autoregression = Autoregression(fittedTo: rows)
  }

  /// - Parameter seed: of the training.
  /// nil where the panel is too short to fit them, or lacks a value.
  package init?(on panel: Panel, seed: UInt64) {
    guard (try? panel.checkForAnalysis()) != nil else { return nil }
    self.init(fittedTo: Pairs(panel), stream: Self.stream(RandomStream(seed: seed)))
  }

  /// Of the random features, of the stream of a seed.
  static func stream(_ stream: RandomStream) -> RandomStream { stream.split("fourier features") }

  /// A function of a row after the training part: its scaled predictions by column, of the linear, the strong memory-less
  /// and the autoregressive predictor.
  package func predictions(on panel: Panel) -> (_ row: Int) -> [[Double]] {
    let rows = Pairs(panel)
    let values = (0..<panel.width).map(rows.column)
    return { t in
      let x = rows.row(t - 1)
      return [
        linear.prediction(from: x), strong.prediction(from: x),
        autoregression.columns.indices.map { autoregression.columns[$0].prediction(of: t, in: values[$0]) },
      ]
    }
  }
}
