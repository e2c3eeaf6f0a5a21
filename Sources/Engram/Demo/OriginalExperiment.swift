public import Recurrence
package import Numbers

/// The settings of the experiment that asked when a latent state becomes memory, as its own notebook has them.
///
///     z_t = [x_t ; y_{t-1}], in the twin z_t = x_t        y_t = sigmoid(W z_t + b)        x̂_{t+1} = W_out y_t + b_out
///     loss = Σ_t mean_d (x̂_{t+1,d} - x_{t+1,d})², t = 1 … T - 1                          y_0 = 0
///
/// Adam takes one step down the loss of the whole run in each epoch. Nothing is held out and no gradient is clipped.
public struct OriginalExperiment: Sendable, Equatable, Codable {
  /// T.
  public var rows = 30
  /// D.
  public var columns = 5
  /// Steps of Adam.
  public var epochs = 5_000
  /// Adam's step size.
  public var learningRate = 1e-3
  /// Length of the free run.
  public var rolloutSteps = 30

  /// Every setting at its default.
  public init() {}

  /// The networks that are compared.
  public enum Model: String, Sendable, CaseIterable, Codable {
    /// With a state, 10 units.
    case memory
    /// The original's twin: without a state, 10 units, and so only about half the parameters.
    case twin
    /// A twin with 19 units, and so as many parameters as the network with a state, less one.
    case matched
  }

  /// Of the weights of a model.
  public func shape(of model: Model) -> Shape {
    Shape(
      inputs: columns, hidden: model == .matched ? 19 : 10, kind: model == .memory ? .memory : .twin,
      activation: .sigmoid)
  }

  /// Steps of the run that have a next row.
  var steps: Int { rows - 1 }

  /// Adam's ε. The engine's loss is the mean over the steps where the original's is their sum: with the original's 1e-8
  /// divided by the number of steps the two take the same steps, but for rounding.
  package var epsilon: Double { 1e-8 / Double(steps) }

  /// Where training starts: what PyTorch draws for its linear layers, uniform(±1/√n) for weights and bias alike, n being
  /// the number of inputs of the layer. A network with a state has more inputs than its twin, so they do not share numbers.
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
