import Reporting

/// The calibration that was run once and is brought along: `docs/calibration/calibration.csv`, word for word.
///
/// One line a process and length: `process,kind,truth,rows,realisations,found,drift,judged,memory`, the last five counts.
/// Made by `engram calibrate`.
package struct PublishedCalibration: Sendable, Equatable {
  /// What was counted for one process at one length.
  package struct Line: Sendable, Equatable {
    /// Its name, as in `CalibrationCase.all`.
    package var process: String
    /// What its memory, or its law, is like.
    package var kind: String
    /// What the verdict ought to be.
    package var truth: CalibrationCase.Truth
    /// Length of the series.
    package var rows: Int
    /// Series drawn.
    package var realisations: Int
    /// Of them, those in which rung 0 found memory.
    package var found: Int
    /// Those in which it said that it may be drift.
    package var drift: Int
    /// Those whose verdict is known.
    package var judged: Int
    /// Of these, those with the verdict `memory`.
    package var memory: Int
  }

  /// The version that was measured.
  package static let version = "0.1.0"
  /// The file.
  package static let text = String(decoding: PackageResources.Published_csv, as: UTF8.self)
  /// What the file says.
  package static let shared = PublishedCalibration(csv: text)

  /// In the order of the file.
  package var lines: [Line]

  /// Lines that are no measurement are left out, the header with them.
  package init(csv: String) { lines = csv.split(separator: "\n").compactMap { Line(csv: $0) } }

  /// What a verdict on a panel of so many rows rests on: the measured lengths nearest to it by ratio. nil where no process
  /// without memory was measured.
  package func errorRates(forRows rows: Int) -> ErrorRates? {
    let without = nearest(to: rows, among: [.without])
    let memory = nearest(to: rows, among: [.memory, .weak])
    guard let worst = without.max(by: { $0.falseAlarmRate < $1.falseAlarmRate }) else { return nil }
    func share(_ lines: [Line], _ count: KeyPath<Line, Int>, of all: KeyPath<Line, Int> = \.realisations)
      -> ErrorRates.Share
    {
      .init(lines.reduce(0) { $0 + $1[keyPath: count] }, of: lines.reduce(0) { $0 + $1[keyPath: all] })
    }
    let plain = memory.filter { $0.truth == .memory }
    return ErrorRates(
      version: Self.version, rows: worst.rows, withoutMemory: without.count, falseAlarms: share(without, \.found),
      worst: worst.process, mostFalseAlarms: share([worst], \.found), memoryRows: memory.first?.rows ?? worst.rows,
      withMemory: plain.count, found: share(plain, \.found),
      foundWeak: share(memory.filter { $0.truth == .weak }, \.found), judged: share(plain, \.memory, of: \.judged))
  }

  /// The lines of some truths at the length nearest by ratio; of two as near the shorter.
  private func nearest(to rows: Int, among truths: Set<CalibrationCase.Truth>) -> [Line] {
    func distance(_ length: Int) -> Double {
      let (a, b) = (Double(max(length, 1)), Double(max(rows, 1)))
      return max(a / b, b / a)
    }
    let mine = lines.filter { truths.contains($0.truth) }
    let length = Set(mine.map(\.rows)).min { (distance($0), $0) < (distance($1), $1) }
    return mine.filter { $0.rows == length }
  }
}

extension PublishedCalibration.Line {
  fileprivate var falseAlarmRate: Double { Double(found) / Double(realisations) }

  /// A name with a comma stands in quotes; nothing else does.
  fileprivate init?(csv line: Substring) {
    let fields = line.split(separator: ",", omittingEmptySubsequences: false)
    guard fields.count >= 9 else { return nil }
    let numbers = fields.suffix(6).compactMap { Int($0) }
    guard numbers.count == 6, numbers[1] > 0,
      let truth = CalibrationCase.Truth(rawValue: String(fields[fields.count - 7]))
    else { return nil }
    process = fields.dropLast(8).joined(separator: ",").filter { $0 != "\"" }
    kind = String(fields[fields.count - 8])
    self.truth = truth
    (rows, realisations, found, drift) = (numbers[0], numbers[1], numbers[2], numbers[3])
    (judged, memory) = (numbers[4], numbers[5])
  }
}
