import Memory
import SeriesMemory
import Testing

/// Rungs with the figures that the rules look at; the others do not matter.
enum Rung {
  static func there(
    _ rejecting: [Bool], detectable: Double = 0.05, unexplained: Double = 0.5, p: Double? = nil,
    drift: MemoryTest.Drift? = nil, winsorised: Double? = nil
  ) -> MemoryTest {
    MemoryTest(
      columns: rejecting.enumerated().map { index, rejects in
        let p = p ?? (rejects ? 0.002 : 0.4)
        return MemoryTest.Column(
          name: "c\(index)", p: p, corrected: p, profile: [MemoryTest.Lag(lag: 1, statistic: 3, p: p)],
          unexplained: unexplained, rejects: rejects, drift: drift,
          sentinels: winsorised == nil ? [] : [SentinelValues(value: -9999, count: 1)], winsorised: winsorised)
      }, level: Rules.scoreLevel, rows: 500, detectable: detectable,
      planted: [
        .init(form: "the value two rows back", share: 0.02),
        .init(form: "a slow average", share: detectable < 1 ? detectable : nil),
      ])
  }

  static func estimate(_ low: Double, _ high: Double) -> Estimate {
    Estimate(mean: (low + high) / 2, low: low, high: high)
  }

  /// - Parameter skill: of the autoregression; nil where it was not compared.
  static func linear(_ skill: Estimate? = nil, p: Double = 1) -> ForecastGain.LinearMemory {
    ForecastGain.LinearMemory(
      orders: [2], error: 1, share: 0.95, skill: skill, lowerBound: skill?.low,
      dieboldMariano: DieboldMariano(
        meanDifferential: 0, statistic: nil, p: p, alternative: .greater, horizon: 1, variance: .truncated(lags: 0),
        rows: 200))
  }

  static func useful(
    _ skill: Estimate?, columns: [Estimate?] = [], linear: ForecastGain.LinearMemory = linear()
  ) -> ForecastGain {
    let test = DieboldMariano(
      meanDifferential: 0, statistic: nil, p: 1, alternative: .greater, horizon: 1, variance: .truncated(lags: 0),
      rows: 200)
    return ForecastGain(
      model: .plain, error: 1, competitor: "linear", competitorError: 1, testRows: 200, skill: skill,
      lowerBound: skill?.low,
      detectable: DetectableSkill(skill: 0.1, bySpread: nil, byLength: 0.1, level: 0.05, power: 0.8, rows: 200),
      columns: columns.enumerated().map {
        ColumnGain(
          column: $0.offset, skill: $0.element, lowerBound: $0.element?.low, dieboldMariano: test, adjustedP: 1)
      },
      nested: ForecastGain.Nested(
        skill: nil, dieboldMariano: test,
        clarkWest: ClarkWest(meanAdjusted: 0, statistic: nil, p: 1, variance: .truncated(lags: 0), rows: 200)),
      steps: [], linear: linear)
  }

  /// - Parameters:
  ///   - excess: of the memory model.
  ///   - untrained: the interval of the excess over the untrained network.
  ///   - present: share of the present row's variance that is read from the state.
  static func stored(
    _ isStored: Bool, excess: Double? = nil, untrained: Estimate? = nil, present: Double = 0.9
  ) -> MemoryCapacity {
    let zero = estimate(0, 0)
    func held(_ excess: Double) -> Decodability {
      Decodability(
        networks: 2, state: [estimate(present, present)], input: [zero], gain: [zero, estimate(0.2, 0.4)],
        gainByColumn: [[zero]], excess: estimate(excess, excess), excessFloor: zero, capacity: zero, capacityFloor: zero
      )
    }
    let excess = excess ?? (isStored ? 1.25 : 0.02)
    return MemoryCapacity(
      lags: 20, memory: held(excess), twin: held(0.01), untrained: held(0.3),
      excessOverTwin: estimate(excess - 0.01, excess - 0.01),
      excessOverUntrained: untrained ?? estimate(excess - 0.3, excess - 0.3))
  }

  static func used(_ isUsed: Bool) -> Interventions { used(isUsed ? estimate(0.2, 0.3) : estimate(-0.02, 0)) }

