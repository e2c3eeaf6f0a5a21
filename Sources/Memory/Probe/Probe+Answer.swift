import Numbers
import SeriesMemory

extension Probe {
  /// One sentence that answers, then what it rests on.
  package var answer: [String] {
    [verdict, evidence] + (needsTypicalState.map { [$0] } ?? [])
  }

  private var verdict: String {
    let forgets =
      stored.forgotten.map { "it forgets an input after \(counted($0, "row"))" }
      ?? "it still holds an input after \(counted(stored.state.count - 1, "row"))"
    switch (used.answer, stored.answer) {
    case (.yes, .yes): return "\(headline), \(reach): \(holds), and \(forgets)."
    case (.yes, _): return "\(headline), \(reach), though \(holds)."
    case (_, .yes): return "\(headline), though \(holds); \(forgets)."
    default: return "\(headline), and \(holds)."
    }
  }

  /// Whether it uses its state, without a full stop. Few rows leave a wide interval: its middle says what was seen.
  package var headline: String {
    switch used.answer {
    case .yes: "This network uses its state"
    case .no: "This network does not use its state"
    case .unclear:
      (swap.rise?.mean ?? .infinity) > used.threshold
        ? "Whether this network uses its state is unclear" : "This network is not seen to use its state"
    }
  }

  private var reach: String {
    if let horizon { return "up to \(counted(horizon, "row")) back" }
    return (contexts.last?.rise?.mean ?? 0) > Rules.usedRise
      ? "more than \(counted(longestContext, "row")) back" : "though its last rows alone do as well"
  }

  private var holds: String {
    let count = NumberFormat.decimals(2).text(stored.excess)
    return switch stored.answer {
    case .yes: "it holds \(count) past values beyond the present row"
    case .no: "no past value can be read from it beyond the present row"
    case .unclear: "what it holds cannot be read"
    }
  }

  private var evidence: String {
    guard let rise = swap.rise else { return "It makes no error on the held-out rows." }
    let threshold = Rules.percent(used.threshold)
    let rule =
      used.answer == .unclear
      ? "use is a rise above \(threshold), which the interval leaves open: more rows may tell"
      : "above \(threshold) counts"
    return "The state of another row \(Self.effect(rise)); \(rule)."
  }

  /// That a state of 0 harms a network that does not use what its state says.
  private var needsTypicalState: String? {
    guard used.answer != .yes, let zero = resets.first?.rise, zero.low > Rules.usedRise else { return nil }
    return "It needs a state like those it knows, whatever it says of the past: a state of 0 \(Self.effect(zero))."
  }

  /// `raises the error by 12.3 % [10.1, 14.5]`
  private static func effect(_ rise: Estimate) -> String {
    if rise.isZero { return "leaves the held-out error exactly as it is" }
    if rise.mean >= 1 { return "raises the held-out error to \(rise.text(.rise))" }
    if rise.mean >= 0 { return "raises the held-out error by \(rise.text(.rise))" }
    return "lowers the held-out error by \(Estimate(mean: -rise.mean, low: -rise.high, high: -rise.low).text(.rise))"
  }
}
