// Every rule of the verdict, and nothing else. The thresholds are in Rules.swift.

extension Verdict.OnData {
  /// | the data | score test | skill over the best predictor without a state |
  /// | --- | --- | --- |
  /// | memory | rejects | above the margin with 95 % confidence, one-sided, overall or in a column that rejects |
  /// | memory, negligible | rejects | its 95 % interval lies within ± the margin |
  /// | memory, not exploited | rejects | anything else: these networks do not show the gain |
  /// | no memory found | does not reject | (not asked) and memory worth seeing would have been found |
  /// | inconclusive | does not reject | (not asked) and it might have been missed |
  /// | not testable | cannot be made | |
  package init(there: MemoryTest?, useful: ForecastGain?) {
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
    if useful.gain(on: there) != nil {
      self = .memory
    } else if let skill = useful.skill, skill.low > -Rules.margin, skill.high < Rules.margin {
      self = .negligible
    } else {
      self = .notExploited
    }
  }
}

extension ForecastGain {
  /// The skill by which memory pays: it is above the margin with 95 % confidence, one-sided.
  public struct Gain: Sendable, Equatable {
    /// nil where it is the skill over all columns.
    public var column: String?
    /// Its skill.
    public var skill: Estimate

    /// The parts as they are.
    public init(column: String?, skill: Estimate) { (self.column, self.skill) = (column, skill) }
  }

  /// Over all columns; else in the column that the score test rejects for and that gains most for certain. nil where
  /// memory does not pay anywhere.
  public func gain(on there: MemoryTest?) -> Gain? {
    if let skill, let lowerBound, lowerBound > Rules.margin { return Gain(column: nil, skill: skill) }
    return zip(there?.columns ?? [], columns).compactMap { test, gain in
      guard test.rejects, let skill = gain.skill, let bound = gain.lowerBound, bound > Rules.margin else { return nil }
      return Gain(column: test.name, skill: skill)
    }.reduce(nil) { best, next in best.map { $0.skill.low >= next.skill.low ? $0 : next } ?? next }
  }
}

extension Verdict.OnState {
  /// From the top of the ladder down; a state whose units no longer move has collapsed, whatever else it is. Rows that
  /// are too few for a verdict on the data are too few for one on the state.
  package init(data: Verdict.OnData, collapse: Double?, stored: MemoryCapacity?, used: Interventions?) {
    guard let collapse, let stored, let used, data != .notTestable else {
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
