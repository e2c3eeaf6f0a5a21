import Numbers
package import Panels
import Reporting
package import SeriesMemory

/// How often rung 0 errs on series like those of a study: what `engram calibrate --on` prints.
package struct OwnCalibrationTable: Sendable, Equatable, Codable {
  /// Of engram.
  package var version: String
  /// What the study calls its data.
  package var name: String
  /// Rows that rung 0 read.
  package var rows: Int
  /// Of rung 0.
  package var level: Double
  /// What was counted.
  package var calibration: OwnCalibration

  /// Rung 0 on the panel of a study, then on series of order 1 made after it.
  ///
  /// - Parameters:
  ///   - series: of each kind.
  ///   - seed: of the study.
  /// - Returns: nil where rung 0 cannot be asked: too few rows, or a column that does not vary.
  package init?(
    on panel: Panel, series: Int, seed: UInt64, threads: Int, progress: @escaping @Sendable (Double) -> Void
  ) async throws {
    // The streams of a report.
    let stream = RandomStream(seed: seed).split("there")
    guard let test = try await MemoryTest(of: panel, stream: stream, threads: threads),
      let calibration = try await OwnCalibration(
        of: panel, test, count: series, stream: RandomStream(seed: seed).split("own calibration"), threads: threads,
        progress: progress)
    else { return nil }
    (version, name, rows, level) = (engramVersion, panel.name, test.rows, test.level)
    self.calibration = calibration
  }

  /// In 80 columns.
  package var text: String {
    let title = "How often rung 0 errs on series like \(name)"
    let table = Table(
      "Series of \(counted(rows, "row")) on which the score test rejects at \(NumberFormat.wholeShare.text(level))"
        + " [\(Rules.intervalText)]",
      columns: ["memory planted", "named", "share", "series", "found"],
      rows: calibration.lines.map { line in
        let interval = clopperPearson(line.found, of: line.series, confidence: Rules.confidence)
        let share = Estimate(
          mean: Double(line.found) / Double(line.series), low: interval.low, high: interval.high)
        return .init(
          line.form ?? "none: false alarms",
          [
            Table.Cell(line.named, .share), Table.Cell(line.share, .share), .count(line.series),
            .interval(share, .share),
          ])
      })
    var notes = [
      "share: of the variance that the present row leaves, raised and lowered until memory was found in"
        + " \(Rules.powerText) of the series; then counted on as many new ones.",
      "named: the share that a report names, by a formula that holds for long series.",
    ]
    let model = calibration.lines.first?.model ?? ""
    notes.append(
      "Series without memory are made by a \(model), those with memory by a VAR(1). Local bootstrap: each row is followed"
        + " by what followed a similar row. VAR(1): a linear map of the present row and the residual of a similar row; near"
        + " a unit root, where similar rows are neighbours in time, of any row.")
    if !calibration.unseen.isEmpty {
      notes.append(
        "Not found in \(Rules.powerText) even at 50 %: \(calibration.unseen.joined(separator: ", ")).")
    }
    return Document(
      title: title, version: version, sections: [Section("own-calibration", title, [.table(table), .list(notes)])]
    ).text()
  }
}
