import Memory
import SeriesMemory
import Testing

@Suite("The answer in at most 60 words")
struct AnswerTests {
  static func findings(_ ladder: Ladder, collapse: Double = 0) async throws -> Findings {
    var findings = try await ClaimsTests.echo.value
    findings.ladder = ladder
    findings.verdict = Verdict(of: ladder, collapse: collapse, rows: 400, columns: ladder.there?.columns.count ?? 1)
    return findings
  }

  private func data(_ ladder: Ladder) async throws -> [String] {
    try await Self.findings(ladder).answer(about: "it").dropLast()
  }

  private static let power =
    "Planted memory of 2 forms is found with 80 % power from 5.0 % of the remaining variance on."

  @Test(
    "opens with the verdict on the data and the figure that decides it",
    arguments: [
      (
        Verdict.OnData.memory,
        [
          "There is memory in it (score test, p = 0.002), and it pays.",
          "The gain is above 10.0 % (one-sided 95 % bound).",
        ]
      ),
      (
        .negligible,
        [
          "There is memory in it (score test, p = 0.002), but too little to matter.",
          "The gain lies between -0.4 % and 0.6 % (95 % interval).",
        ]
      ),
      (
        .notExploited,
        [
          "There is memory in it (score test, p = 0.002), but these networks gain nothing from it.",
          "The gain is above -30.0 % (one-sided 95 % bound).",
        ]
      ),
      (
        .drift,
        [
          "Memory in it may be drift (score test, p = 0.002).",
          "With smooth time and a new level from 2019-03-01 on as inputs, p of c0 is 0.400.",
        ]
      ),
      (
        .unclear,
        [
          "Whether there is memory in it is unclear (score test, p = 0.002).",
          "With -9999 (1 row) moved to the nearest other value, p of c0 is 0.300.",
        ]
      ),
      (
        .undertrained,
        [
          "There is memory in it (score test, p = 0.002), but the networks are undertrained.",
          "A linear autoregression gains 20.0 %, the networks 0.1 %.",
        ]
      ),
      (.none, ["No memory is found in it (score test, p = 0.400).", power]),
      (
        .inconclusive,
        [
          "Whether there is memory in it is open (score test, p = 0.400).",
          "Memory of a slow average may be missed even at 10 % of the remaining variance.",
        ]
      ),
      (.notTestable, ["Whether there is memory in it cannot be tested: too few rows, or a column is constant."]),
    ])
  func data(verdict: Verdict.OnData, sentences: [String]) async throws {
    #expect(try await Self.findings(Rung.ladder(verdict)).verdict?.data == verdict)
    #expect(try await data(Rung.ladder(verdict)) == sentences)
  }

