import Numbers
import Panels
import Recurrence

/// One line of a study that can be set by name, from a study file or from the command line alike.
public struct Setting: Sendable {
  /// As it is written: `learning-rate`.
  public var name: String
  public var help: String
  private let apply: @Sendable (inout Study, Value) throws(StudyError) -> Void

  /// Every setting but `sources`.
  public static let all: [Setting] = [
    Setting("name", "what the report calls the data") { (study, value) throws(StudyError) in
      study.name = try value.text()
    },
    Setting("control", "whether noise of the same size runs beside the data") { (study, value) throws(StudyError) in
      study.control = try value.boolean()
    },
    Setting("seed", "where all randomness starts") { (study, value) throws(StudyError) in
      study.training.seed = try value.seed()
    },
    Setting("networks", "copies that differ in their seed alone") { (study, value) throws(StudyError) in
      study.training.networks = try value.integer(in: 1...4096)
    },
    Setting("hidden", "hidden units") { (study, value) throws(StudyError) in
      study.training.hidden = try value.integer(in: 1...1024)
    },
    Setting("activation", "tanh, sigmoid or relu") { (study, value) throws(StudyError) in
      study.training.activation = try value.choice()
    },
    Setting("bias", "whether the hidden layer has a bias") { (study, value) throws(StudyError) in
      study.training.bias = try value.boolean()
    },
    Setting("epochs", "steps of Adam") { (study, value) throws(StudyError) in
      study.training.epochs = try value.integer(in: 1...1_000_000)
    },
    Setting("learning-rate", "Adam's step size") { (study, value) throws(StudyError) in
      study.training.learningRate = try value.number(above: 0, to: 1e6)
    },
    Setting("rollout-steps", "length of the free run") { (study, value) throws(StudyError) in
      study.training.rolloutSteps = try value.integer(in: 1...1_000_000)
    },
    Setting("join", "the rows kept: inner, outer or left") { (study, value) throws(StudyError) in
      study.panel.join = try value.choice()
    },
    Setting("fill-limit", "rows a value may be carried forward over a gap") { (study, value) throws(StudyError) in
      study.panel.fillLimit = try value.integer(in: 0...1_000_000)
    },
    Setting("duplicates", "two values for one date: refuse, first, last or mean") { (study, value) throws(StudyError) in
      study.panel.duplicates = try value.choice()
    },
    Setting("change", "levels, differences or log-returns") { (study, value) throws(StudyError) in
      study.panel.change = try value.choice()
    },
    Setting("scaling", "zscore, minmax, robust or none") { (study, value) throws(StudyError) in
      study.panel.scaling = try value.choice()
    },
    Setting("from", "first date kept, as 1999-01-04") { (study, value) throws(StudyError) in
      study.panel.from = try value.text()
    },
    Setting("to", "last date kept") { (study, value) throws(StudyError) in
      study.panel.to = try value.text()
    },
    Setting("last-rows", "keep only the last so many rows") { (study, value) throws(StudyError) in
      study.panel.lastRows = try value.integer(in: 1...Int.max)
    },
    Setting("train-share", "share of the rows that train") { (study, value) throws(StudyError) in
      study.panel.trainShare = try value.number(above: 0, to: 1)
    },
    Setting("validation-share", "share of the rows that choose the epoch") { (study, value) throws(StudyError) in
      study.panel.validationShare = try value.number(above: 0, to: 1)
    },
  ]

  /// Sets one setting of a study.
  ///
  /// - Throws: `StudyError` for a name that is not a setting's, with the nearest that is, and for a value the
  ///   setting cannot have.
  public static func set(_ name: String, to text: String, in study: inout Study) throws(StudyError) {
    guard let setting = all.first(where: { $0.name == name }) else {
      throw .unknown(name, nearest: nearest(to: name, among: all.map(\.name) + ["sources"]))
    }
    try setting.apply(&study, Value(name: name, given: text))
  }

  private init(
    _ name: String, _ help: String, _ apply: @escaping @Sendable (inout Study, Value) throws(StudyError) -> Void
  ) {
    (self.name, self.help, self.apply) = (name, help, apply)
  }
}

/// A setting's value as it was written, and its readings.
private struct Value {
  var name: String
  var given: String

  func text() throws(StudyError) -> String {
    if given.isEmpty { throw refused("some text") }
    return given
  }

  func boolean() throws(StudyError) -> Bool {
    switch given {
    case "true", "yes": true
    case "false", "no": false
    default: throw refused("true or false")
    }
  }

  func integer(in range: ClosedRange<Int>) throws(StudyError) -> Int {
    guard let value = Int(given), range.contains(value) else {
      let limit = range.upperBound == .max ? "\(range.lowerBound) up" : "\(range.lowerBound) to \(range.upperBound)"
      throw refused("a whole number from \(limit)")
    }
    return value
  }

  func seed() throws(StudyError) -> UInt64 {
    guard let value = UInt64(given) else { throw refused("a whole number from 0 to \(UInt64.max)") }
    return value
  }

  func number(above low: Double, to high: Double) throws(StudyError) -> Double {
    guard let value = Double(given), value > low, value <= high else {
      throw refused("a number above \(fixed(low)) and up to \(fixed(high))")
    }
    return value
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>() throws(StudyError) -> Choice {
    if let choice = Choice(rawValue: given) { return choice }
    throw refused("one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
  }

  private func fixed(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
  }

  private func refused(_ allowed: String) -> StudyError { .value(name, given: given, allowed: allowed) }
}
