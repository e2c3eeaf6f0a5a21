import Numbers
import Panels

/// Why networks cannot be trained as asked.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// An option has a value that is not allowed.
  case option(name: String, value: String, allowed: String)
  /// A panel without columns, or too short for a training, validation and test part.
  case panel(name: String, found: String)

  /// In a sentence, for a person.
  public var description: String {
    switch self {
    case .option(let name, let value, let allowed):
      "cannot train with \(name) \(value): it must be \(allowed)"
    case .panel(let name, let found):
      "cannot train on the panel '\(name)': it has \(found); give it more rows or another split"
    }
  }
}

extension TrainingOptions {
  /// Throws where an option has a value that is not allowed.
  public func check() throws(TrainingError) {
    try Self.require(networks, in: 1...4096, "networks")
    try Self.require(hidden, in: 1...1024, "hidden")
    try Self.check(epochs: epochs)
    try Self.require(patience, in: 0...1_000_000, "patience")
    if let window { try Self.require(window, in: 1...1_000_000_000, "window") }
    try Self.require(rolloutSteps, in: 1...1_000_000, "rollout steps")
    guard !cell.isGated || activation == .tanh else {
      throw .option(
        name: "activation", value: activation.rawValue,
        allowed: "tanh with the cell \(cell.rawValue), whose gates have fixed activations")
    }
    guard learningRate.isFinite && learningRate > 0 else {
      throw .option(name: "learning rate", value: "\(learningRate)", allowed: "a number above 0, such as 0.01")
    }
  }

  static func check(epochs: Int) throws(TrainingError) {
    try require(epochs, in: 1...1_000_000, "epochs")
  }

  private static func require(_ value: Int, in range: ClosedRange<Int>, _ name: String) throws(TrainingError) {
    guard range.contains(value) else {
      throw .option(
        name: name, value: "\(value)", allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
  }
}

extension Panel {
  /// Training needs a step to learn from, one to choose the epoch and one to test.
  func checkTrainable() throws(TrainingError) {
    guard width > 0 else { throw .panel(name: name, found: "no columns") }
    guard split.train >= 2, split.validation >= 1, split.test >= 1, scaled.count == rows * width else {
      throw .panel(
        name: name, found: "\(split.train) training, \(split.validation) validation and \(split.test) test rows")
    }
  }
}
