import Memory
import Numbers
import SeriesMemory

/// Ladders made by hand, one for each verdict on the data; what they say of the state varies with it.
extension Ladder {
  static func handMade(_ verdict: Verdict.OnData, columns: [String], surrogates: Int = 79) -> Ladder {
    let rejects = [.memory, .negligible, .notExploited, .undertrained].contains(verdict)
    let stored = MemoryCapacity.handMade(lags: 20, excess: rejects ? 1.4 : 0.06)
    return Ladder(
      there: verdict == .notTestable ? nil : .handMade(columns, verdict),
      stored: verdict == .notTestable ? nil : stored,
      used: .handMade(rise: verdict == .none ? 0.002 : 0.31),
      useful: .handMade(verdict, columns: columns.count), units: Both(memory: .handMade, twin: .handMade),
      dynamics: Both(memory: .handMade(memory: true), twin: .handMade(memory: false)),
      surrogates: surrogates == 0
        ? []
        : SurrogateKind.allCases.enumerated().map { k, kind in
          .handMade(kind, count: surrogates, statistic: rejects && k < 2 ? 0.12 : 0.001)
        })
  }
}

/// A figure and a share of it up and down.
func around(_ mean: Double, _ half: Double) -> Estimate { Estimate(mean: mean, low: mean - half, high: mean + half) }

extension MemoryTest {
  /// The first of several columns is near a unit root, and drift explains what it shows.
  static func handMade(_ columns: [String], _ verdict: Verdict.OnData) -> MemoryTest {
    let rejects = [.memory, .undertrained, .negligible, .notExploited, .drift, .unclear].contains(verdict)
    let isCertain = verdict != .inconclusive
    return MemoryTest(
      columns: columns.enumerated().map { index, name in
        let isNear = index == 0 && columns.count > 1
        let p = rejects ? 0.002 : 0.12 + 0.01 * Double(index % 40)
        let corrected = rejects ? 0.004 : min(1, 2 * p)
        return Column(
          name: name, p: p, corrected: corrected,
          profile: (1...20).map { lag in
            Lag(lag: lag, statistic: 9 / Double(lag), p: rejects && lag <= 2 ? 0.001 : min(1, 0.05 * Double(lag)))
          }, unexplained: 0.4,
          rejects: rejects && !isNear && verdict != .drift && verdict != .unclear,
          families: [
            Family(name: "own lags", p: rejects ? 0.0001 : 0.3, feature: "lag 1", statistic: rejects ? 9 : 2.1),
            Family(name: "averages", p: 0.6, feature: "average with decay 0.9", statistic: -1.2),
          ], standing: rejects ? [1, 11] : [], agreement: 0.97, isNearUnitRoot: isNear,
          drift: (isNear && rejects && verdict != .unclear) || verdict == .drift
            ? Drift(corrected: 0.34, breaks: ["2018-06-04"], supF: 18) : nil,
          sentinels: verdict == .unclear ? [SentinelValues(value: -9999, count: 2)] : [],
          winsorised: verdict == .unclear ? 0.31 : nil)
      }, level: Rules.scoreLevel, rows: 387, detectable: isCertain ? 0.046 : 1,
      planted: [
        Planted(form: "the value two rows back", share: 0.021),
        Planted(form: "a slow average", share: isCertain ? 0.046 : nil),
      ],
      sources: columns.indices.map { i in columns.indices.map { rejects && $0 == i ? 0.002 : 0.7 } },
      ownNull: rejects ? OwnNull(surrogates: 10, alarms: 0, refutes: false) : nil)
  }
}

extension MemoryCapacity {
  static func handMade(lags: Int, excess: Double) -> MemoryCapacity {
    func held(_ excess: Double) -> Decodability {
      let input = (0...lags).map { around(0.9 / (1 + Double($0)), 0.01) }
      let gain = (0...lags).map { around($0 == 0 ? 0 : excess / Double(lags), 0.01) }
      return Decodability(
        networks: 4, state: zip(input, gain).map { around($0.mean + $1.mean, 0.02) }, input: input, gain: gain,
        gainByColumn: [gain], excess: around(excess, 0.04), excessFloor: around(0.01, 0.005),
        capacity: around(3.1, 0.2),
        capacityFloor: around(0.1, 0.01))
    }
    return MemoryCapacity(
      lags: lags, memory: held(excess), twin: held(0.02), untrained: held(0.5),
      excessOverTwin: around(excess - 0.02, 0.04), excessOverUntrained: around(excess - 0.5, 0.05))
  }
}

