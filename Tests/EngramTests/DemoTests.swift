import Engram
import Numbers
import Recurrence
import TestSupport
import Testing

@Suite("The original experiment")
struct OriginalExperimentTests {
  @Test("has the original's settings")
  func settings() {
    let original = OriginalExperiment()
    #expect(original.rows == 30 && original.columns == 5 && original.rolloutSteps == 30)
    #expect(original.epochs == 5_000 && original.learningRate == 1e-3)
    let parameters = OriginalExperiment.Model.allCases.map {
      Weights<Float>(zerosOf: original.shape(of: $0)).values.count
    }
    #expect(parameters == [215, 115, 214])
    for model in OriginalExperiment.Model.allCases {
      let shape = original.shape(of: model)
      #expect(shape.activation == .sigmoid && shape.bias && shape.readout == .plain)
      #expect(shape.memory == (model == .memory))
    }
  }

  @Test("starts within the bounds of PyTorch's linear layers, and fills them")
  func initialWeights() {
    let original = OriginalExperiment()
    for (model, inner, outer) in [
      (OriginalExperiment.Model.memory, 15.0, 10.0), (.twin, 5, 10), (.matched, 5, 19),
    ] {
      let all = (0..<50).map { original.initialWeights(of: model, from: RandomStream(seed: 3).split($0)) }
      let readout = all[0].readoutStart
      let largest = { (block: (Weights<Float>) -> ArraySlice<Float>) in
        Double(all.flatMap { block($0).map(\.magnitude) }.max() ?? .nan)
      }
      let hidden = largest { $0.values[..<readout] }
      let out = largest { $0.values[readout...] }
      #expect(hidden <= 1 / inner.squareRoot() + 1e-7 && hidden > 0.99 / inner.squareRoot())
      #expect(out <= 1 / outer.squareRoot() + 1e-7 && out > 0.99 / outer.squareRoot())
    }
  }

  @Test("takes the original's steps in Float64: the sum's loss is the mean's with a smaller ε", arguments: DemoCase.all)
  func float64(golden: DemoCase) {
    let original = OriginalExperiment()
    let x = golden.x.prefix(original.rows).flatMap(\.self)
    var weights = golden.weights(original)
    var adam = Adam(for: weights, learningRate: original.learningRate, epsilon: original.epsilon)
    var losses = [weights.lossAndGradient(x).loss * 29]
    for step in 1...50 {
      adam.step(&weights, along: weights.lossAndGradient(x).gradient)
      if [1, 10, 50].contains(step) { losses.append(weights.lossAndGradient(x).loss * 29) }
    }
    for (mine, theirs) in zip(losses, golden.losses) { #expect(abs(mine / theirs - 1) < 1e-9) }
    #expect(losses.count == golden.losses.count)
  }

  @Test("comes to the original's figures in Float32, sixteen data sets at a time", arguments: DemoCase.all)
  func float32(golden: DemoCase) throws {
    var original = OriginalExperiment()
    original.epochs = 50
    var start = Weights<Float>(zerosOf: original.shape(of: golden.model))
    start.values = golden.weights(original).values.map { Float($0) }
    let x = golden.x.flatMap(\.self)
    let other = x.map { -2 * $0 }
    let outcomes = original.outcomes(of: [start, start, start], on: [other, x, other]) {}
    let mine = outcomes[1]
    #expect(abs(mine.trainingLoss / (golden.losses.last ?? .nan) - 1) < 1e-4)
    #expect(abs(try #require(mine.heldOutError) / golden.held_out - 1) < 1e-4)
    #expect(abs(mine.outside - golden.outside) < 1e-9)
    #expect(abs(mine.unitDeviation / golden.unit_deviation - 1) < 1e-4)
    let last = golden.rollout.suffix(10)
    let variances = (0..<5).map { d in Moments.variance(last.map { $0[d] }) }
    #expect(abs(mine.rolloutDeviation - Moments.mean(variances).squareRoot()) < 1e-4)
    #expect(outcomes[0] == outcomes[2] && outcomes[0] != mine)
    // Rows to come change nothing that was learned.
    let alone = original.outcomes(of: [start], on: [Array(x.prefix(150))]) {}[0]
    #expect(alone.heldOutError == nil && alone.trainingLoss == mine.trainingLoss)
    #expect(alone.rolloutDeviation == mine.rolloutDeviation && alone.outside == mine.outside)
  }
}

@Suite("The demonstration")
struct DemoTests {
  private static func short(_ epochs: Int) -> OriginalExperiment {
    var experiment = OriginalExperiment()
    experiment.epochs = epochs
    return experiment
  }

