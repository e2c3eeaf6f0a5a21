import Numbers
import Panels
import Recurrence
import TimeSeries

/// One line of a study that can be set by name, from a study file or from the command line alike.
public struct Setting: Sendable {
  /// As it is written: `learning-rate`.
  public var name: String
  /// One line.
  public var help: String
  /// Whether its value is one for each of some columns: `a=1,b=2`, or a mapping in a study file.
  public var byColumn: Bool
  private let apply: @Sendable (inout Study, Value) throws(StudyError) -> Void

  /// Every setting but `sources` and `fixtures`.
  public static let all: [Setting] = [
    Setting("name", "what the report calls the data") { (study, value) throws(StudyError) in
      study.name = try value.text()
    },
    Setting("control", "whether noise of the same size runs beside the data") { (study, value) throws(StudyError) in
      study.control = try value.boolean()
    },
    Setting("surrogates", "surrogates of each kind, 0 for none") { (study, value) throws(StudyError) in
      study.surrogates = try value.integer(in: 0...9999)
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
    Setting("cell", "elman, gru, lstm or reservoir") { (study, value) throws(StudyError) in
      study.training.cell = try value.choice()
    },
    Setting("activation", "tanh, sigmoid or relu; tanh with gru and lstm") { (study, value) throws(StudyError) in
      study.training.activation = try value.choice()
    },
    Setting("bias", "whether the hidden layer has a bias") { (study, value) throws(StudyError) in
      study.training.bias = try value.boolean()
    },
    Setting("epochs", "steps of Adam") { (study, value) throws(StudyError) in
      study.training.epochs = try value.integer(in: 1...1_000_000)
    },
    Setting("window", "rows that an error goes back through, with a step of Adam each; all where none is given") {
      (study, value) throws(StudyError) in
      study.training.window = try value.integer(in: 1...1_000_000_000)
    },
    Setting("learning-rate", "Adam's step size") { (study, value) throws(StudyError) in
      study.training.learningRate = try value.number(above: 0, to: 1e6)
    },
    Setting("rollout-steps", "length of the free run") { (study, value) throws(StudyError) in
      study.training.rolloutSteps = try value.integer(in: 1...1_000_000)
    },
    Setting("join", "the rows kept: inner, outer, left or asof") { (study, value) throws(StudyError) in
      study.panel.join = try value.choice()
    },
    Setting("tolerance", "as-of join: how old a value may be, as 3d, 36h, 90min") {
      (study, value) throws(StudyError) in
      study.panel.tolerance = try value.tolerance()
    },
    Setting("exact-matches", "as-of join: whether a value of the very instant counts") {
      (study, value) throws(StudyError) in
      study.panel.exactMatches = try value.boolean()
    },
    Setting("as-of", "as-of join: the instant of each day, as 16:00 America/New_York") {
      (study, value) throws(StudyError) in
      study.panel.asOf = try value.observationTime(value.given)
    },
    Setting("observed", "when in the day columns were observed, by name", byColumn: true) {
      (study, value) throws(StudyError) in
      study.panel.observed = try value.byColumn("usdjpy=14:15 Europe/Berlin") { (text) throws(StudyError) in
        try value.observationTime(text)
      }
    },
    Setting("lag", "rows that columns are put later, by name", byColumn: true) { (study, value) throws(StudyError) in
      study.panel.lag = try value.byColumn("sp500=1") { (text) throws(StudyError) in
        guard let rows = Int(text), (0...1_000_000).contains(rows) else {
          throw value.refused("a whole number of rows from 0 to 1000000 for each column, as sp500=1")
        }
        return rows
      }
    },
    Setting("resample", "the last row of each week or month: none, week or month") {
      (study, value) throws(StudyError) in
      study.panel.resample = try value.choice()
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
      throw .unknown(name, nearest: nearest(to: name, among: all.map(\.name) + ["sources", "fixtures"]))
    }
    try setting.apply(&study, Value(name: name, given: text))
  }

  private init(
    _ name: String, _ help: String, byColumn: Bool = false,
    _ apply: @escaping @Sendable (inout Study, Value) throws(StudyError) -> Void
  ) {
    (self.name, self.help, self.byColumn, self.apply) = (name, help, byColumn, apply)
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

  func tolerance() throws(StudyError) -> Tolerance {
    guard let tolerance = Tolerance(given) else { throw refused("a whole number of d, h, min or s, as 3d or 36h") }
    return tolerance
  }

  func observationTime(_ text: String) throws(StudyError) -> ObservationTime {
    guard let time = ObservationTime(text) else { throw refused("a time of day and a zone, as 14:15 Europe/Berlin") }
    guard Zone(time.zone) != nil else {
      let hint = nearest(to: time.zone, among: Zone.names).map { "; did you mean '\($0)'?" } ?? ""
      throw refused("in a zone that is known, as Europe/Berlin or UTC+05:30\(hint)")
    }
    return time
  }

  /// Reads `a=1,b=2`; the last `=` of each part parts column and value. Nothing at all is none.
  func byColumn<Result>(
    _ example: String, _ read: (String) throws(StudyError) -> Result
  ) throws(StudyError) -> [String: Result] {
    var results: [String: Result] = [:]
    if given.isEmpty { return results }
    for part in given.split(separator: ",", omittingEmptySubsequences: false) {
      guard let sign = part.lastIndex(of: "="), sign > part.startIndex else {
        throw refused("a column and its value, as \(example), with a comma before the next")
      }
      let name = part[..<sign].trimmed
      if results[name] != nil { throw refused("one value for each column, and '\(name)' has two") }
      results[name] = try read(part[part.index(after: sign)...].trimmed)
    }
    return results
  }

  private func fixed(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
  }

  func refused(_ allowed: String) -> StudyError { .value(name, given: given, allowed: allowed) }
}

extension Substring {
  /// Without spaces around it.
  fileprivate var trimmed: String {
    let start = drop { $0 == " " }
    guard let end = start.lastIndex(where: { $0 != " " }) else { return "" }
    return String(start[...end])
  }
}