extension Interventions {
  static func handMade(rise: Double) -> Interventions {
    let swap = Intervention(rise: around(rise, rise / 4), overTime: around(rise, rise / 3))
    return Interventions(
      networks: 4, rows: 100, loss: around(0.5, 0.02), ensembleLoss: 0.48,
      context: Rules.contexts.map { k in
        Context(steps: k, loss: around(0.5 + rise / Double(1 + k), 0.01), rise: around(rise / Double(1 + k), 0.01))
      }, horizon: Horizon(steps: around(4.2, 1), reached: 2, beyond: 1, none: 1, limit: 128),
      reset: [Reset(every: 2, rise: around(rise / 2, 0.01))], zero: swap, swap: swap,
      freeze: Intervention(rise: around(-0.004, 0.01), overTime: nil), movedVariance: around(0.31, 0.02))
  }
}

extension ForecastGain {
  static func handMade(_ verdict: Verdict.OnData, columns: Int) -> ForecastGain {
    let skill =
      switch verdict {
      case .memory: around(0.124, 0.03)
      case .negligible, .undertrained: around(0.001, 0.006)
      case .notExploited: around(-26.35, 4)
      default: around(-0.02, 0.015)
      }
    let test = DieboldMariano(
      meanDifferential: 0.01, statistic: 2.1, p: 0.019, alternative: .greater, horizon: 1,
      variance: .truncated(lags: 0), rows: 100)
    return ForecastGain(
      model: verdict == .memory ? .anchored : .plain, error: 0.0133 * (1 - skill.mean), competitor: "persistence",
      competitorError: 0.0133, testRows: 100, skill: skill, lowerBound: skill.low,
      detectable: DetectableSkill(skill: 0.12, bySpread: 0.02, byLength: 0.12, level: 0.05, power: 0.8, rows: 100),
      columns: (0..<columns).map {
        ColumnGain(column: $0, skill: skill, lowerBound: skill.low, dieboldMariano: test, adjustedP: 0.095)
      },
      nested: Nested(
        skill: around(0.01, 0.02), dieboldMariano: test,
        clarkWest: ClarkWest(
          meanAdjusted: 0.02, statistic: nil, p: 1, variance: .truncated(lags: 0), rows: 100)),
      steps: [
        Step(name: "persistence", error: 0.0133), Step(name: "best memory-less", error: 0.0134),
        Step(name: "placebo", error: 0.0136), Step(name: "memory", error: 0.0133 * (1 - skill.mean)),
      ],
      linear: LinearMemory(
        orders: (0..<columns).map { 1 + $0 % 3 }, error: 0.0129, share: skill.mean > 0 ? 0.42 : nil,
        skill: verdict == .undertrained ? around(0.2, 0.1) : around(0.005, 0.02),
        lowerBound: verdict == .undertrained ? 0.12 : -0.01, dieboldMariano: test))
  }
}

extension UnitKinds {
  static var handMade: UnitKinds {
    UnitKinds(
      networks: 4, units: 16, dead: around(0.2, 0.1), stuck: around(0, 0), switching: nil, graded: around(15.8, 0.1),
      localGain: around(0.61, 0.02), shown: Array(repeating: .graded, count: 16))
  }
}

extension Dynamics {
  static func handMade(memory: Bool) -> Dynamics {
    Dynamics(
      networks: 4, spectralRadius: memory ? around(0.91, 0.02) : nil, lyapunov: memory ? around(-0.23, 0.02) : nil,
      jacobianNorm: around(0.8, 0.1), largestJacobianNorm: around(1.2, 0.1), sensitivity: [around(1, 0)],
      gradientHorizon: Horizon(steps: around(memory ? 7 : 1, 0.4), reached: 4, beyond: 0, none: 0, limit: 64),
      copyDistance: [around(1, 0)],
      forgettingTime: Horizon(steps: nil, reached: 0, beyond: 4, none: 0, limit: 256))
  }
}

extension SurrogateFindings {
  /// Most between -2 % and 2 %, the first one far off.
  static func handMade(_ kind: SurrogateKind, count: Int, statistic: Double) -> SurrogateFindings {
    var stream = RandomStream(seed: 9).split(kind.rawValue)
    let others = (0..<count).map { $0 == 0 ? -7.5 : 0.01 * stream.gaussian() }
    return SurrogateFindings(kind: kind, statistic: statistic, of: others.map { $0 } + [nil])
  }
}
