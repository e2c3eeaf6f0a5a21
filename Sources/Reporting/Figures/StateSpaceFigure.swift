import Memory
import Numbers
import Panels
import Recurrence
import TimeSeries

/// The states of one network of each kind in the plane of their two leading principal components (figure 17).
extension FigureData {
  /// Dots of a plot at most.
  private static let dotsOfStates = 1500

  var stateSpace: PlotGrid {
    let planes = ModelKind.allCases.map { model in (model, plane(of: model)) }
    let plots = planes.map { model, plane in
      var plot = Plot(
        title: FigureData.network(data, model, capital: true),
        unit: plane.map { "two components hold \(percentage($0.share)) of the variance" } ?? "",
        x: Axis(over: plane?.xs ?? [], margin: 0.04), y: Axis(over: plane?.ys ?? [], margin: 0.04),
        xLabel: "first principal component", height: 330)
      if let plane {
        plot.marks = [.scatter(xs: plane.xs, ys: plane.ys, shades: plane.times, radius: 1.8)]
      } else {
        plot.note = FigureData.nothing
      }
      return plot
    }
    let described = data.panel.times[data.panel.describedRows]
    let ends = [described.first, described.last].compactMap { $0?.text(data.panel.resolution) }
    let seen = planes.compactMap { model, plane in
      plane.map { "\(model.name): two components hold \(percentage($0.share)) of the variance" }
    }
    return PlotGrid(
      name: "17-state-space", title: "Where both draw the same shape, the state follows the present row",
      caption:
        "Hidden states of one network of each kind in the plane of their first two principal components, coloured"
        + " by time.", seen: seen.isEmpty ? ["Of both models 0 networks trained"] : seen,
      legend: [.scale(low: ends.first ?? "", high: ends.last ?? "", levels: Palette.timeLevels)], columns: 2,
      plots: plots)
  }

  private struct Plane {
    var (xs, ys): ([Double], [Double])
    /// From 0 to 1.
    var times: [Double]
    /// Of the variance.
    var share: Double
  }

  /// By the eigenvectors of the covariance; nil where no network trained.
  private func plane(of model: ModelKind) -> Plane? {
    guard let network = data.shown(model)?.network else { return nil }
    let shape = network.weights.shape
    let rows = data.panel.describedRows.count
    let run = network.run(over: data.panel).states
    let (states, count) = (shape.units(of: Array(run.suffix(rows * shape.stateCount))), shape.hidden)
    guard rows > 1, states.allSatisfy(\.isFinite) else { return nil }
    let means = (0..<count).map {
      TableColumns.column(states, $0, of: count, rows: 0..<rows).reduce(0, +) / Double(rows)
    }
    let centred = states.indices.map { Double(states[$0]) - means[$0 % count] }
    var covariance = Array(repeating: 0.0, count: count * count)
    addProducts(centred[...], count, centred[...], count, to: &covariance)
    let components = symmetricEigenvectors(covariance, order: count)
    let total = components.reduce(0) { $0 + max(0, $1.value) }
    let leading = components.prefix(2)
    let step = max(1, rows / FigureData.dotsOfStates)
    let shown = Array(stride(from: 0, to: rows, by: step))
    let axes = leading.map { component in
      shown.map { row in (0..<count).reduce(0.0) { $0 + component.vector[$1] * centred[row * count + $1] } }
    }
    return Plane(
      xs: axes[0], ys: axes.count > 1 ? axes[1] : axes[0].map { _ in 0 },
      times: shown.map { Double($0) / Double(max(1, rows - 1)) },
      share: total > 0 ? leading.reduce(0) { $0 + max(0, $1.value) } / total : 0)
  }
}
