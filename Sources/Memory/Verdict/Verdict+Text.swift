// The verdict in sentences: one figure and one reason each.

import Numbers
import SeriesMemory

extension Verdict {
  /// - Parameters:
  ///   - ladder: what was found; its rungs decide.
  ///   - collapse: share of the memory model's units that are dead or stuck.
  ///   - rows: of the panel.
  ///   - outside: share of the held-out values outside the training range.
  package init(of ladder: Ladder, collapse: Double?, rows: Int, columns: Int, outside: Double = 0) {
    data = OnData(there: ladder.there, useful: ladder.useful)
    state = OnState(
      data: data, collapse: collapse, stored: ladder.stored, used: ladder.used,
      useful: ladder.useful?.decision(on: ladder.there))
    let needed = MemoryTest.fewestRows(columns: columns)
    let untested =
      rows < needed
      ? "There: \(counted(rows, "row")); the test needs \(grouped(needed))."
      : "There: a column is constant, so the score test is undefined."
    reasons = [
      ladder.there?.reason ?? untested, ladder.stored?.reason, ladder.used?.reason,
      ladder.useful?.reason(on: ladder.there),
      data == .undertrained ? ladder.useful?.linear.reason : data == .memory ? ladder.useful?.linear.remark : nil,
    ].compactMap { $0 }
    rules = [data.rule, state.rule]
    wouldChange = Verdict.advice(data, ladder, needed: needed, outside: outside)
  }

  private static func advice(_ data: OnData, _ ladder: Ladder, needed: Int, outside: Double) -> [String] {
    let changes =
      outside > Rules.farOutside
      ? [
        "Rerun with `--change differences` or `log-returns`: \(percentage(outside)) of the held-out values lie outside the "
          + "training range."
      ] : []
    switch data {
    case .notTestable: return ["At least \(grouped(needed)) rows, or fewer columns."]
    case .memory: return []
    case .none, .inconclusive: return (ladder.there?.advice ?? []) + changes
    case .drift:
      return ["A part of the series without a break, or `--change differences`: a mean that moves looks like memory."]
        + changes
    case .unclear:
      return (ladder.there?.columns.contains { !$0.sentinels.isEmpty } ?? false)
        ? ["Say which values mark missing ones (`missing=` of the source)."]
        : ["More rows, or other data of the same kind."]
    case .undertrained:
      return ["More training or more units: a linear autoregression predicts better than these networks."] + changes
    case .negligible, .notExploited:
      return ["More training, more units or another cell: these networks do not gain from the memory that is there."]
        + changes + (ladder.useful?.advice ?? [])
    }
  }
}

// MARK: - The rungs

extension MemoryTest {
  fileprivate var reason: String {
    let rejecting = columns.filter(\.rejects)
    if let p = rejecting.map(\.corrected).min() {
      let names =
        rejecting.count == columns.count && columns.count > 1
        ? "all columns" : rejecting.map(\.name).joined(separator: ", ")
      return "There: the past helps to predict \(names) (score test, \(pStatement(p)))."
    }
    if let sentence = otherReading { return "There: " + sentence }
    let exhausted = columns.filter { !$0.isLeft }
    if !exhausted.isEmpty, columns.contains(where: { $0.corrected <= level }) {
      return "There: the present row leaves nothing to explain of "
        + "\(exhausted.map(\.name).joined(separator: ", "))."
    }
    return "There: the past does not help once the present row is known (score test, "
      + "\(pStatement(columns.map(\.corrected).min() ?? 1)))."
  }

  /// What explains a rejection that is not taken for memory; nil where there is none.
  package var otherReading: String? {
    if let column = columns.first(where: isDrift), let drift = column.drift {
      let level = drift.breaks.isEmpty ? "" : " and a new level from \(drift.breaks.joined(separator: ", ")) on"
      return "with smooth time\(level) as inputs, p of \(column.name) is \(NumberFormat.p.text(drift.corrected))."
    }
    guard let column = columns.first(where: isUnclear) else { return nil }
    if let winsorised = column.winsorised, (winsorised <= level) != (column.corrected <= level) {
      let values = columns.flatMap(\.sentinels).map { "\(figure($0.value)) (\(counted($0.count, "row")))" }
      return "with \(values.joined(separator: ", ")) moved to the nearest other value, p of \(column.name) is"
        + " \(NumberFormat.p.text(winsorised))."
    }
    return ownNull.map {
      "the test also rejects on \($0.alarms) of \($0.surrogates) series without memory that resemble these data."
    }
  }

  /// What would make the test more powerful.
  fileprivate var advice: [String] {
    // Where the present row determines the next one, no memory can be missed.
    guard detectable > 0 else { return [] }
    // Memory worth seeing where the test might have missed it; else half of what it detects.
    let weaker = detectable > Rules.worthSeeing ? Rules.worthSeeing : detectable / 2
    let more = Int((Double(rows) * detectable / weaker).rounded(.up))
    let rows =
      "More rows: \(grouped(more)) detect memory that explains \(percentage(weaker)) of the remaining variance."
    return columns.count == 1
      ? [rows] : [rows, "Fewer columns: the correction for \(columns.count) columns costs power."]
  }
}