  static func used(_ rise: Estimate, overTime: Estimate? = nil) -> Interventions {
    let rise = Interventions.Intervention(rise: rise, overTime: overTime)
    return Interventions(
      networks: 2, rows: 200, loss: estimate(1, 1), ensembleLoss: 1, context: [],
      horizon: Horizon(steps: nil, reached: 0, beyond: 0, none: 2, limit: 1), reset: [], zero: rise, swap: rise,
      freeze: rise, movedVariance: estimate(0, 0))
  }

  static func ladder(
    _ there: MemoryTest?, _ useful: ForecastGain?, stored: MemoryCapacity? = stored(true),
    used: Interventions? = used(true)
  )
    -> Ladder
  {
    Ladder(
      there: there, stored: stored, used: used, useful: useful, units: .init(memory: nil, twin: nil),
      dynamics: .init(memory: nil, twin: nil), surrogates: [])
  }

  /// A ladder for each verdict on the data.
  static func ladder(_ verdict: Verdict.OnData) -> Ladder {
    switch verdict {
    case .memory: ladder(there([true]), useful(estimate(0.1, 0.2)))
    case .negligible: ladder(there([true]), useful(estimate(-0.004, 0.006)))
    case .notExploited: ladder(there([true]), useful(estimate(-0.3, -0.1)))
    case .drift:
      ladder(
        there([false], p: 0.002, drift: .init(corrected: 0.4, breaks: ["2019-03-01"], supF: 31)),
        useful(estimate(0.1, 0.2)))
    case .unclear: ladder(there([false], p: 0.002, winsorised: 0.3), useful(estimate(0.1, 0.2)))
    case .undertrained:
      ladder(there([true]), useful(estimate(-0.004, 0.006), linear: linear(estimate(0.15, 0.25))))
    case .none: ladder(there([false], detectable: 0.05), useful(estimate(-0.04, 0.01)))
    case .inconclusive: ladder(there([false], detectable: 0.34), useful(estimate(-0.04, 0.01)))
    case .notTestable: ladder(nil, useful(estimate(-0.04, 0.01)))
    }
  }
}

@Suite("The verdict")
struct VerdictTests {
  private let margin = Rules.margin
  private let yes = Rung.there([true, false])

  private func data(_ there: MemoryTest?, _ useful: ForecastGain?) -> Verdict.OnData {
    Verdict.OnData(there: there, useful: useful)
  }

  @Test("memory: the score test rejects and the skill lies above the margin")
  func memory() {
    #expect(data(yes, Rung.useful(Rung.estimate(margin + 1e-9, 0.5))) == .memory)
    // The margin itself is not above it.
    #expect(data(yes, Rung.useful(Rung.estimate(margin, 0.5))) == .notExploited)
  }

  @Test("memory in one column: only where that column rejects")
  func columns() {
    let (bad, good) = (Rung.estimate(-0.4, -0.2), Rung.estimate(0.1, 0.3))
    #expect(data(yes, Rung.useful(bad, columns: [good, bad])) == .memory)
    #expect(data(yes, Rung.useful(bad, columns: [bad, good])) == .notExploited)
    #expect(data(yes, Rung.useful(nil, columns: [good, nil])) == .memory)
    #expect(data(Rung.there([false, false]), Rung.useful(good, columns: [good, good])) == .none)
  }

  @Test("memory, negligible: the score test rejects and the skill lies within the margin")
  func negligible() {
    #expect(data(yes, Rung.useful(Rung.estimate(-margin + 1e-9, margin - 1e-9))) == .negligible)
    #expect(data(yes, Rung.useful(Rung.estimate(-margin, 0))) == .notExploited)
    #expect(data(yes, Rung.useful(Rung.estimate(0, margin))) == .notExploited)
  }

  @Test("memory, not exploited: the score test rejects and the gain is not shown")
  func notExploited() {
    #expect(data(yes, Rung.useful(Rung.estimate(-0.1, 0.1))) == .notExploited)
    #expect(data(yes, Rung.useful(Rung.estimate(-30, -20))) == .notExploited)
    #expect(data(yes, Rung.useful(nil)) == .notExploited)
    #expect(data(yes, nil) == .notExploited)
  }

  @Test("no memory found, or inconclusive: by what would have been found")
  func none() {
    let no = [false, false]
    for useful in [nil, Rung.useful(Rung.estimate(0.2, 0.4))] {
      #expect(data(Rung.there(no, detectable: Rules.worthSeeing), useful) == .none)
      #expect(data(Rung.there(no, detectable: Rules.worthSeeing + 1e-9), useful) == .inconclusive)
    }
  }

