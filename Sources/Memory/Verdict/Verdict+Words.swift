// The verdict in words: the numbers that decided, for readers who know no statistics.

import Numbers

extension Verdict {
  /// - Parameters:
  ///   - rows: of the panel, and what the test would have needed; for a panel that is too short.
  ///   - ladder: what was found; its rungs decide.
  ///   - collapse: of the memory model, dead or stuck units / H.
  ///   - outside: share of the held-out values that lie outside the range of the training part.
  package init(of ladder: Ladder, collapse: Double?, rows: Int, columns: Int, outside: Double = 0) {
    data = OnData(there: ladder.there, useful: ladder.useful)
    state = OnState(data: data, collapse: collapse, stored: ladder.stored, used: ladder.used)
    let needed = ScoreTest.fewestRows(columns: columns)
    reasons = [
      ladder.there?.inWords
        ?? "There: not to be tested; \(grouped(rows)) rows of \(columns) columns are too few, or a column does not vary: it takes "
        + "\(needed) rows.",
      ladder.stored?.inWords, ladder.used?.inWords, ladder.useful?.inWords,
    ].compactMap { $0 }
    rules = [data.rule, state.rule]
    wouldChange = Verdict.advice(data, ladder, needed: needed, outside: outside)
  }

  private static func advice(_ data: OnData, _ ladder: Ladder, needed: Int, outside: Double) -> [String] {
    switch data {
    case .notTestable: return ["at least \(needed) rows, or fewer columns"]
    case .memory: return []
    case .none, .inconclusive:
      guard let there = ladder.there else { return [] }
      // What is worth seeing where that might have been missed; else half of what would have been found already.
      let weaker = there.detectable > Rules.worthSeeing ? Rules.worthSeeing : there.detectable / 2
      let more = Int((Double(there.rows) * there.detectable / weaker).rounded(.up))
      var advice = [
        "more rows: with \(grouped(more)) of them memory that explains \(percentage(weaker)) of the rest would be found"
      ]
      if there.columns.count > 1 {
        advice.append("fewer columns: the correction for \(there.columns.count) of them costs each one power")
      }
      if outside > Rules.farOutside { advice.append(changes(outside)) }
      return advice
    case .negligible, .notExploited:
      var advice = [
        "more training, more units or another cell: the memory is there, these networks do not turn it into gain"
      ]
      if outside > Rules.farOutside {
        advice.append(changes(outside))
      }
      if let useful = ladder.useful {
        advice.append(
          "more held-out rows: with \(grouped(useful.testRows)) a gain below \(percentage(useful.detectable.skill)) is not seen"
        )
        if let share = useful.linear.share, share > 0.9 {
          advice.append(
            "an autoregression, which has \(percentage(min(share, 1))) of the gain at a fraction of the cost")
        }
      }
      return advice
    }
  }
}

extension Verdict {
  private static func changes(_ outside: Double) -> String {
    "changes instead of levels: \(percentage(outside)) of the held-out values lie where the networks never were"
  }
}

// MARK: - The rungs

extension MemoryTest {
  fileprivate var inWords: String {
    let rejecting = columns.filter(\.rejects)
    let opening = "There: "
    if let strongest = rejecting.min(by: { $0.corrected < $1.corrected }) {
      let names =
        rejecting.count == columns.count && columns.count > 1
        ? "all columns" : rejecting.map(\.name).joined(separator: ", ")
      let lags = strongest.profile.filter { $0.p <= level }.map { String($0.lag) }
      let where_ =
        lags.isEmpty
        ? "no single lag stands out" : "lags that stand out in \(strongest.name): \(lags.joined(separator: ", "))"
      return opening + "the past beyond the present row foretells part of what the present row leaves open (\(names); "
        + "score test, p \(pValue(strongest.corrected)) after correction for \(counted(columns.count)); \(where_))."
    }
    let smallest = columns.map(\.corrected).min() ?? 1
    let exhausted = columns.filter { $0.unexplained <= Rules.nothingLeft }
    if !exhausted.isEmpty, smallest <= level {
      return opening
        + "nothing is left to explain in \(exhausted.map(\.name).joined(separator: ", ")): the present row "
        + "foretells the next one to within \(percentage(Rules.nothingLeft, decimals: 3)) of its variance."
    }
    // Of levels near a unit root that reject, and changes that do not.
    let refuted = columns.compactMap { column in
      column.changes.flatMap { column.p <= level && $0 > level && !column.rejects ? (column, $0) : nil }
    }.map {
      "the levels of \($0.name) have p \(pValue($0.p)), as a level near a unit root can without memory, its changes p \(pValue($1))"
    }
    return opening + "nothing in the past goes along with what the present row leaves open (score test, smallest p "
      + "\(pValue(smallest)) after correction for \(counted(columns.count)), level \(fixed(level, decimals: 2))); "
      + refuted.map { $0 + "; " }.joined()
      + "memory that explains \(percentage(detectable)) of it would have been found with 80 % power."
  }

