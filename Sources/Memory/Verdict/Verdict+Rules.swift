// The rules of the verdict. The thresholds are in Rules.swift.

public import SeriesMemory

extension Verdict.OnData {
  /// | the data | score test | skill over the best predictor without a state |
  /// | --- | --- | --- |
  /// | memory | rejects | the lower bound of one of the family is above the margin |
  /// | memory, networks undertrained | rejects | none is, but a linear autoregression clearly predicts better |
  /// | memory, negligible | rejects | the interval of the overall skill lies within ± the margin |
  /// | memory, not exploited | rejects | anything else: these networks do not show the gain |
  /// | memory or drift | rejects, but not with time and breaks in the memory-less models | (not asked) |
  /// | unclear | rejects in one reading of the data and not in another | (not asked) |
  /// | no memory found | does not reject | (not asked) memory of every planted form would have been found |
  /// | inconclusive | does not reject | (not asked) memory of some form might have been missed |
  /// | not testable | cannot be made | |
  package init(there: MemoryTest?, useful: ForecastGain?) {
    guard let there else {
      self = .notTestable
      return
    }
    switch there.answer {
    case .none: self = .none
    case .blind: self = .inconclusive
    case .drift: self = .drift
    case .unclear: self = .unclear
    case .found: self = useful.map { Verdict.OnData(found: there, $0) } ?? .notExploited
    }
  }

  private init(found there: MemoryTest, _ useful: ForecastGain) {
    if useful.deciding(on: there)?.pays ?? false {
      self = .memory
    } else if useful.linear.beatsNetworks {
      self = .undertrained
    } else if let skill = useful.skill, !skill.isZero, skill.low > -Rules.margin, skill.high < Rules.margin {
      // A gain of exactly 0 says that the networks stayed where they started.
      self = .negligible
    } else {
      self = .notExploited
    }
  }
}

extension ForecastGain {
  /// A skill and the lower bound that decides whether memory pays by it.
  public struct Gain: Sendable, Equatable {
    /// nil for the skill over all columns.
    public var column: String?
    /// 1 - MSE / MSE of the competitor, with its two-sided interval.
    public var skill: Estimate
    /// The one-sided bound, at the level of the family.
    public var lowerBound: Double

    package init(column: String?, skill: Estimate, lowerBound: Double) {
      (self.column, self.skill, self.lowerBound) = (column, skill, lowerBound)
    }

    /// Whether the bound is above the margin.
    public var pays: Bool { lowerBound > Rules.margin }
  }

  /// The skill that decides: the overall one where it pays; else, of it and of the columns that the score test rejects,
  /// the one with the largest lower bound. nil where there is none.
  public func deciding(on there: MemoryTest?) -> Gain? {
    let all = candidates(on: there)
    if let overall = all.first, overall.column == nil, overall.pays { return overall }
    return all.reduce(nil) { best, next in best.map { $0.lowerBound >= next.lowerBound ? $0 : next } ?? next }
  }

  /// The overall skill, where there is one, then those of the columns that the score test rejects.
  private func candidates(on there: MemoryTest?) -> [Gain] {
    let overall = skill.flatMap { skill in lowerBound.map { Gain(column: nil, skill: skill, lowerBound: $0) } }
    let byColumn = zip(there?.columns ?? [], columns).compactMap { test, gain -> Gain? in
      guard test.rejects, let skill = gain.skill, let bound = gain.lowerBound else { return nil }
      return Gain(column: test.name, skill: skill, lowerBound: bound)
    }
    return [overall].compactMap { $0 } + byColumn
  }

  /// Yes where memory pays, no where the interval of no candidate reaches above the margin, else unclear.
  public func decision(on there: MemoryTest?) -> RungDecision {
    let all = candidates(on: there)
    let deciding = deciding(on: there)
    let answer: RungAnswer =
      deciding?.pays ?? false ? .yes : all.allSatisfy { $0.skill.high <= Rules.margin } ? .no : .unclear
    return RungDecision(
      answer: answer, interval: deciding?.skill, threshold: Rules.margin,
      reason: deciding == nil ? "\(competitor) makes no error, so nothing can be gained" : nil)
  }

  /// How many skills may decide. One column is the whole panel.
  package static func family(_ there: MemoryTest?) -> Int {
    guard let there, there.columns.count > 1 else { return 1 }
    return 1 + there.columns.count(where: \.rejects)
  }

  /// `lower bound, one-sided 95 %`, and of how many skills together.
  package var boundText: String {
    family.map { $0 > 1 ? "\(Rules.boundText) for \($0) skills together" : Rules.boundText } ?? Rules.boundText
  }
}

extension Verdict.OnState {
  /// From the top of the ladder down. A state whose units are dead or stuck has collapsed, whatever else it is. Without a
  /// score test there is no verdict on the state, and a rung that is unclear leaves it unclear.
  package init(
    data: Verdict.OnData, collapse: Double?, stored: MemoryCapacity?, used: Interventions?, useful: RungDecision?
  ) {
    guard let collapse, let stored, let used, data != .notTestable else {
      self = .unknown
      return
    }
    if collapse > Rules.majority {
      self = .collapsed
      return
    }
    switch (used.decision.answer, stored.decision.answer) {
    case (.yes, _):
      // Where there is no memory, an open gain does not pay either.
      let failed = useful?.answer == .no || data == .none && useful?.answer != .yes
      self = data == .memory ? .useful : failed ? .usedNotUseful : .unclear
    case (.unclear, _), (.no, .unclear): self = .unclear
    case (.no, .yes): self = .storedNotUsed
    case (.no, .no): self = stored.isAtUntrainedFloor ? .untrained : .empty
    }
  }
}
