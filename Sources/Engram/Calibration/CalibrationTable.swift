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
    /// What its memory, or its law, is like.
    package var kind: CalibrationCase.Kind
    /// What is known of it.
    package var truth: CalibrationCase.Truth
    /// Length of the series.
    package var rows: Int
    /// How many were drawn.
    package var realisations: Int
    /// Rung 0 finds memory.
    package var found: Share
    /// Rung 0 says that it may be drift.
    package var drift: Share
    /// The verdict `memory`, of the first realisations, whose verdicts are known; nil where memory was found in none of them.
    package var memory: Share?
    /// How often each verdict was given, of those known.
    package var verdicts: [String: Int]
  }

  /// A share with the interval of Clopper and Pearson.
  package struct Share: Sendable, Equatable, Codable {
    /// In how many of them.
    package var count: Int
    /// Of how many.
    package var of: Int
    /// Of the realisations.
    package var share: Double
    /// The lower end of the interval.
    package var low: Double
    /// The upper end of the interval.
    package var high: Double

    init(_ count: Int, of total: Int) {
      let interval = clopperPearson(count, of: total, confidence: Rules.confidence)
      (self.count, of, share) = (count, total, Double(count) / Double(total))
      (low, high) = (interval.low, interval.high)
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
        // The first ones are judged; those after an unknown verdict would be chosen by their answer.
        let judged = Array(mine.sorted { $0.realisation < $1.realisation }.prefix { $0.verdict != nil })
        return Line(
          name: one.name, kind: one.kind, truth: one.truth, rows: rows, realisations: mine.count, found: share(\.finds),
          drift: share { $0.answer == .drift },
          memory: judged.contains(where: \.finds)
            ? Share(judged.count { $0.verdict == .memory }, of: judged.count) : nil,
          verdicts: Dictionary(judged.compactMap(\.verdict).map { ($0.rawValue, 1) }, uniquingKeysWith: +))
      }
    }
  }

  /// In 80 columns.
  package var text: String {
    let title = "How often the verdict errs"
    let tables = CalibrationCase.Truth.allCases.flatMap { truth in
      CalibrationCase.Kind.allCases.compactMap { kind in
        let mine = lines.filter { $0.truth == truth && $0.kind == kind }
        return mine.isEmpty ? nil : Block.table(CalibrationTable.table(truth, kind, mine))
      }
    }
    let settings =
      "Score test at \(NumberFormat.exact.text(training.level)), margin \(NumberFormat.wholeShare.text(training.margin)), "
      + "\(counted(training.networks, "network")) of \(counted(training.hidden, "unit")), "
      + "\(counted(training.epochs, "epoch")), seed \(training.seed); engram \(version)."
    return Document(
      title: title, version: version, sections: [Section("calibration", title, tables + [.paragraph(settings)])]
    ).text()
  }

  private static func table(_ truth: CalibrationCase.Truth, _ kind: CalibrationCase.Kind, _ lines: [Line]) -> Table {
    let heading =
      switch truth {
      case .without: "Without memory"
      case .memory, .weak: "With \(truth.rawValue)"
      case .drift: "With drift"
      }
    return Table(
      "\(heading), \(kind.rawValue) [\(Rules.intervalText)]",
      columns: ["process", "rows", "series", "memory found", "drift found", "'memory'"],
      rows: lines.map { line in
        .init(
          line.name,
          [.count(line.rows), .count(line.realisations)]
            + [line.found, line.drift, line.memory].map { $0.map { .interval($0.estimate, .share) } ?? .missing })
      })
  }
}

extension CalibrationTable.Share {
  var estimate: Estimate { Estimate(mean: share, low: low, high: high) }
}
