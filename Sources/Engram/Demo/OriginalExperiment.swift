package import Recurrence
package import Numbers

/// The settings of the experiment that asked when a latent state becomes memory, as in its notebook.
///
///     z_t = [x_t ; y_{t-1}], in the twin z_t = x_t        y_t = sigmoid(W z_t + b)        x̂_{t+1} = W_out y_t + b_out
///     loss = Σ_t mean_d (x̂_{t+1,d} - x_{t+1,d})², t = 1 … T - 1                          y_0 = 0
///
/// Adam takes one step down the loss of the whole run in each epoch. Nothing is held out and no gradient is clipped.
package struct OriginalExperiment: Sendable, Equatable, Codable {
  /// T.
  package var rows = 30
  /// D.
  package var columns = 5
  /// Steps of Adam.
  package var epochs = 5_000
  /// Adam's step size.
  package var learningRate = 1e-3
  /// Length of the free run.
  package var rolloutSteps = 30

  /// Every setting at its default.
  package init() {}

  /// For a series that needs memory: one column, since several would show each other's past; enough rows to learn from
  /// and to be tested on; fewer, longer steps.
  package static let onOscillations: OriginalExperiment = {
    var experiment = OriginalExperiment()
    (experiment.rows, experiment.columns) = (300, 1)
    (experiment.epochs, experiment.learningRate) = (1_000, 1e-2)
    return experiment
  }()

  /// The networks that are compared.
  package enum Model: String, Sendable, CaseIterable, Codable {
    /// With a state, 10 units.
    case memory
    /// The twin of the original: no state, 10 units, and therefore about half the parameters.
    case twin
    /// A twin with as many units as its parameters allow that are no more than those of the memory model: 19 on five
    /// columns, which has one parameter fewer.
    case matched
  }

  package func shape(of model: Model) -> Shape {
    let units = 10
    let parameters = units * (columns + units + 1) + columns * (units + 1)
    let matched = (parameters - columns) / (2 * columns + 1)
    return Shape(
      inputs: columns, hidden: model == .matched ? matched : units, kind: model == .memory ? .memory : .twin,
      activation: .sigmoid)
  }

  /// Rows that have a next row.
  var steps: Int { rows - 1 }

  /// Adam's ε. The loss of the engine is the mean over the steps, that of the original their sum. With the original's 1e-8
  /// divided by the number of steps both make the same updates, except for rounding.
  package var epsilon: Double { 1e-8 / Double(steps) }

  /// The distribution of PyTorch's linear layers: uniform(±1/√n) for weights and bias, n being the number of inputs of the
  /// layer. The memory model has more inputs than its twin, so they do not share random numbers.
  package func initialWeights(of model: Model, from stream: RandomStream) -> Weights<Float> {
    var stream = stream
    var weights = Weights<Float>(zerosOf: shape(of: model))
    let hidden = weights.shape.hidden
    let inner = 1 / Double(model == .memory ? columns + hidden : columns).squareRoot()
    let outer = 1 / Double(hidden).squareRoot()
    for k in weights.values.indices {
      let bound = k < weights.readoutStart ? inner : outer
      weights.values[k] = Float(stream.uniform(-bound, bound))
    }
    return weights
  }
}
