import DataSources
import Engram
import Memory
import Numbers
import Panels
import Recurrence
import SeriesMemory

/// The time of each rung of the memory ladder beside that of the two plain trainings, the memory model's and its twin's:
/// the default study on one thread, each part the best of three.
func timeRungs() async throws {
  let study = Study()
  let options = study.training
  let seed = options.seed
  let recorded = try study.fixtures.map { try FixtureFolder(reading: $0) }
  let panel = try await study.readPanel(in: SourceEnvironment(fetcher: CachingFetcher(fixtures: recorded, now: 0)))
  var parts = Parts()

  let plain = try await parts.time("the two plain trainings") {
    try await [Ensemble(of: panel, kind: .memory), Ensemble(of: panel, kind: .twin)].train(options, threads: 1)
  }
  let (memory, twin) = (plain[0], plain[1])
  _ = try await parts.time("there: score test of every column") {
    try await MemoryTest(of: panel, stream: RandomStream(seed: seed).split("there"))
  }
  _ = await parts.time("stored: decodability of trained, untrained and twin") {
    MemoryCapacity(of: memory, twin: twin, on: panel, seed: seed)
  }
  _ = try await parts.time("used: reset, zero, swap, freeze") {
    try await Interventions(of: memory, on: panel, seed: seed)
  }
  let models = try await parts.time("useful: placebo, anchored, longer and nested trainings") {
    try await [panel].train(options, threads: 1) { _ in }[0]
  }
  // Includes the two plain trainings, which are subtracted.
  parts.times[parts.times.count - 1].seconds -= parts.times[0].seconds
  _ = try await parts.time("useful: baselines, tests, bootstrap") {
    try await ForecastGain(memory: memory, twin: twin, rivals: models.rivals, there: nil, on: panel, seed: seed)
  }
  _ = try await parts.time("dynamics: Jacobians, gradients, unit kinds of both") {
    for model in [memory, twin] { _ = (try await Dynamics(of: model, on: panel), UnitKinds(of: model, on: panel)) }
  }
  for kind in SurrogateKind.allCases {
    _ = try await parts.time("surrogates: \(study.surrogates), \(kind.rawValue)", runs: 1) {
      try await SurrogateFindings(of: panel, options, kind: kind, count: study.surrogates, seed: seed, threads: 1) {
        _ in
      }
    }
  }

  let texts = parts.times.map { "{\"part\": \"\($0.part)\", \"seconds\": \(fixed($0.seconds, decimals: 3))}" }
  printJSON(["rows": "\(panel.rows)", "columns": "\(panel.width)", "parts": "[\(texts.joined(separator: ", "))]"])
}

/// Seconds by part, in the order they were taken.
private struct Parts {
  var times: [(part: String, seconds: Double)] = []

  /// Keeps the best time of `runs`, and returns the last result.
  mutating func time<Result>(_ part: String, runs: Int = 3, _ body: () async throws -> Result) async rethrows -> Result
  {
    var best = Double.infinity
    var result: Result
    var run = 0
    repeat {
      let start = ContinuousClock.now
      result = try await body()
      best = min(best, start.duration(to: .now) / .seconds(1))
      run += 1
    } while run < runs
    times.append((part, best))
    return result
  }
}