  @Test("names the column that pays, and what is open")
  func cases() async throws {
    let yes = Rung.there([true, false])
    var column = Rung.useful(Rung.estimate(-0.3, -0.1), columns: [Rung.estimate(0.1, 0.3), nil])
    column.family = 2
    #expect(
      try await data(Rung.ladder(yes, column))[1]
        == "The gain on c0 is above 10.0 % (one-sided 95 % bound).")
    let open = "There is memory in it (score test, p = 0.002), but whether it pays is open."
    #expect(try await data(Rung.ladder(yes, nil)) == [open])
    #expect(try await data(Rung.ladder(yes, Rung.useful(Rung.estimate(-0.1, 0.3))))[0] == open)
    #expect(
      try await data(Rung.ladder(yes, Rung.useful(nil))) == [
        open, "The best predictor without a state makes no error.",
      ])
    #expect(
      try await data(Rung.ladder(yes, Rung.useful(Rung.estimate(-36, -24))))[1]
        == "The error is 31.0 times that of the best predictor without a state.")
    #expect(
      try await data(Rung.ladder(yes, Rung.useful(Rung.estimate(0, 0))))[1]
        == "The error is exactly that of the best predictor without a state.")
    let exhausted = Rung.there([false], unexplained: Rules.nothingLeft, p: 0.002)
    #expect(
      try await data(Rung.ladder(exhausted, nil)) == [
        "No memory is found in it: the present row leaves nothing to explain."
      ])
    #expect(try await data(Rung.ladder(Rung.there([false]), nil))[1] == Self.power)
  }

  @Test("then the verdict on the latent state and its figure")
  func state() async throws {
    func sentence(
      _ data: Verdict.OnData, stored: MemoryCapacity? = Rung.stored(true), used: Interventions? = Rung.used(true),
      collapse: Double = 0
    ) async throws -> String? {
      var ladder = Rung.ladder(data)
      (ladder.stored, ladder.used) = (stored, used)
      return try await Self.findings(ladder, collapse: collapse).answer(about: "it").last
    }
    let swap = "swapping states"
    #expect(try await sentence(.memory) == "The latent state is used and useful: \(swap) raises the error by 25.0 %.")
    #expect(try await sentence(.none) == "The latent state is used but not useful: \(swap) raises the error by 25.0 %.")
    #expect(
      try await sentence(.none, used: Rung.used(false))
        == "The latent state is stored but not used: \(swap) lowers the error by 1.0 %.")
    #expect(
      try await sentence(.none, stored: Rung.stored(false), used: Rung.used(false))
        == "The latent state is empty: it holds 0.02 past values beyond the present row.")
    #expect(
      try await sentence(
        .none, stored: Rung.stored(true, untrained: Rung.estimate(-0.4, -0.2)), used: Rung.used(false))
        == "The latent state is at the untrained floor: it holds 1.25 past values, no more than an untrained network, 0.30."
    )
    let open = "Whether the latent state is memory is unclear: "
    #expect(
      try await sentence(.none, used: Rung.used(Rung.estimate(-0.062, 0.249)))
        == open + "swapping states changes the error by -6.2 % to 24.9 %.")
    #expect(
      try await sentence(.none, stored: Rung.stored(false, present: 0.21), used: Rung.used(false))
        == open + "the present row itself cannot be read from the state (R² 0.21).")
    #expect(
      try await sentence(.none, stored: Rung.stored(true, untrained: Rung.estimate(0, 0.3)), used: Rung.used(false))
        == open + "it holds 0.00 to 0.30 past values more than an untrained network.")
    #expect(
      try await sentence(.memory, collapse: 0.9)
        == "The latent state has collapsed: 0.0 % of its units are dead or stuck.")
    #expect(try await sentence(.memory, stored: nil, used: nil) == "The latent state cannot be judged.")
    var used = Rung.used(true)
    used.swap.rise = Rung.estimate(24, 28.8)
    #expect(try await sentence(.memory, used: used)?.hasSuffix("\(swap) raises the error to 27.4 times.") == true)
    used.swap.rise = Rung.estimate(-0.0002, 0.0002)
    #expect(try await sentence(.memory, used: used)?.hasSuffix("\(swap) leaves the error as it is, to 0.1 %.") == true)
  }

  @Test("says where the networks had to extrapolate")
  func outside() async throws {
    var findings = try await Self.findings(Rung.ladder(.memory))
    findings.heldOutOutsideTrainingRange = 0.51
    #expect(findings.answer(about: "it").last == "Of the held-out values, 51.0 % lie outside the training range.")
    findings.heldOutOutsideTrainingRange = Rules.farOutside
    #expect(findings.answer(about: "it").last?.hasPrefix("The latent state") == true)
  }

  @Test("has at most 60 words, and 25 a sentence", arguments: Verdict.OnData.allCases)
  func brevity(verdict: Verdict.OnData) async throws {
    for state in [(true, true), (true, false), (false, false)] {
      var ladder = Rung.ladder(verdict)
      (ladder.stored, ladder.used) = (Rung.stored(state.0), Rung.used(state.1))
      ladder.useful?.family = 3
      for collapse in [0, 0.9] {
        var findings = try await Self.findings(ladder, collapse: collapse)
        findings.heldOutOutsideTrainingRange = 0.6
        let answer = findings.answer(about: "random control")
        let words = answer.map { $0.split(separator: " ").count }
        #expect(words.reduce(0, +) <= 60 && words.allSatisfy { $0 <= 25 }, "\(answer)")
        #expect(answer.allSatisfy { $0.hasSuffix(".") && $0.first?.isUppercase == true })
      }
    }
  }

  @Test("rests on figures, as rows of a table")
  func basis() async throws {
    var useful = Rung.useful(Rung.estimate(-0.3, -0.1), columns: [Rung.estimate(0.1, 0.3), nil])
    (useful.family, useful.model) = (2, .anchored)
    let findings = try await Self.findings(Rung.ladder(Rung.there([true, false]), useful))
    let facts = findings.answerBasis(control: try await Self.findings(Rung.ladder(.none)))
    #expect(
      facts.prefix(10) == [
        Fact("p of the score test, corrected for 2 columns", "0.002"),
        Fact("planted memory found with 80 % power", "from 5.0 % of the remaining variance on"),
        Fact("alarms on series of order 1 like these", "not asked"),
        Fact("judged model", "anchored memory model"), Fact("best predictor without a state", "linear"),
        Fact("gain on c0 over it", "20.0 % [10.0, 30.0]"),
        Fact("lower bound, one-sided 95 % for 2 skills together", "10.0 %"),
        Fact("past values in the state beyond the present row", "1.25 [1.25, 1.25]"),
        Fact("the same in the memory-less twin", "0.01 [0.01, 0.01]"),
        Fact("rise of the error with another row's state", "25.0 % [20.0, 30.0]"),
      ])
    #expect(facts.contains(Fact("verdict on noise", "no memory found")))
    #expect(facts.contains(Fact("held-out rows", "100")) && facts.last?.label == "free runs on noise that stay alive")
  }

  @Test("there is none without a ladder")
  func bare() async throws {
    var findings = try await ClaimsTests.alike.value
    (findings.ladder, findings.verdict) = (nil, nil)
    #expect(findings.answer(about: "it") == ["There is no verdict on it."])
  }
}
