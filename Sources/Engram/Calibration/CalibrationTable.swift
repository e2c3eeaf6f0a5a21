import Memory
import Numbers
import Reporting
package import Recurrence
import SeriesMemory

/// How often each verdict was given: what `engram calibrate` prints.
package struct CalibrationTable: Sendable, Equatable, Codable {
  /// Of engram.
  package var version: String
  /// How the networks were trained.
  package var training: CalibrationSettings
  /// One for each process and length.
  package var lines: [Line]

  /// One process at one length.
  package struct Line: Sendable, Equatable, Codable {
    /// Of the process.
    package var name: String
    /// What is known of it.
    package var truth: CalibrationCase.Truth
    /// Length of the series.
    package var rows: Int
    /// How many were drawn.
    package var realisations: Int
    /// The score test rejects.
    package var rejects: Share
    /// A verdict of memory of any kind.
    package var anyMemory: Share
    /// The verdict `memory`.
    package var memory: Share
    /// How often each verdict was given.
    package var verdicts: [String: Int]
  }

  /// A share with the interval of Clopper and Pearson.
  package struct Share: Sendable, Equatable, Codable {
    /// In how many of them.
    package var count: Int
    /// Of the realisations.
    package var share: Double
    /// The lower end of the interval.
    package var low: Double
    /// The upper end of the interval.
    package var high: Double

    init(_ count: Int, of total: Int) {
      let interval = clopperPearson(count, of: total, confidence: Rules.confidence)
      (self.count, share, low, high) = (count, Double(count) / Double(total), interval.low, interval.high)
    }
  }

  /// The settings that the figures hold for.
  package struct CalibrationSettings: Sendable, Equatable, Codable {
    /// S, trained on each series.
    package var networks: Int
    /// H.
    package var hidden: Int
    /// Steps of Adam.
    package var epochs: Int
    /// Where all randomness starts.
    package var seed: UInt64
    /// Of the score test.
    package var level: Double
    /// Of the skill.
    package var margin: Double
  }

  /// Counts outcomes, one line for each process and length that there are any of.
  ///
  /// - Parameters:
  ///   - outcomes: in any order, each once.
  ///   - options: what the networks were trained with.
  ///   - version: of engram, which the table states.
  package init(of outcomes: [Calibration.Outcome], _ options: TrainingOptions, version: String) {
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
  package var text: String {
    let title = "How often the verdict errs"
    let tables = [CalibrationCase.Truth.without, .memory, .weak].compactMap { truth in
      let mine = lines.filter { $0.truth == truth }
      return mine.isEmpty ? nil : Block.table(CalibrationTable.table(truth, mine))
    }
    let settings =
      "Score test at \(NumberFormat.exact.text(training.level)), margin \(NumberFormat.wholeShare.text(training.margin)), "
      + "\(counted(training.networks, "network")) of \(counted(training.hidden, "unit")), "
      + "\(counted(training.epochs, "epoch")), seed \(training.seed); engram \(version)."
    return Document(
      title: title, version: version, sections: [Section("calibration", title, tables + [.paragraph(settings)])]
    ).text()
  }

  private static func table(_ truth: CalibrationCase.Truth, _ lines: [Line]) -> Table {
    let title = truth == .without ? "Without memory: false alarms" : "With \(truth.rawValue): how often it is found"
    return Table(
      "\(title) [\(Rules.intervalText)]",
      columns: ["process", "rows", "series", "score test", "any memory", "'memory'"],
      rows: lines.map { line in
        .init(
          line.name,
          [.count(line.rows), .count(line.realisations)]
            + [line.rejects, line.anyMemory, line.memory].map { .interval($0.estimate, .share) })
      })
  }
}

extension CalibrationTable.Share {
  var estimate: Estimate { Estimate(mean: share, low: low, high: high) }
}

extension Verdict.OnData {
  /// Whether it says that there is memory, of whatever kind.
  package var isMemory: Bool {
    switch self {
    case .memory, .undertrained, .negligible, .notExploited: true
    case .drift, .unclear, .none, .inconclusive, .notTestable: false
    }
  }
}