extension MemoryCapacity {
  fileprivate var reason: String {
    let held = "the state holds \(fixed(memory.excess.mean, decimals: 2)) past values beyond the present row"
    if let reason = decision.reason { return "Stored: unclear, since \(reason)." }
    if isAtUntrainedFloor { return "Stored: \(held), \(untrainedText)." }
    let rule = "more than \(fixed(Rules.storedExcess, decimals: 2)) above its floors count"
    guard decision.answer == .unclear, let decidingText else { return "Stored: \(held); \(rule)." }
    return
      "Stored: unclear, the state holds \(decidingText); more than \(fixed(Rules.storedExcess, decimals: 2)) count."
  }

  /// `no more than an untrained network, 0.52`
  var untrainedText: String { "no more than an untrained network, \(fixed(untrained.excess.mean, decimals: 2))" }
}

extension Interventions {
  fileprivate var reason: String {
    let rule = "more than \(Rules.percent(Rules.usedRise)) counts"
    guard decision.answer == .unclear, let interval = decision.interval else {
      return "Used: swapping in a state from another time \(swapEffect); \(rule)."
    }
    return
      "Used: unclear, swapping in a state from another time changes the error by \(interval.range(.rise)); \(rule)."
  }
}

extension ForecastGain.LinearMemory {
  fileprivate var reason: String? { skill.map { "Undertrained: a linear autoregression gains \($0.text(.skill))." } }

  /// Where memory pays, and the autoregression still predicts better.
  fileprivate var remark: String? {
    guard let dieboldMariano, dieboldMariano.p <= Rules.boundLevel else { return nil }
    return skill.map { "Linear: an autoregression predicts better than the networks; it gains \($0.text(.skill))." }
  }
}

extension ForecastGain {
  fileprivate func reason(on there: MemoryTest?) -> String {
    guard let deciding = deciding(on: there) else {
      return "Useful: \(competitor) makes no error, so nothing can be gained."
    }
    return "Useful: " + clause(deciding) + "."
  }

  /// The bound that decides, in a clause.
  func clause(_ deciding: Gain) -> String {
    let place = deciding.column.map { " on \($0)" } ?? ""
    let best = "the best predictor without a state (\(competitor))"
    if deciding.skill.isZero { return "the error\(place) is exactly that of \(best)" }
    if deciding.skill.mean <= -1 {
      return "the error\(place) is \(figure(1 - deciding.skill.mean)) times that of \(best)"
    }
    return "the gain\(place) over \(best) is above \(percentage(deciding.lowerBound)) (\(boundText)); "
      + "the margin is \(Rules.marginText)"
  }

  /// What would make a gain visible.
  fileprivate var advice: [String] {
    let rows = "More held-out rows: \(grouped(testRows)) cannot show a gain below \(percentage(detectable.skill))."
    guard let share = linear.share, share > Rules.autoregressionShare else { return [rows] }
    return [rows, "An autoregression: it has \(percentage(min(share, 1))) of the gain at a fraction of the cost."]
  }
}

// MARK: - The rules

extension Verdict.OnData {
  /// The rule that fired, with its thresholds.
  var rule: String { "\(rawValue): \(condition)" }

  private var condition: String {
    let found = "the score test rejects at \(Rules.scoreLevelText), corrected for all columns"
    let power =
      "\(Rules.powerText) power to detect memory of every planted form that explains "
      + "\(Rules.percent(Rules.worthSeeing)) of the remaining variance"
    switch self {
    case .memory:
      return
        "\(found), and the gain is above \(Rules.marginText) (\(Rules.boundText)), overall or in a column that rejects"
    case .undertrained:
      return
        "\(found), memory does not pay, and a linear autoregression gains more than \(Rules.marginText) "
        + "(\(Rules.boundText), or Diebold-Mariano)"
    case .negligible: return "\(found), and the \(Rules.intervalText) of the gain lies within ±\(Rules.marginText)"
    case .notExploited: return "\(found), and no gain above \(Rules.marginText) is shown"
    case .drift: return "\(found), but not once a memory-less model may use time and breaks of the mean"
    case .unclear: return "\(found) in one reading of the data and not in another"
    case .none: return "the score test does not reject at \(Rules.scoreLevelText), and it had \(power)"
    case .inconclusive:
      return "the score test does not reject at \(Rules.scoreLevelText), and it had less than \(power)"
    case .notTestable: return "too few rows for the score test, or a column is constant"
    }
  }
}

extension Verdict.OnState {
  /// The rule that fired, with its thresholds.
  var rule: String { "\(rawValue): \(condition)" }

  private var condition: String {
    switch self {
    case .useful: "the data have memory that pays, and the model uses its state"
    case .usedNotUseful: "swapping in a state from another time raises the held-out error, but memory does not pay"
    case .storedNotUsed: "past values can be read from the state, but the held-out error does not depend on it"
    case .untrained: "past values can be read from the state, but no more than before training"
    case .empty: "nothing beyond the present row can be read from the state"
    case .unclear: "the interval of a rung straddles its threshold, or the present row cannot be read from the state"
    case .collapsed: "more than \(Rules.percent(Rules.majority)) of the units are dead or stuck"
    case .unknown: "no network trained, or the panel is too short"
    }
  }
}
