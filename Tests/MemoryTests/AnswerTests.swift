import Memory
import Testing

@Suite("The answer in three sentences")
struct AnswerTests {
  /// Findings as they are without a ladder and a verdict.
  static func bare(_ findings: Findings) -> Findings {
    var findings = findings
    (findings.ladder, findings.verdict) = (nil, nil)
    return findings
  }

  static func findings(_ ladder: Ladder, collapse: Double = 0) async throws -> Findings {
    var findings = try await ClaimsTests.echo.value
    findings.ladder = ladder
    findings.verdict = Verdict(of: ladder, collapse: collapse, rows: 400, columns: ladder.there?.columns.count ?? 1)
    return findings
  }

  @Test(
    "opens with the verdict on the data and its numbers",
    arguments: [
      (
        Verdict.OnData.memory,
        "There is memory in it, and it pays: the past foretells part of what the present row leaves open (score test, "
          + "p 0.002), and the held-out error with memory is 15.0 % below (95 % interval 10.0 % to 20.0 %) that of the best "
          + "predictor without a state (linear)."
      ),
      (
        .negligible,
        "There is memory in it, but too little to matter: the past foretells part of what the present row leaves open "
          + "(score test, p 0.002), and the held-out error with memory is 0.1 % below (95 % interval -0.4 % to 0.6 %) that of "
          + "the best predictor without a state (linear)."
      ),
      (
        .notExploited,
        "There is memory in it, but these networks do not turn it into gain: the past foretells part of what the present "
          + "row leaves open (score test, p 0.002), and the held-out error with memory is 20.0 % above (95 % interval 10.0 % "
          + "to 30.0 %) that of the best predictor without a state (linear)."
      ),
      (
        .none,
        "No memory is found in it: once the present row is known, earlier rows do not help to tell the next one (score "
          + "test, p 0.400), where memory that explains 5.0 % of what the present row leaves open would have been found in "
          + "4 of 5 cases, and the held-out error with memory is 1.5 % above (95 % interval -1.0 % to 4.0 %) that of the best predictor without a state (linear)."
      ),
      (
        .inconclusive,
        "Whether there is memory in it is open: once the present row is known, earlier rows do not help to tell the next "
          + "one (score test, p 0.400), where even memory that explains 34.0 % of what the present row leaves open might "
          + "have been missed, and the held-out error with memory is 1.5 % above (95 % interval -1.0 % to 4.0 %) that of the best predictor without a state "
          + "(linear)."
      ),
      (
        .notTestable,
        "Whether there is memory in it cannot be tested: there are too few rows for the score test, or a column does not "
          + "vary."
      ),
    ])
  func data(verdict: Verdict.OnData, sentence: String) async throws {
    let findings = try await Self.findings(Rung.ladder(verdict))
    #expect(findings.verdict?.data == verdict)
    #expect(findings.answer(about: "it")[0] == sentence)
  }

