import Numbers

/// A process whose equation, and so the answer to "does predicting it need memory?", is known.
///
/// Every process draws from a `RandomStream` step by step, so that the first 100 rows of 1000 are the rows of a
/// run of 100, and from additions, multiplications, divisions, roots and our own functions alone, so that its
/// numbers have the same bits on every machine.
package struct RandomProcess: Sendable {
  /// The word after `random:`.
  package var name: String
  /// One line.
  package var summary: String
  /// In the names of the parameters; e_t is standard normal, independent of everything before.
  package var equation: String
  /// Who wrote the equation down.
  package var reference: String
  /// What a request can set, with the defaults.
  package var parameters: [Parameter]
  /// Whether the next value depends on more than the present one.
  package var truth: Truth
  /// Rows drawn and thrown away before the first, so that the start is forgotten, unless the user says otherwise.
  package var burnIn: Int
  /// The number of columns where the user gives none.
  package var defaultColumns: Int
  /// What the parameters must obey together, if anything.
  package var rule: Rule?
  let recipe: Recipe

  init(
    name: String, summary: String, equation: String, reference: String, parameters: [Parameter], truth: Truth,
    burnIn: Int = 0, defaultColumns: Int = 1, rule: Rule? = nil, recipe: Recipe
  ) {
    (self.name, self.summary, self.equation, self.reference) = (name, summary, equation, reference)
    (self.parameters, self.truth, self.burnIn) = (parameters, truth, burnIn)
    (self.defaultColumns, self.rule, self.recipe) = (defaultColumns, rule, recipe)
  }
}

extension RandomProcess {
  /// A number in the equation that the user may set.
  package struct Parameter: Sendable {
    /// As a request has it.
    package var name: String
    /// The default.
    package var value: Double
    /// What it may be.
    package var range: ClosedRange<Double>
    /// Whether it must be a whole number.
    package var isWhole: Bool
    /// One line.
    package var help: String

    init(_ name: String, _ value: Double, _ range: ClosedRange<Double>, whole: Bool = false, _ help: String) {
      (self.name, self.value, self.range, isWhole, self.help) = (name, value, range, whole, help)
    }
  }

  /// Whether E[x_{t+1} | past] = E[x_{t+1} | x_t], x_t being all columns of the row: then no memory can predict
  /// better, in squared error, than the present row alone.
  package struct Truth: Sendable {
    /// Whether the present value suffices to predict the next.
    package var presentSuffices: Bool
    /// The conditional mean, in one line.
    package var reason: String
    /// Settings at which the answer is the opposite one.
    package var exception: Exception?

    init(presentSuffices: Bool, _ reason: String, unless exception: Exception? = nil) {
      (self.presentSuffices, self.reason, self.exception) = (presentSuffices, reason, exception)
    }
  }

  /// Degenerate settings, where the equation loses the part that needs memory or gains one.
  package struct Exception: Sendable {
    /// The settings for which it is so.
    package var settings: String
    let holds: @Sendable (Settings) -> Bool

    init(_ settings: String, _ holds: @escaping @Sendable (Settings) -> Bool) {
      (self.settings, self.holds) = (settings, holds)
    }
  }

  /// A condition on several parameters at once, such as stationarity.
  package struct Rule: Sendable {
    /// In words.
    package var text: String
    let holds: @Sendable (Settings) -> Bool

    init(_ text: String, _ holds: @escaping @Sendable (Settings) -> Bool) {
      (self.text, self.holds) = (text, holds)
    }

    /// Whether these settings are such.
    package func isMet(by settings: Settings) -> Bool { holds(settings) }
  }

  /// The values of all parameters.
  package struct Settings: Sendable, Equatable {
    private var values: [String: Double]

    init(_ parameters: [Parameter]) {
      values = [:]
      for parameter in parameters { values[parameter.name] = parameter.value }
    }

    /// - Precondition: the process has a parameter of this name.
    package subscript(name: String) -> Double {
      get {
        guard let value = values[name] else { preconditionFailure("the process has no parameter '\(name)'") }
        return value
      }
      set {
        precondition(values[name] != nil, "the process has no parameter '\(name)'")
        values[name] = newValue
      }
    }
  }

  /// How the rows are drawn.
  enum Recipe: Sendable {
    /// One column; several are independent copies, each from a stream of its own.
    case one(@Sendable (Settings, _ rows: Int, inout RandomStream) -> [Double])
    /// All columns of a row together: columns × rows.
    case joint(@Sendable (Settings, _ columns: Int, _ rows: Int, inout RandomStream) -> [[Double]])
  }
}

extension RandomProcess {
  /// Whether the columns are parts of one whole; else they are independent copies.
  package var isJoint: Bool {
    if case .joint = recipe { true } else { false }
  }

  /// The defaults, to change one by one.
  package var settings: Settings { Settings(parameters) }

  /// Whether x_t alone suffices for the mean of x_{t+1} at these settings.
  package func presentSuffices(at settings: Settings) -> Bool {
    truth.exception?.holds(settings) == true ? !truth.presentSuffices : truth.presentSuffices
  }

  /// Columns × rows numbers, those of the burn-in thrown away.
  ///
  /// - Parameters:
  ///   - rows: of each column, above 0.
  ///   - columns: above 0.
  ///   - settings: of the process.
  ///   - burnIn: nil for the process's own.
  ///   - seed: the same seed gives the same numbers, whatever else is drawn anywhere.
  package func sample(
    rows: Int, columns: Int, at settings: Settings, burnIn: Int? = nil, seed: UInt64
  ) -> [[Double]] {
    let skipped = burnIn ?? self.burnIn
    precondition(rows > 0 && columns > 0 && skipped >= 0, "a sample has rows and columns")
    var stream = RandomStream(seed: seed).split(name)
    let drawn: [[Double]]
    switch recipe {
    case .one(let draw):
      drawn = (0..<columns).map { column in
        var own = stream.split(column)
        return draw(settings, skipped + rows, &own)
      }
    case .joint(let draw):
      drawn = draw(settings, columns, skipped + rows, &stream)
    }
    return skipped == 0 ? drawn : drawn.map { Array($0.dropFirst(skipped)) }
  }
}

extension RandomProcess {
  /// Every process there is: those that need no memory, those that do, those whose mean drifts.
  package static let all: [RandomProcess] = [
    gaussian, uniform, studentT3, garch, randomWalk, ar1, var1, tar1, noisyMap, logistic, events, poisson,
    thinnedCounts,
    chain, skewedAR1, garchAR1, kesten, doubling, coupledMaps, clock, lorenzStates,
    ar2, ma1, copy, noisyAR1, hiddenMarkov, xor, henon, sineWave, lorenz, mackeyGlass, arma11, momentum, bilinear,
    localLevel, longMemory, switchingAR, signs, magnitude, delayedThreshold, leader,
    trend, shift,
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
