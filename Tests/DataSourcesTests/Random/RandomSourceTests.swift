import DataSources
import Testing
import TimeSeries

@Suite("The random source")
struct RandomSourceTests {
  private func series(_ text: String, seed: UInt64 = 1) async throws -> [Series] {
    try await SourceRegistry.builtIn.source(text).series(in: SourceEnvironment(seed: seed))
  }

  @Test("gives rows counted from 0, 1000 unless told, in one column")
  func defaults() async throws {
    let all = try await series("random:gaussian")
    let one = try #require(all.first)
    #expect(all.count == 1 && one.name == "gaussian" && one.resolution == .row)
    #expect(one.times.map { $0.ticks } == Array(0..<1000) && one.values.count == 1000)
    #expect(one.origin.adapter == "random")
    #expect(one.origin.notes == ["x_t = mean + sigma e_t", "no memory is needed: the mean is constant"])
    #expect(try await series("random:var1").count == 5)
  }

  @Test("is as wide as a table of thousands of columns, so that each has a control")
  func wide() async throws {
    #expect(try await series("a=random:gaussian?columns=1001&rows=3").count == 1001)
  }

  @Test("names several columns by number, after the name given")
  func names() async throws {
    #expect(try await series("a=random:t3?columns=3&rows=2").map { $0.name } == ["a-1", "a-2", "a-3"])
    #expect(try await series("a=random:t3?rows=2").map { $0.name } == ["a"])
  }

  @Test("differs by process, by name and by the study's seed; the same again is the same")
  func seeds() async throws {
    let first = try await series("a=random:ar1?rows=50")[0].values
    #expect(try await series("a=random:ar1?rows=50")[0].values == first)
    #expect(try await series("b=random:ar1?rows=50")[0].values != first)
    #expect(try await series("a=random:ar1?rows=50", seed: 2)[0].values != first)
    #expect(try await series("a=random:gaussian?rows=50&seed=1")[0].values != first)
  }

  @Test("with a seed of its own does not depend on the study or the name")
  func ownSeed() async throws {
    let first = try await series("a=random:ar1?rows=50&seed=7", seed: 1)[0].values
    #expect(try await series("b=random:ar1?seed=7&rows=50", seed: 2)[0].values == first)
    #expect(try await series("random:ar1?rows=100&seed=7")[0].values.prefix(50) == first[...])
    #expect(try await series("random:ar1?rows=50&seed=8")[0].values != first)
  }

  @Test("says how to be asked for again")
  func origin() async throws {
    let first = try await series("a=random:copy?rows=30&delay=2&columns=2", seed: 99)
    let again = try await series(first[1].origin.request, seed: 1)
    #expect(again == first)
  }

  @Test("says in its notes what the settings need")
  func notes() async throws {
    #expect(
      try await series("random:copy?rows=2&delay=1")[0].origin.notes.last
        == "no memory is needed: delay=1 or strength=0")
    #expect(
      try await series("random:logistic?rows=2&noise=0.1")[0].origin.notes.last == "memory is needed: noise above 0")
    #expect(
      try await series("random:henon?rows=2")[0].origin.notes.last
        == "memory is needed: the next value is 1 - a x_t^2 + b x_{t-1}")
  }

  @Test("throws the burn-in away")
  func burnIn() async throws {
    let whole = try await series("random:ar1?rows=30&seed=3&burn-in=0")[0].values
    let rest = try await series("random:ar1?rows=20&seed=3&burn-in=10")[0].values
    #expect(Array(whole.dropFirst(10)) == rest)
  }

  static let processes =
    "gaussian, uniform, t3, garch, random-walk, ar1, var1, tar1, noisy-map, logistic, events, poisson, inar, "
    + "chain, skewed-ar1, garch-ar1, kesten, doubling, coupled-maps, clock, lorenz-states, ar2, ma1, copy, ar1-noise, hmm, xor, "
    + "henon, sine, lorenz, mackey-glass, arma11, momentum, bilinear, local-level, long-memory, switching-ar, signs, magnitude, tar-delay, leader, trend, shift"
  static let faults: [(String, String)] = [
    ("random:gausian", "there is no process 'gausian'. Did you mean 'gaussian'? There are: \(processes)"),
    ("random:weather", "there is no process 'weather'. There are: \(processes)"),
    ("random:ar1?rows=0", "rows=0 is out of range. Give a whole number from 1 to 10000000"),
    ("random:ar1?phi=1", "phi=1 is out of range. Give a number from -0.999 to 0.999"),
    ("random:copy?delay=1.5", "delay=1.5 is not a whole number. Give a whole number from 1 to 1000"),
    (
      "random:ar1?theta=1",
      "there is no option 'theta'. There are: rows, columns, seed, burn-in, phi, sigma"
    ),
    ("random:ar1?seed=-1", "seed=-1 is out of range. Give a whole number from 0 to 18446744073709551615"),
    (
      "random:ar2?phi1=1.5&phi2=0.5",
      "phi1=1.5, phi2=0.5, sigma=1 do not go together. ar2 needs phi1 + phi2 < 1 and phi2 - phi1 < 1 (stationarity)"
    ),
    (
      "random:garch?alpha=0.5&beta=0.5",
      "omega=0.05, alpha=0.5, beta=0.5 do not go together. garch needs alpha + beta < 1 (a finite variance)"
    ),
    ("random:uniform?low=2", "low=2, high=1 do not go together. uniform needs low < high"),
    (
      "random:ar1?rows=10000000&columns=1000",
      "10000000 rows of 1000 columns and a burn-in of 5000 are too many numbers. "
        + "Ask for at most 20000000, burn-in included"
    ),
  ]

  @Test("refuses what cannot be, in a sentence, before anything is drawn", arguments: faults)
  func errors(text: String, sentence: String) {
    #expect(message { _ = try SourceRegistry.builtIn.source(text) } == "the source '\(text)': \(sentence)")
  }

  @Test("explains every process in its manual, with equation and answer")
  func manual() {
    let details = RandomSource.manual.details
    for process in RandomProcess.all {
      #expect(details.contains("\(process.name): \(process.summary)\n  \(process.equation)"))
    }
    #expect(
      details.contains(
        """
        copy: a delayed copy in noise: the value of some steps ago returns, weaker
          x_t = strength x_{t-delay} + sqrt(1 - strength^2) e_t  \
        (the copying task of Hochreiter & Schmidhuber 1997, made stationary)
          delay=3  how many steps later the copy comes; whole, 1 to 1000
          strength=0.7071067811865476  its weight; the default makes it half of the variance; -0.999 to 0.999
          x_t does not suffice (the opposite at delay=1 or strength=0): \
        the mean of the next value is strength x_{t+1-delay}; x_t says nothing about it
        """))
  }
}
