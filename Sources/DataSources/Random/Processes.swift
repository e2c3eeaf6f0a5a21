extension RandomProcess {
  /// Every process there is, those that need no memory first.
  package static let all: [RandomProcess] = [
    gaussian, uniform, studentT3, garch, randomWalk, ar1, var1, tar1, noisyMap, logistic,
    ar2, ma1, copy, noisyAR1, hiddenMarkov, xor, henon, sineWave, lorenz, mackeyGlass,
  ]

  /// The process of this name; nil where there is none.
  package static func named(_ name: String) -> RandomProcess? { all.first { $0.name == name } }
}

/// The ranges that parameters share.
extension ClosedRange<Double> {
  /// Any level.
  static var level: Self { -1e6...1e6 }
  /// A standard deviation, or another scale that must not be zero.
  static var scale: Self { 1e-6...1e6 }
  /// A standard deviation that may be zero.
  static var noise: Self { 0...1e6 }
  /// A coefficient of a stable recursion.
  static var stable: Self { -0.999...0.999 }
}

/// Long enough for the slowest recursion that the ranges allow to forget nearly all of its start: 0.999^5000 is 0.7 %.
let stableBurnIn = 5000