  private static func oscillating(_ epochs: Int) -> OriginalExperiment {
    var experiment = OriginalExperiment.onOscillations
    experiment.epochs = epochs
    return experiment
  }

  @Test("has the same bytes with one thread and with three, and others for another seed")
  func sameBytes() async throws {
    let market = try await MarketWindow(in: recorded())
    func json(seed: UInt64, series: Int = 2, threads: Int) async throws -> String {
      try await Demo(
        dataSets: 3, seed: seed, market: market, experiment: Self.short(20), oscillating: Self.oscillating(5),
        series: series, seriesRows: 130, threads: threads
      ).json()
    }
    let one = try await json(seed: 5, threads: 1)
    #expect(try await json(seed: 5, threads: 3) == one)
    #expect(try await json(seed: 6, series: 1, threads: 2) != one)
  }

  @Test("finds on noise what the original takes for memory, and no memory")
  func noise() async throws {
    let demo = try await Demo(
      dataSets: 16, market: nil, experiment: Self.short(2_000), oscillating: Self.oscillating(5), series: 2,
      seriesRows: 200)
    let noise = demo.repeated[0]
    let (memory, twin, matched) = (noise.models[0], noise.models[1], noise.models[2])
    #expect(noise.process == .noise && noise.models.map(\.outcomes.count) == [16, 16, 16])
    #expect(twin.against?.memoryLearnsMore == 16 && memory.trainingLoss < 0.7 * twin.trainingLoss)
    #expect(memory.heldOutError > noise.plainHeldOutError && twin.heldOutError > noise.plainHeldOutError)
    #expect(memory.beatsPlain == 0 && memory.against == nil)
    #expect(try #require(twin.against).memoryPredictsBetter <= 8)
    #expect(try #require(matched.against).memoryLearnsMore <= 8)
    #expect(matched.trainingLoss < twin.trainingLoss)
    #expect(abs(noise.plainHeldOutError - 31.0 / 30) < 0.1)
    #expect(demo.tests.map(\.rows) == [30, 200] && demo.tests.map(\.fewestRows) == [70, 54])
    #expect(demo.tests[0].notTestable == 16 && demo.tests[0].falseAlarms == nil)
    #expect(demo.tests[1].notTestable == 0 && demo.tests[1].memory == 0)
    #expect(demo.once.map(\.data) == ["noise"] && demo.once[0].memory == memory.outcomes[0])
    let lines = demo.text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 } && lines.contains { $0.contains("matched twin") })
    // On walks nothing is better than the present row, and runs come to rest with memory and without.
    let walks = demo.repeated[1]
    #expect(walks.process == .walks && walks.models.allSatisfy { $0.beatsPlain == 0 && $0.flat > 0 })
    #expect(walks.plainHeldOutError > 0.01 && walks.plainHeldOutError < 0.6)
    for model in walks.models.dropFirst() {
      let against = try #require(model.against)
      #expect(model.flat - walks.models[0].flat == against.picture - against.reverse)
    }
  }

  @Test("shows the market's last rows of 2018, each column with mean 0 and standard deviation 1")
  func market() async throws {
    let window = try await MarketWindow(in: recorded())
    #expect(window.last == "2018-12-31" && window.values.count == 150)
    for d in 0..<5 {
      let column = (0..<30).map { window.values[$0 * 5 + d] }
      #expect(abs(Moments.mean(column)) < 1e-12 && abs(Moments.variance(column) * 30 / 29 - 1) < 1e-12)
    }
    let demo = try await Demo(
      dataSets: 1, market: window, experiment: Self.short(5), oscillating: Self.oscillating(5), seriesRows: 130)
    #expect(demo.once.map(\.data) == ["noise", "market"] && demo.once[1].first == window.first)
    #expect(demo.once[1].memory.heldOutError == nil)
    let lines = demo.text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 } && lines.contains { $0.contains("\(window.first) to 2018-12-31") })
  }

  @Test("has a page whose figures are of the same trainings as its tables")
  func page() async throws {
    let experiment = Self.short(50)
    let oscillating = Self.oscillating(5)
    let demo = try await Demo(
      dataSets: 1, market: nil, experiment: experiment, oscillating: oscillating, series: 1, seriesRows: 130)
    let pictures = try Demo.pictures(seed: 1, market: nil, experiment: experiment, oscillating: oscillating)
    #expect(pictures.cases.map(\.title) == ["noise"])
    #expect(pictures.cases[0].memory.losses.count == 51 && pictures.cases[0].columns.allSatisfy { $0.count == 30 })
    #expect(pictures.cases[0].memory.losses.last == demo.once[0].memory.trainingLoss)
    #expect(pictures.cases[0].twin.losses.last == demo.once[0].twin.trainingLoss)
    let page = try demo.page(pictures)
    #expect((1...7).allSatisfy { page.contains("Figure \($0).") } && !page.contains("Figure 8."))
    #expect(page.contains("seen where there is no memory too"))
    // The runs of the figure are those of the table: as many rest at their end.
    let runs = try #require(pictures.oscillations)
    let table = demo.repeated[2].models
    for (paths, model) in [(runs.memory, table[0]), (runs.twin, table[1])] {
      let ends = paths.map { Moments.variance($0.suffix(10).map { $0 }).squareRoot() }
      #expect(ends.count == 16 && ends.allSatisfy { $0.isFinite })
      #expect(zip(ends, model.outcomes).allSatisfy { abs($0 - $1.rolloutDeviation) < 1e-6 })
    }
  }

  @Test("shows free runs that move with memory and rest without where memory is needed, and better predictions")
  func oscillations() async throws {
    let demo = try await Demo(
      dataSets: 1, market: nil, experiment: Self.short(5), series: 1, seriesRows: 130)
    let needed = demo.repeated[2]
    let (memory, twin, matched) = (needed.models[0], needed.models[1], needed.models[2])
    #expect(needed.process == .oscillations && needed.dataSets == 16 && memory.outcomes.count == 16)
    #expect(memory.parameters == 131 && twin.parameters == 31 && matched.parameters == 130)
    #expect(memory.flat == 0 && twin.flat == 16 && matched.flat == 16 && twin.against?.picture == 16)
    #expect(memory.beatsPlain == 16 && twin.against?.memoryPredictsBetter == 16)
    // In theory 2.0 % of the variance cannot be predicted from all the past and 34.6 % not from the present value.
    #expect(memory.heldOutError > 0.015 && memory.heldOutError < 0.035)
    #expect(abs(needed.plainHeldOutError - 0.346) < 0.07)
    #expect(demo.text.contains("still moves in 16 of 16 with"))
  }

  @Test("ends when it is cancelled")
  func cancellation() async {
    let work = Task { try await Demo(dataSets: 64, market: nil) }
    work.cancel()
    await #expect(throws: CancellationError.self) { try await work.value }
  }

  private func recorded() throws -> SourceEnvironment {
    let root = String(#filePath.dropLast("/Tests/EngramTests/DemoTests.swift".count))
    let folders = try Study().fixtures.map { try FixtureFolder(reading: root + "/" + $0) }
    return SourceEnvironment(fetcher: CachingFetcher(fixtures: folders, now: 0))
  }
}

/// One case of Tests/Golden/demo.json: what the original's own loop computes in float64 (make_demo.py says how).
struct DemoCase: Decodable, CustomTestStringConvertible {
  struct Start: Decodable {
    var W_x: [[Double]], W_h: [[Double]], b: [Double], W_out: [[Double]], b_out: [Double]
  }
  var name: String
  var x: [[Double]]
  var start: Start
  /// After 0, 1, 10 and 50 steps.
  var losses: [Double]
  var outside: Double, unit_deviation: Double, held_out: Double
  var rollout: [[Double]]

  var testDescription: String { name }
  var model: OriginalExperiment.Model { OriginalExperiment.Model(rawValue: name) ?? .memory }

  func weights(_ original: OriginalExperiment) -> Weights<Double> {
    var weights = Weights<Double>(zerosOf: original.shape(of: model))
    weights.values =
      start.W_x.flatMap(\.self) + start.W_h.flatMap(\.self) + start.b + start.W_out.flatMap(\.self) + start.b_out
    return weights
  }

  static let all: [DemoCase] = Golden.read("demo")
}