  @Test("memory or drift, and unclear: a rejection that another reading of the data does not share")
  func otherReadings() {
    let drift = MemoryTest.Drift(corrected: 0.2, breaks: [], supF: 3)
    #expect(data(Rung.there([false], p: 0.002, drift: drift), nil) == .drift)
    // What rejects in every reading is memory.
    let both = MemoryTest.Drift(corrected: 0.002, breaks: [], supF: 3)
    #expect(data(Rung.there([true], p: 0.002, drift: both), nil) == .notExploited)
    #expect(data(Rung.there([false], p: 0.002, winsorised: 0.4), nil) == .unclear)
    #expect(data(Rung.there([false], p: 0.4, winsorised: 0.002), nil) == .unclear)
  }

  @Test("names the sentinels of another column where moving them changes the answer of this one")
  func otherColumnsSentinels() {
    var there = Rung.there([false, false], p: 0.002, winsorised: 0.3)
    there.columns[0].sentinels = []
    #expect(there.otherReading == "with -9999 (1 row) moved to the nearest other value, p of c0 is 0.300.")
  }

  @Test("not testable: there is no score test")
  func notTestable() {
    #expect(data(nil, nil) == .notTestable)
    #expect(data(nil, Rung.useful(Rung.estimate(0.2, 0.4))) == .notTestable)
  }

  @Test("the gain by which memory pays is that over all columns, else the surest of a column that rejects")
  func gain() {
    let (small, large) = (Rung.estimate(0.05, 0.3), Rung.estimate(0.1, 0.12))
    let there = Rung.there([true, true, false])
    let all = Rung.useful(small, columns: [large, large, large])
    #expect(all.deciding(on: there) == ForecastGain.Gain(column: nil, skill: small, lowerBound: 0.05))
    let some = Rung.useful(Rung.estimate(-1, 1), columns: [small, large, Rung.estimate(0.5, 0.6)])
    #expect(some.deciding(on: there) == ForecastGain.Gain(column: "c1", skill: large, lowerBound: 0.1))
    #expect(some.deciding(on: nil)?.pays == false && Rung.useful(nil).deciding(on: there) == nil)
  }

  @Test("where memory does not pay, the largest bound of the family is the one that falls short")
  func shortfall() throws {
    let there = Rung.there([true, true, false])
    let useful = Rung.useful(
      Rung.estimate(-0.4, 0), columns: [Rung.estimate(-0.3, 0), Rung.estimate(0, 0.1), Rung.estimate(0.2, 0.3)])
    let deciding = try #require(useful.deciding(on: there))
    #expect(deciding.column == "c1" && deciding.lowerBound == 0 && !deciding.pays)
    #expect(useful.deciding(on: nil)?.lowerBound == -0.4)
  }

  @Test("the family has the overall skill and the columns that reject, and one of a single column")
  func family() {
    #expect(ForecastGain.family(nil) == 1 && ForecastGain.family(Rung.there([true])) == 1)
    #expect(ForecastGain.family(Rung.there([false, false])) == 1)
    #expect(ForecastGain.family(Rung.there([true, false, true])) == 3)
    var useful = Rung.useful(nil)
    #expect(useful.boundText == "lower bound, one-sided 95 %")
    useful.family = 3
    #expect(useful.boundText == "lower bound, one-sided 95 % for 3 skills together")
  }

  @Test("memory, networks undertrained: they do not pay, and an autoregression clearly predicts better")
  func undertrained() {
    let flat = Rung.estimate(-0.004, 0.006)
    func verdict(_ skill: Estimate, _ linear: ForecastGain.LinearMemory) -> Verdict.OnData {
      data(yes, Rung.useful(skill, linear: linear))
    }
    #expect(verdict(flat, Rung.linear(Rung.estimate(margin + 1e-9, 0.3))) == .undertrained)
    #expect(verdict(Rung.estimate(-30, -20), Rung.linear(Rung.estimate(0.1, 0.3))) == .undertrained)
    // By its bound, or by the comparison of errors where it has a gain at all.
    #expect(verdict(flat, Rung.linear(Rung.estimate(0, 0.2))) == .negligible)
    #expect(verdict(flat, Rung.linear(Rung.estimate(0, 0.2), p: Rules.boundLevel)) == .undertrained)
    #expect(verdict(flat, Rung.linear(Rung.estimate(-0.1, 0.1), p: 0)) == .negligible)
    #expect(verdict(Rung.estimate(0.1, 0.2), Rung.linear(Rung.estimate(0.6, 0.7), p: 0)) == .memory)
    #expect(data(Rung.there([false]), Rung.useful(flat, linear: Rung.linear(Rung.estimate(0.1, 0.3)))) == .none)
  }

