// Every rule of the verdict, and nothing else. The thresholds are in Rules.swift.

extension Verdict.OnData {
  /// | the data | score test | skill over the best predictor without a state |
  /// | --- | --- | --- |
  /// | memory | rejects | its 95 % interval lies above the margin, overall or in a column that rejects |
  /// | memory, negligible | rejects | its 95 % interval lies within ± the margin |
  /// | memory, not exploited | rejects | anything else: these networks do not show the gain |
  /// | no memory found | does not reject | (not asked) and memory worth seeing would have been found |
  /// | inconclusive | does not reject | (not asked) and it might have been missed |
  /// | not testable | cannot be made | |
  package init(there: There?, useful: Useful?) {
    guard let there else {
      self = .notTestable
      return
    }
    guard there.rejects else {
      self = there.detectable <= Rules.worthSeeing ? .none : .inconclusive
      return
    }
    guard let useful else {
      self = .notExploited
      return
    }
    let rejecting = zip(there.columns, useful.columns).filter(\.0.rejects).compactMap(\.1.skill)
    let skills = (useful.skill.map { [$0] } ?? []) + rejecting
    if skills.contains(where: { $0.low > Rules.margin }) {
      self = .memory
    } else if let skill = useful.skill, skill.low > -Rules.margin, skill.high < Rules.margin {
      self = .negligible
    } else {
      self = .notExploited
    }
  }
}

extension Verdict.OnState {
  /// From the top of the ladder down; a state whose units no longer move has collapsed, whatever else it is.
  package init(data: Verdict.OnData, collapse: Double?, stored: Stored?, used: Used?) {
    guard let collapse, let stored, let used else {
      self = .unknown
      return
    }
    if collapse > Rules.majority {
      self = .collapsed
    } else if used.used {
      self = data == .memory ? .useful : .usedNotUseful
    } else {
      self = stored.stored ? .storedNotUsed : .empty
    }
  }
}
