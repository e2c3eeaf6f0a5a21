import Memory
import Testing

@Suite("The answer in three sentences")
struct AnswerTests {
  @Test("where memory pays")
  func pays() throws {
    let answer = try ClaimsTests.echo.get().answer(about: "the echo")
    #expect(answer.count == 3)
    #expect(
      answer[0].hasPrefix(
        "A latent state is memory when it predicts what the present value cannot, and on the echo it does: the held-out "
          + "error with memory is "))
    #expect(
      answer[1].hasPrefix("The latent state collapses without memory: 100.0 % of the twin's units are dead or stuck"))
    #expect(answer[2].contains("0 of 8 twins go on moving; all of this rests on 100 held-out rows and 8 networks"))
  }

  @Test("where it does not, beside a control")
  func doesNotPay() throws {
    let findings = try ClaimsTests.alike.get()
    let answer = findings.answer(about: "noise", control: findings)
    #expect(
      answer[0].contains("it does not, or by too little to matter: the held-out error with memory is 0.0 % below"))
    #expect(answer[1].hasPrefix("The latent state does not collapse without memory"))
    #expect(answer[1].hasSuffix(", so an active state is no sign of memory."))
    #expect(answer[2].contains("and on noise, where there is nothing to remember, "))
    #expect(!answer[2].contains("no evidence of memory"))
  }

  @Test("a control whose free runs look like memory is named for what it is")
  func control() throws {
    let data = try ClaimsTests.alike.get()
    var control = data
    control.memory.rollout.regimes = ["dynamic": 7, "cycle": 1]
    control.twin.rollout.regimes = ["fixed point": 8]
    let answer = data.answer(about: "noise", control: control)
    #expect(
      answer[2].contains(
        "8 of 8 networks with memory and 0 of 8 twins, so a free run that stays alive is no evidence of memory; all of")
    )
  }

  @Test("an error of many times another's is told as such")
  func times() throws {
    var findings = try ClaimsTests.alike.get()
    findings.usefulness?.best = "persistence"
    findings.usefulness?.overBest = Estimate(mean: -29.2, low: -34.99, high: -24)
    #expect(
      findings.answer(about: "it")[0].hasSuffix(
        "of its memory-less twin and 30.2 times (95 % interval 25.0 to 36.0) that of the best predictor without a "
          + "recurrent state (persistence)."))
  }

  @Test("where the twin makes no error")
  func perfect() throws {
    var findings = try ClaimsTests.alike.get()
    findings.usefulness?.overTwin = nil
    #expect(
      findings.answer(about: "it")[0] == "A latent state is memory when it predicts what the present value cannot, and "
        + "on it that cannot be told, for the memory-less twin makes no error on the held-out part.")
  }

  // One full stop each, at the end; those inside belong to numbers.
  @Test("are three sentences, whatever the figures")
  func sentences() throws {
    for findings in try [ClaimsTests.echo.get(), ClaimsTests.alike.get(), AnalysisTests.plain.get()] {
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