  @Test("on the state: from the top of the ladder down")
  func state() {
    func state(
      _ data: Verdict.OnData, collapse: Double? = 0, stored: Bool? = true, used: Bool? = true,
      useful: RungAnswer? = .no
    ) -> Verdict.OnState {
      Verdict.OnState(
        data: data, collapse: collapse, stored: stored.map { Rung.stored($0) }, used: used.map { Rung.used($0) },
        useful: useful.map { RungDecision(answer: $0, interval: nil, threshold: margin) })
    }
    #expect(state(.memory, useful: .yes) == .useful)
    #expect(state(.memory, stored: false, useful: .yes) == .useful)
    let tested = Verdict.OnData.allCases.filter { $0 != .notTestable }
    for data in tested where data != .memory {
      #expect(state(data) == .usedNotUseful)
      // What is open above leaves the state open, but memory that is not there cannot pay.
      #expect(state(data, useful: .unclear) == (data == .none ? .usedNotUseful : .unclear))
      #expect(state(data, useful: nil) == (data == .none ? .usedNotUseful : .unclear))
      #expect(state(data, useful: .yes) == .unclear)
    }
    #expect(state(.notTestable) == .unknown && state(.notTestable, collapse: 1) == .unknown)
    for data in tested {
      #expect(state(data, used: false) == .storedNotUsed)
      #expect(state(data, stored: false, used: false) == .empty)
      #expect(state(data, collapse: Rules.majority + 1e-9) == .collapsed)
      #expect(state(data, collapse: Rules.majority, used: false) == .storedNotUsed)
      #expect(state(data, collapse: nil) == .unknown)
      #expect(state(data, stored: nil) == .unknown && state(data, used: nil) == .unknown)
    }
  }

  @Test("the state is unclear where an interval straddles its threshold or the state cannot be read")
  func unclearState() {
    func state(_ stored: MemoryCapacity, _ used: Interventions = Rung.used(false)) -> Verdict.OnState {
      Verdict.OnState(data: .none, collapse: 0, stored: stored, used: used, useful: nil)
    }
    #expect(state(Rung.stored(true), Rung.used(Rung.estimate(-0.062, 0.249))) == .unclear)
    #expect(state(Rung.stored(true), Rung.used(Rung.estimate(0.1, 0.2), overTime: Rung.estimate(0, 0.3))) == .unclear)
    #expect(state(Rung.stored(false, present: 0.21)) == .unclear)
    #expect(state(Rung.stored(true, untrained: Rung.estimate(0, 0.3))) == .unclear)
    // What an untrained network holds as well is neither stored nor nothing.
    #expect(state(Rung.stored(true, untrained: Rung.estimate(-0.4, 0.1))) == .untrained)
    #expect(state(Rung.stored(false, untrained: Rung.estimate(-0.4, 0.1))) == .empty)
  }

