import Memory
import Numbers
import Panels
import Recurrence
import SeriesMemory
import Synchronization
import Testing

private func options(hidden: Int, epochs: Int) -> TrainingOptions {
  var options = TrainingOptions()
  (options.hidden, options.epochs) = (hidden, epochs)
  return options
}

@Suite("The surrogate test")
struct SurrogateTestTests {
  @Test("gives sixteen surrogates side by side the bits that each has alone")
  func lanes() async throws {
    let x = autoregression(0.5, 0.4, rows: 80, seed: 1)
    let panel = Sample.panel(x)
    let maker = SurrogateSeries(.markov, of: x, columns: 1, stream: RandomStream(seed: 1))
    let series = (0..<18).map { maker.series(RandomStream(seed: 2).split($0)) }
    let options = options(hidden: 3, epochs: 8)
    let together = try await SurrogateTest(panel, options, readout: .plain, threads: 2).skills(on: series)
    for number in [0, 1, 15, 16, 17] {
      let alone = try await SurrogateTest(Sample.panel(series[number]), options, readout: .plain, threads: 1)
        .skills(on: [series[number]])
      #expect(together[number] == alone[0] && together[number] != nil)
    }
    #expect(Set(together.compactMap(\.self)).count == 18)
  }

  @Test("has the skill of the first network of an ensemble for its statistic", arguments: Shape.Readout.allCases)
  func statistic(readout: Shape.Readout) async throws {
    let panel = Sample.panel(autoregression(0.5, 0.4, rows: 100, seed: 2))
    var options = options(hidden: 3, epochs: 20)
    let found = try await SurrogateFindings(
      of: panel, options, kind: .shuffled, count: 3, seed: 1, readout: readout)
    options.networks = 1
    let trained = try await [Shape.Kind.memory, .twin].map { Ensemble(of: panel, kind: $0, readout: readout) }
      .train(options)
    let errors = trained.map { model in
      panel.split.testRows.reduce(0.0) { sum, t in
        let error = Double(model.networks[0].run(over: panel).predictions[t - 1]) - panel.scaled[t]
        return sum + error * error
      }
    }
    #expect((found.statistic - (1 - errors[0] / errors[1])).magnitude < 1e-12)
  }

  @Test("gives the same findings with any number of threads, others with another seed")
  func reproducible() async throws {
    let panel = Sample.panel(autoregression(0.5, rows: 80, seed: 3))
    let options = options(hidden: 2, epochs: 5)
    let one = try await SurrogateFindings(of: panel, options, kind: .iaaft, count: 19, seed: 1, threads: 1)
    #expect(one == (try await SurrogateFindings(of: panel, options, kind: .iaaft, count: 19, seed: 1, threads: 3)))
    let other = try await SurrogateFindings(of: panel, options, kind: .iaaft, count: 19, seed: 2)
    #expect(one.statistic == other.statistic && one.statistics != other.statistics)
    #expect(one.count == 19 && one.statistics.count == 19 && one.failed == 0 && one.resolution == 0.05)
  }

  @Test("counts as it should: ties and failures speak for the null hypothesis")
  func counting() throws {
    let found = SurrogateFindings(kind: .markov, statistic: 0.3, of: [0.1, 0.3, nil, 0.5, 0.2, 0, -1, 0.25, 0.05])
    #expect(found.p == 0.4 && found.failed == 1 && found.count == 9 && found.resolution == 0.1)
    #expect(found.statistics == [0.1, 0.3, 0.5, 0.2, 0, -1, 0.25, 0.05])
    #expect((try #require(found.quantiles).p50 - 0.15).magnitude < 1e-15)
    #expect(SurrogateFindings(kind: .markov, statistic: 1, of: [nil]).quantiles == nil)
    #expect(SurrogateFindings(kind: .markov, statistic: 1, of: Array(repeating: 0, count: 99)).p == 0.01)
  }

  // Under H0 the p-value is uniform on 1/20 … 1: mean 0.525, standard deviation 0.288, of 24 of them 0.059.
  @Test("gives p-values of every size where there is nothing", arguments: [SurrogateKind.shuffled, .markov])
  func null(kind: SurrogateKind) async throws {
    var ps: [Double] = []
    for seed in 0..<24 {
      let x = kind == .shuffled ? 0 : 0.6
      let panel = Sample.panel(autoregression(x, rows: 80, seed: UInt64(100 + seed)))
      let options = options(hidden: 2, epochs: 20)
      ps.append(try await SurrogateFindings(of: panel, options, kind: kind, count: 19, seed: UInt64(seed)).p)
    }
    #expect((Moments.mean(ps) - 0.525).magnitude < 0.18)
    // Binomial of 24 and 0.2: at most 10 with probability 0.996, at least 1 with 0.995.
    #expect((1...10).contains(ps.count { $0 <= 0.2 }))
    #expect((1...10).contains(ps.count { $0 > 0.8 }))
  }

  @Test("finds the memory of an oscillator of order two", arguments: [SurrogateKind.shuffled, .markov])
  func oscillator(kind: SurrogateKind) async throws {
    let panel = Sample.panel(autoregression(1.6, -0.9, rows: 240, seed: 5).map { $0 / 4 })
    let found = try await SurrogateFindings(of: panel, options(hidden: 4, epochs: 120), kind: kind, count: 19, seed: 1)
    #expect(found.p == 0.05 && found.statistic > 0.3)
    #expect(try #require(found.quantiles).p95 < found.statistic)
  }

  @Test("leaves the oscillator's memory to its IAAFT surrogates, which are as linear as it is")
  func linearMemory() async throws {
    let panel = Sample.panel(autoregression(1.6, -0.9, rows: 400, seed: 3).map { $0 / 4 })
    let found = try await SurrogateFindings(
      of: panel, options(hidden: 4, epochs: 120), kind: .iaaft, count: 19, seed: 1)
    #expect(found.p > 0.05)
    #expect((try #require(found.quantiles).p50 - found.statistic).magnitude < 0.1 && found.statistic > 0.5)
  }

  @Test("says so where no network trains on the data")
  func untrained() async {
    let panel = Sample.panel(autoregression(0.5, rows: 80, seed: 6).map { $0 * 1e25 })
    await #expect(throws: MemoryError.noneTrained(panel: "sample", model: "surrogate test", networks: 2, epoch: nil)) {
      _ = try await SurrogateFindings(of: panel, options(hidden: 2, epochs: 3), kind: .markov, count: 19, seed: 1)
    }
  }

  @Test("stops when its task is cancelled, and says how far it is until then")
  func cancellation() async throws {
    let panel = Sample.panel(autoregression(0.5, rows: 80, seed: 7))
    let task = Task {
      try await SurrogateFindings(of: panel, options(hidden: 2, epochs: 1_000_000), kind: .iaaft, count: 19, seed: 1)
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { _ = try await task.value }

    let seen = Mutex<[Double]>([])
    _ = try await SurrogateFindings(
      of: panel, options(hidden: 2, epochs: 4), kind: .markov, count: 19, seed: 1, threads: 1
    ) { share in seen.withLock { $0.append(share) } }
    let shares = seen.withLock { $0 }
    #expect(shares == shares.sorted() && abs((shares.last ?? 0) - 1) < 1e-9)
  }
}