  private func counted(_ count: Int) -> String { count == 1 ? "one column" : "\(count) columns" }
}

/// `0.012`, `below 0.001`
func pValue(_ p: Double) -> String { p < 0.001 ? "below 0.001" : fixed(p, decimals: 3) }

extension MemoryCapacity {
  fileprivate var inWords: String {
    let lead = memory.gain.dropFirst().enumerated().max { $0.element.mean < $1.element.mean }
    let best =
      lead.flatMap { $0.element.mean > 0 ? $0 : nil }.map {
        " best at lag \($0.offset + 1), where the state tells \(percentage($0.element.mean)) more;"
      } ?? ""
    return
      "Stored: the state holds \(fixed(memory.excess.mean, decimals: 2)) past values beyond what the present row says "
      + "(excess memory capacity over \(lags) lags, 95 % interval \(fixed(memory.excess.low, decimals: 2)) to "
      + "\(fixed(memory.excess.high, decimals: 2)));\(best) the twin \(fixed(twin.excess.mean, decimals: 2)), untrained "
      + "\(fixed(untrained.excess.mean, decimals: 2)): \(stored ? "stored" : "not stored")."
  }
}

extension Interventions {
  fileprivate var inWords: String {
    "Used: with the state of another time in its place the held-out error \(change(swap.rise)), which decides: "
      + "\(used ? "used" : "not used"); with none, which the network meets before its first row alone, it \(change(zero.rise))."
  }
}

extension ForecastGain {
  fileprivate var inWords: String {
    guard let skill else { return "Useful: \(competitor) makes no error, so there is nothing to gain." }
    return
      "Useful: on \(grouped(testRows)) held-out rows \(errorInWords) is \(besideThatOf(skill)) the best predictor "
      + "without a state (\(competitor))"
      + (nested.skill?.isZero ?? false
        ? ", and so is that of the twin it started from: further training found nothing for the state to add."
        : "; against its \(nested.isNested ? "warm-started" : "anchored") twin p \(pValue(nested.dieboldMariano.p)) (Diebold-Mariano).")
  }
}

// MARK: - The rules

extension Verdict.OnData {
  /// The rule that fired, with its thresholds.
  var rule: String {
    let (level, margin) = (fixed(Rules.scoreLevel, decimals: 2), percentage(Rules.margin, decimals: 0))
    let found = "the score test rejects at \(level) after Holm's correction"
    switch self {
    case .memory:
      return
        "\(rawValue): \(found), and the skill lies above \(margin) with 95 % confidence (one-sided), overall or in a column that rejects"
    case .negligible: return "\(rawValue): \(found), and the 95 % interval of the skill lies within ±\(margin)"
    case .notExploited:
      return "\(rawValue): \(found), and the skill of these networks is not shown to lie above \(margin)"
    case .none:
      return "\(rawValue): the score test does not reject at \(level), and memory that explains "
        + "\(percentage(Rules.worthSeeing, decimals: 0)) of the rest would have been found with 80 % power"
    case .inconclusive:
      return "\(rawValue): the score test does not reject at \(level), and memory that explains "
        + "\(percentage(Rules.worthSeeing, decimals: 0)) of the rest might have been missed"
    case .notTestable: return "\(rawValue): too few rows for the score test, or a column that does not vary"
    }
  }
}

extension Verdict.OnState {
  var rule: String {
    switch self {
    case .useful: "\(rawValue): the data have memory that pays, and the model leans on its state"
    case .usedNotUseful:
      "\(rawValue): the held-out error rises when the state is tampered with, but memory does not pay"
    case .storedNotUsed:
      "\(rawValue): past values can be read from the state, but the held-out error does not depend on it"
    case .empty: "\(rawValue): nothing beyond the present row can be read from the state"
    case .collapsed: "\(rawValue): more than \(percentage(Rules.majority, decimals: 0)) of the units are dead or stuck"
    case .unknown: "\(rawValue): no network trained, or the panel is too short to look into one"
    }
  }
}