  @Test(
    "has a reason for every rung, the rules that fired, and what would change it", arguments: Verdict.OnData.allCases)
  func words(kind: Verdict.OnData) {
    let verdict = Verdict(of: Rung.ladder(kind), collapse: 0, rows: 512, columns: 1)
    #expect(verdict.data == kind)
    #expect(
      verdict.reasons.map { $0.prefix { $0 != ":" } }
        == ["There", "Stored", "Used", "Useful"] + (kind == .undertrained ? ["Undertrained"] : []))
    #expect(verdict.reasons.allSatisfy { $0.hasSuffix(".") })
    #expect(verdict.rules.count == 2)
    #expect(
      verdict.rules[0].hasPrefix("\(kind.rawValue): ") && verdict.rules[1].hasPrefix("\(verdict.state.rawValue): "))
    #expect(verdict.wouldChange.isEmpty == (kind == .memory))
  }

  @Test("where memory pays and an autoregression still predicts better, it says so")
  func betterAutoregression() {
    func remarks(p: Double) -> ArraySlice<String> {
      let useful = Rung.useful(Rung.estimate(0.1, 0.2), linear: Rung.linear(Rung.estimate(0.6, 0.8), p: p))
      return Verdict(of: Rung.ladder(Rung.there([true]), useful), collapse: 0, rows: 512, columns: 1).reasons.dropFirst(
        4)
    }
    #expect(
      remarks(p: 0.05) == ["Linear: an autoregression predicts better than the networks; it gains 70.0 % [60.0, 80.0]."]
    )
    #expect(remarks(p: 0.06).isEmpty)
  }

  @Test("advises changes instead of levels where the networks had to extrapolate")
  func extrapolation() {
    func advice(_ outside: Double) -> [String] {
      Verdict(of: Rung.ladder(.notExploited), collapse: 0, rows: 512, columns: 1, outside: outside).wouldChange
    }
    let sentence =
      "Rerun with `--change differences` or `log-returns`: 60.0 % of the held-out values lie outside the "
      + "training range."
    #expect(advice(0.6).contains(sentence))
    #expect(!advice(Rules.farOutside).contains { $0.hasPrefix("Rerun") })
  }

  @Test("gives one figure and one reason for each rung")
  func reasons() {
    func reasons(_ ladder: Ladder) -> [String] { Verdict(of: ladder, collapse: 0, rows: 512, columns: 1).reasons }
    #expect(
      reasons(Rung.ladder(.memory)) == [
        "There: the past helps to predict c0 (score test, p = 0.002).",
        "Stored: the state holds 1.25 past values beyond the present row; more than 0.10 above its floors count.",
        "Used: swapping in a state from another time raises the error by 25.0 %; more than 1 % counts.",
        "Useful: the gain over the best predictor without a state (linear) is above 10.0 % (lower bound, one-sided 95 %); "
          + "the margin is 1 %.",
      ])
    let far = Rung.ladder(Rung.there([false]), Rung.useful(Rung.estimate(-36, -24)), used: Rung.used(false))
    #expect(reasons(far)[0] == "There: the past does not help once the present row is known (score test, p = 0.400).")
    #expect(reasons(far)[2].hasPrefix("Used: swapping in a state from another time lowers the error by 1.0 %; "))
    #expect(reasons(far)[3] == "Useful: the error is 31.0 times that of the best predictor without a state (linear).")
    let same = Rung.ladder(Rung.there([true, true]), Rung.useful(Rung.estimate(0, 0)))
    #expect(reasons(same)[0] == "There: the past helps to predict all columns (score test, p = 0.002).")
    #expect(reasons(same)[3] == "Useful: the error is exactly that of the best predictor without a state (linear).")
    let none = Rung.ladder(Rung.there([false], unexplained: Rules.nothingLeft, p: 0.002), Rung.useful(nil))
    #expect(reasons(none)[0] == "There: the present row leaves nothing to explain of c0.")
    #expect(reasons(none)[3] == "Useful: linear makes no error, so nothing can be gained.")
  }

  @Test("no sentence has more than 35 words", arguments: Verdict.OnData.allCases)
  func brevity(kind: Verdict.OnData) {
    let verdict = Verdict(of: Rung.ladder(kind), collapse: 0, rows: 512, columns: 1, outside: 0.6)
    for sentence in verdict.reasons + verdict.rules + verdict.wouldChange {
      #expect(sentence.split(separator: " ").count <= 35, "\(sentence)")
    }
  }

  @Test("asks for more rows than there are, whatever would have been found")
  func moreRows() {
    func advice(_ detectable: Double) -> String? {
      let ladder = Rung.ladder(Rung.there([false], detectable: detectable), nil)
      return Verdict(of: ladder, collapse: 0, rows: 512, columns: 1).wouldChange.first
    }
    #expect(advice(0.3) == "More rows: 1,500 detect memory that explains 10.0 % of the remaining variance.")
    #expect(advice(0.04) == "More rows: 1,000 detect memory that explains 2.0 % of the remaining variance.")
    // A series that its present row determines.
    #expect(advice(0) == nil)
  }

  @Test("says how many rows the score test takes where there are too few")
  func tooFew() {
    let verdict = Verdict(of: Rung.ladder(nil, nil), collapse: 0, rows: 30, columns: 1)
    let needed = MemoryTest.fewestRows(columns: 1)
    #expect(verdict.reasons[0] == "There: 30 rows; the test needs \(needed).")
    #expect(verdict.wouldChange == ["At least \(needed) rows, or fewer columns."])
    let constant = Verdict(of: Rung.ladder(nil, nil), collapse: 0, rows: 5000, columns: 1)
    #expect(constant.reasons[0] == "There: a column is constant, so the score test is undefined.")
  }
}
