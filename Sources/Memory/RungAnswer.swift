public import SeriesMemory

extension RungAnswer {
  /// Yes where the whole interval lies above the threshold, no where none of it does.
  package init(_ interval: Estimate, above threshold: Double) {
    self = interval.low > threshold ? .yes : interval.high <= threshold ? .no : .unclear
  }
}

/// The answer of a rung with what decided it.
public struct RungDecision: Sendable, Equatable, Codable {
  /// Yes, no or unclear.
  public var answer: RungAnswer
  /// What was compared with the threshold; nil where there is nothing to compare.
  public var interval: Estimate?
  /// What the interval must exceed.
  public var threshold: Double
  /// Why it is unclear, where more than the interval is the reason; a clause.
  public var reason: String?

  package init(answer: RungAnswer, interval: Estimate?, threshold: Double, reason: String? = nil) {
    (self.answer, self.interval, self.threshold, self.reason) = (answer, interval, threshold, reason)
  }

  /// All intervals must exceed the threshold: yes where all do, no where one does not, else unclear. The interval that
  /// decides is kept: the lowest.
  package init(all intervals: [Estimate], above threshold: Double) {
    let answers = intervals.map { RungAnswer($0, above: threshold) }
    let answer: RungAnswer = answers.contains(.no) ? .no : answers.allSatisfy { $0 == .yes } ? .yes : .unclear
    let deciding = zip(intervals, answers).filter { $0.1 == answer }.map(\.0)
    self.init(answer: answer, interval: deciding.min { $0.low < $1.low }, threshold: threshold)
  }
}

extension Ladder {
  /// The answers of the rungs above the lowest, nil where a rung was not asked.
  package var stateDecisions: (stored: RungDecision?, used: RungDecision?, useful: RungDecision?) {
    (stored?.decision, used?.decision, useful?.decision(on: there))
  }
}