  @Test("says which column pays, which was too uncertain, and what could not be asked")
  func cases() async throws {
    func opening(_ there: MemoryTest, _ useful: ForecastGain?) async throws -> String {
      try await Self.findings(Rung.ladder(there, useful)).answer(about: "it")[0]
    }
    let yes = Rung.there([true, false])
    let column = Rung.useful(Rung.estimate(-0.3, -0.1), columns: [Rung.estimate(0.1, 0.3), nil])
    #expect(
      try await opening(yes, column).hasSuffix(
        "(linear), on c0 alone 20.0 % below (95 % interval 10.0 % to 30.0 %)."))
    #expect(try await opening(yes, column).contains("(score test, p 0.002 after correction for 2 columns)"))
    #expect(try await opening(yes, nil).hasPrefix("There is memory in it, but whether it pays is open: "))
    #expect(
      try await opening(yes, Rung.useful(Rung.estimate(-0.1, 0.3))).hasPrefix(
        "There is memory in it, but whether it pays is open: "))
    #expect(
      try await opening(yes, Rung.useful(nil)).hasSuffix(
        "and the best predictor without a state (linear) makes no error, so there is nothing to gain."))
    let exhausted = Rung.there([false], unexplained: Rules.nothingLeft, p: 0.002)
    #expect(
      try await opening(exhausted, nil) == "No memory is found in it: the present row leaves nothing to explain.")
  }

  @Test("then the verdict on the latent state and its numbers")
  func state() async throws {
    func sentence(
      _ data: Verdict.OnData, stored: MemoryCapacity? = Rung.stored(true), used: Interventions? = Rung.used(true),
      collapse: Double = 0
    ) async throws -> String {
      var ladder = Rung.ladder(data)
      (ladder.stored, ladder.used) = (stored, used)
      return try await Self.findings(ladder, collapse: collapse).answer(about: "it")[1]
    }
    #expect(
      try await sentence(.memory).hasPrefix(
        "The latent state is memory that is used and useful: 1.25 past values can be read from it beyond what the present "
          + "row says (0.01 from the twin's) and the held-out error rises by 25.0 % (95 % interval 20.0 % to 30.0 %) when "
          + "the state of another time takes its place; 100.0 % of the twin's units are dead or stuck against "))
    #expect(try await sentence(.none).hasPrefix("The latent state is used but not useful: 1.25 past values"))
    #expect(
      try await sentence(.none, used: Rung.used(false)).hasPrefix(
        "The latent state holds the past but is not used: 1.25 past"))
    #expect(
      try await sentence(.none, used: Rung.used(false)).contains(
        "falls by 1.0 % (95 % interval 0.0 % to 2.0 %) when the state"))
    #expect(
      try await sentence(.none, stored: Rung.stored(false), used: Rung.used(false)).hasPrefix(
        "The latent state is empty of the past: 0.02 past values"))
    #expect(
      try await sentence(.memory, collapse: 0.9).hasPrefix(
        "The latent state has collapsed: 0.0 % of the units are dead or stuck,"))
    #expect(
      try await sentence(.memory, stored: nil, used: nil) == "What the latent state is worth cannot be told.")
  }

  @Test("names the anchored model where that is judged, and says how far off the plain one is")
  func anchored() async throws {
    var useful = Rung.useful(Rung.estimate(0, 0))
    (useful.model, useful.competitorError) = (.anchored, 0.01)
    var findings = try await Self.findings(Rung.ladder(Rung.there([false], detectable: 0.05), useful))
    findings.memory.ensembleTestLoss = 7.33
    #expect(
      findings.answer(about: "it")[0].hasSuffix(
        "and the held-out error of the anchored memory model is exactly that of the best predictor without a state "
          + "(linear), while the plain one, whose states are looked into, makes 733 times that error."))
    findings.memory.ensembleTestLoss = 0.015
    #expect(findings.answer(about: "it")[0].hasSuffix("without a state (linear)."))
  }

  @Test("says that the ground is weak where the networks had to extrapolate")
  func outside() async throws {
    var findings = try await Self.findings(Rung.ladder(.memory))
    findings.heldOutOutsideTrainingRange = 0.51
    #expect(
      findings.answer(about: "it")[2].hasPrefix(
        "All of this rests on 100 held-out rows and 8 networks of each kind, but 51.0 % of the held-out values lie "
          + "outside the range the networks were trained on, so that what is said of their state is weak evidence; "))
  }

  @Test("then what it rests on, the free runs, and what the same test says of noise")
  func noise() async throws {
    let findings = try await Self.findings(Rung.ladder(.memory))
    let control = try await Self.findings(Rung.ladder(Verdict.OnData.none))
    #expect(
      findings.answer(about: "it", control: control)[2].contains(
        "and on noise, where there is nothing to remember and the verdict is \"no memory found\", "))
  }

  @Test("where memory pays")
  func pays() async throws {
    let answer = try await Self.bare(ClaimsTests.echo.value).answer(about: "the echo")
    #expect(answer.count == 3)
    #expect(
      answer[0].hasPrefix(
        "A latent state is memory when it predicts what the present value cannot, and on the echo it does: the held-out "
          + "error with memory is "))
    #expect(
      answer[1].hasPrefix("The latent state collapses without memory: 100.0 % of the twin's units are dead or stuck"))
    #expect(answer[2].hasPrefix("All of this rests on 100 held-out rows and 8 networks of each kind"))
    #expect(answer[2].contains("; left to run freely, ") && answer[2].hasSuffix("0 of 8 twins go on moving."))
  }

  @Test("where it does not, beside a control")
  func doesNotPay() async throws {
    let findings = try await Self.bare(ClaimsTests.alike.value)
    let answer = findings.answer(about: "noise", control: findings)
    #expect(
      answer[0].contains(
        "it does not, or by too little to matter: the held-out error with memory is exactly that of its memory-less twin"
      ))
    #expect(answer[1].hasPrefix("The latent state does not collapse without memory"))
    #expect(answer[1].hasSuffix(", so an active state is no sign of memory."))
    #expect(answer[2].contains("and on noise, where there is nothing to remember, "))
    #expect(!answer[2].contains("no evidence of memory"))
  }

  @Test("a control whose free runs look like memory is named for what it is")
  func control() async throws {
    let data = try await Self.bare(ClaimsTests.alike.value)
    var control = data
    control.memory.rollout.regimes = ["dynamic": 7, "cycle": 1]
    control.twin.rollout.regimes = ["fixed point": 8]
    let answer = data.answer(about: "noise", control: control)
    #expect(
      answer[2].contains(
        "8 of 8 networks with memory and 0 of 8 twins, so a free run that stays alive is no evidence of memory.")
    )
  }

  @Test("an error of many times another's is told as such")
  func times() async throws {
    var findings = try await Self.bare(ClaimsTests.alike.value)
    findings.usefulness?.best = "persistence"
    findings.usefulness?.overBest = Estimate(mean: -29.2, low: -34.99, high: -24)
    #expect(
      findings.answer(about: "it")[0].hasSuffix(
        "of its memory-less twin and 30.2 times (95 % interval 25.0 to 36.0) that of the best predictor without a "
          + "recurrent state (persistence)."))
  }

  @Test("where the twin makes no error")
  func perfect() async throws {
    var findings = try await Self.bare(ClaimsTests.alike.value)
    findings.usefulness?.overTwin = nil
    #expect(
      findings.answer(about: "it")[0] == "A latent state is memory when it predicts what the present value cannot, and "
        + "on it that cannot be told, for the memory-less twin makes no error on the held-out part.")
  }

  // One full stop each, at the end; those inside belong to numbers.
  @Test("are three sentences, whatever the figures")
  func sentences() async throws {
    let whole = try await [ClaimsTests.echo.value, ClaimsTests.alike.value, AnalysisTests.plain.value]
    var verdicts: [Findings] = []
    for data in Verdict.OnData.allCases { verdicts.append(try await Self.findings(Rung.ladder(data))) }
    for findings in whole + whole.map(Self.bare) + verdicts {
      for control in [nil, findings] {
        let answer = findings.answer(about: "it", control: control)
        #expect(answer.count == 3)
        for sentence in answer {
          #expect(sentence.hasSuffix(".") && !sentence.contains(". ") && sentence.first?.isUppercase == true)
        }
      }
    }
  }
}
