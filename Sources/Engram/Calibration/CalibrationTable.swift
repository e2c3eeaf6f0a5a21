import Memory
import Numbers
public import Recurrence

/// How often each verdict was given: what `engram calibrate` prints.
public struct CalibrationTable: Sendable, Equatable, Codable {
  /// Of engram.
  public var version: String
  /// How the networks were trained.
  public var training: CalibrationSettings
  /// One for each process and length.
  public var lines: [Line]

  /// One process at one length.
  public struct Line: Sendable, Equatable, Codable {
    /// Of the process.
    public var name: String
    /// What is known of it.
    public var truth: CalibrationCase.Truth
    /// Length of the series.
    public var rows: Int
    /// How many were drawn.
    public var realisations: Int
    /// The score test rejects.
    public var rejects: Share
    /// A verdict of memory of any kind.
    public var anyMemory: Share
    /// The verdict `memory`.
    public var memory: Share
    /// How often each verdict was given.
    public var verdicts: [String: Int]
  }

  /// A share with the interval of Clopper and Pearson, 95 %.
  public struct Share: Sendable, Equatable, Codable {
    /// In how many of them.
    public var count: Int
    /// Of the realisations.
    public var share: Double
    /// The lower end of the 95 % interval, Clopper-Pearson.
    public var low: Double
    /// The upper end of the 95 % interval.
    public var high: Double

    init(_ count: Int, of total: Int) {
      let interval = clopperPearson(count, of: total)
      (self.count, share, low, high) = (count, Double(count) / Double(total), interval.low, interval.high)
    }
  }

  /// The settings that the figures hold for.
  public struct CalibrationSettings: Sendable, Equatable, Codable {
    /// S, trained on each series.
    public var networks: Int
    /// H.
    public var hidden: Int
    /// Steps of Adam.
    public var epochs: Int
    /// Where all randomness starts.
    public var seed: UInt64
    /// Of the score test.
    public var level: Double
    /// Of the skill.
    public var margin: Double
  }

  /// Counts outcomes, one line for each process and length that there are any of.
  ///
  /// - Parameters:
  ///   - outcomes: in any order, each once.
  ///   - options: what the networks were trained with.
  ///   - version: of engram, which the table states.
  public init(of outcomes: [Calibration.Outcome], _ options: TrainingOptions, version: String) {
    self.version = version
    training = CalibrationSettings(
      networks: options.networks, hidden: options.hidden, epochs: options.epochs, seed: options.seed,
      level: Rules.scoreLevel, margin: Rules.margin)
    let lengths = Set(outcomes.map(\.rows)).sorted()
    lines = CalibrationCase.all.flatMap { one in
      lengths.compactMap { rows in
        let mine = outcomes.filter { $0.name == one.name && $0.rows == rows }
        guard !mine.isEmpty else { return nil }
        func share(_ holds: (Calibration.Outcome) -> Bool) -> Share { Share(mine.count(where: holds), of: mine.count) }
        return Line(
          name: one.name, truth: one.truth, rows: rows, realisations: mine.count, rejects: share(\.rejects),
          anyMemory: share { $0.verdict.isMemory }, memory: share { $0.verdict == .memory },
          verdicts: Dictionary(mine.map { ($0.verdict.rawValue, 1) }, uniquingKeysWith: +))
      }
    }
  }

  /// In 80 columns.
  public var text: String {
    let header = row("process", "rows", "n", "score test", "any memory", "'memory'")
    var text = ""
    for truth in [CalibrationCase.Truth.without, .memory, .weak] {
      let mine = lines.filter { $0.truth == truth }
      guard !mine.isEmpty else { continue }
      let title =
        truth == .without ? "Without memory: false alarms, %" : "With \(truth.rawValue): how often it is found, %"
      text += "\(title) [95 % interval]\n\(header)\n"
      for line in mine {
        text +=
          row(
            line.name, String(line.rows), String(line.realisations), line.rejects.text, line.anyMemory.text,
            line.memory.text) + "\n"
      }
      text += "\n"
    }
    return text
      + "Score test at \(fixed(training.level, decimals: 2)), margin \(percentage(training.margin, decimals: 0)), "
      + "\(training.networks) networks of \(training.hidden) units, \(training.epochs) epochs, seed \(training.seed); "
      + "engram \(version).\n"
  }

  private func row(_ name: String, _ cells: String...) -> String {
    let widths = [6, 5, 17, 17, 17]
    let first = name + String(repeating: " ", count: max(1, 26 - name.count))
    return zip(cells, widths).reduce(String(first.prefix(26))) { line, cell in
      line + String(repeating: " ", count: max(1, cell.1 - cell.0.count)) + cell.0
    }
  }
}

extension CalibrationTable.Share {
  /// `2.5 [1.0, 5.1]`
  fileprivate var text: String {
    "\(fixed(share * 100, decimals: 1)) [\(fixed(low * 100, decimals: 1)), \(fixed(high * 100, decimals: 1))]"
  }
}

extension Verdict.OnData {
  /// Whether it says that there is memory, of whatever kind.
  public var isMemory: Bool { self == .memory || self == .negligible || self == .notExploited }
}
