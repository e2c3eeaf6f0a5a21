import DataSources
import Memory
import Numbers
import Panels
import Recurrence
import SeriesMemory
import TimeSeries

extension Demo {
  /// Trains all networks and runs all tests.
  ///
  /// - Parameters:
  ///   - dataSets: of each process; at least 1.
  ///   - seed: where all randomness starts.
  ///   - market: nil leaves the market out.
  ///   - experiment: by default the original.
  ///   - oscillating: the same on series that need memory.
  ///   - series: longer series of noise that are tested by engram, at least 1; the calibration has more. They have one
  ///     column, because the test takes far longer on five.
  ///   - seriesRows: their length.
  ///   - threads: how many to use; the result is the same with any number.
  ///   - progress: called from any thread with the share of the work that is done.
  /// - Throws: `CancellationError` when the task is cancelled.
  package init(
    dataSets: Int = 200, seed: UInt64 = 1, market: MarketWindow?, experiment: OriginalExperiment = OriginalExperiment(),
    oscillating: OriginalExperiment = .onOscillations, series: Int = 50, seriesRows: Int = 1_000,
    threads: Int = Processors.usable,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws {
    precondition(dataSets > 0 && series > 0, "a demonstration needs data")
    let plan = DemoPlan(
      dataSets: dataSets, seed: seed, experiment: experiment, oscillating: oscillating, market: market)
    let outcomes = try await plan.trained(threads: threads) { progress($0 * DemoPlan.trainingShare) }
    repeated = Process.allCases.map { process in
      func all(_ model: OriginalExperiment.Model) -> [OriginalExperiment.Outcome] {
        outcomes.flatMap { $0.job.model == model && $0.job.data?.process == process ? $0.outcomes : [] }
      }
      let experiment = plan.experiment(on: process)
      let plain = (0..<plan.sets(of: process)).map { plan.plainHeldOutError(process, $0) }
      return Repeated(
        process: process, dataSets: plain.count, heldOutRows: experiment.rows,
        models: OriginalExperiment.Model.allCases.map { model in
          Compared(
            model, parameters: Weights<Float>(zerosOf: experiment.shape(of: model)).values.count, all(model),
            against: model == .memory ? nil : all(.memory), plain: plain)
        }, plainHeldOutError: Moments.quantile(0.5, of: plain))
    }
    let noise = repeated[0].models
    once = [SingleRun(data: "noise", memory: noise[0].outcomes[0], twin: noise[1].outcomes[0])]
    let onMarket = outcomes.filter { $0.job.data == nil }.flatMap(\.outcomes)
    if let market, onMarket.count == 2 {
      once.append(
        SingleRun(data: "market", first: market.first, last: market.last, memory: onMarket[0], twin: onMarket[1]))
    }
    tests = [
      try await plan.tested(dataSets, rows: experiment.rows, columns: experiment.columns, threads: threads),
      try await plan.tested(series, rows: seriesRows, columns: 1, threads: threads) {
        progress(DemoPlan.trainingShare + $0 * (1 - DemoPlan.trainingShare))
      },
    ]
    (version, self.seed, self.experiment, self.oscillating) = (engramVersion, seed, experiment, oscillating)
  }
}

/// The work, and the data, each set from a random stream of its own.
struct DemoPlan: Sendable {
  var dataSets: Int
  var experiment: OriginalExperiment
  var oscillating: OriginalExperiment
  var market: MarketWindow?
  private let stream: RandomStream

  /// Roughly its share of the time.
  static let trainingShare = 0.6

  init(
    dataSets: Int, seed: UInt64, experiment: OriginalExperiment, oscillating: OriginalExperiment, market: MarketWindow?
  ) {
    (self.dataSets, self.experiment, self.oscillating, self.market) = (dataSets, experiment, oscillating, market)
    stream = RandomStream(seed: seed).split("demo")
  }

  func experiment(on process: Demo.Process) -> OriginalExperiment {
    process == .oscillations ? oscillating : experiment
  }

  /// What happens in every one of sixteen needs no more of them.
  func sets(of process: Demo.Process) -> Int { process == .oscillations ? 16 : dataSets }

  /// Independent standard normal numbers, row-major.
  private func gaussian(_ label: String, _ k: Int, count: Int) -> [Double] {
    var stream = stream.split(label).split(k)
    return (0..<count).map { _ in stream.gaussian() }
  }

  /// The training rows and as many held-out rows, row-major.
  func data(_ process: Demo.Process, _ k: Int) -> [Double] {
    let experiment = experiment(on: process)
    let (T, D) = (experiment.rows, experiment.columns)
    if process == .oscillations {
      var seeds = stream.split(process.rawValue).split(k)
      var settings = RandomProcess.ar2.settings
      (settings["phi1"], settings["phi2"]) = (1.5937635, -0.970225)
      let columns = RandomProcess.ar2.sample(rows: 2 * T, columns: D, at: settings, seed: seeds.bits())
      var x = (0..<2 * T).flatMap { t in columns.map { $0[t] } }
      x.standardise(columns: D, by: T)
      return x
    }
    var x = gaussian(process.rawValue, k, count: 2 * T * D)
    if process == .walks {
      for cell in D..<x.count { x[cell] += x[cell - D] }
      x.standardise(columns: D, by: T)
    }
    return x
  }

  /// Mean squared error of the best prediction without memory on the held-out rows.
  func plainHeldOutError(_ process: Demo.Process, _ k: Int) -> Double {
    let (x, experiment) = (data(process, k), experiment(on: process))
    let (T, D) = (experiment.rows, experiment.columns)
    var sum = 0.0
    for d in 0..<D {
      let column = (0..<2 * T).map { x[$0 * D + d] }
      let predict = prediction(process, from: Array(column[..<T]))
      for t in T..<2 * T {
        let error = column[t] - predict(column[t - 1])
        sum += error * error
      }
    }
    return sum / Double(T * D)
  }

  /// The best prediction of a value from the one before, with what can be learned from the training rows of a column.
  private func prediction(_ process: Demo.Process, from known: [Double]) -> (Double) -> Double {
    let mean = Moments.mean(known)
    switch process {
    case .noise: return { _ in mean }
    case .walks: return { $0 }
    case .oscillations:
      var (products, squares) = (0.0, 0.0)
      for (before, next) in zip(known, known.dropFirst()) {
        products += (before - mean) * (next - mean)
        squares += (before - mean) * (before - mean)
      }
      return { mean + products / squares * ($0 - mean) }
    }
  }

  // MARK: - Training

  /// The initial weights for one data set of one process, or for the market if `data` is nil.
  func start(of model: OriginalExperiment.Model, on data: (process: Demo.Process, set: Int)?) -> Weights<Float> {
    let experiment = data.map { self.experiment(on: $0.process) } ?? experiment
    let streams = stream.split("weights").split(model.rawValue)
    let mine = data.map { streams.split($0.process.rawValue).split($0.set) } ?? streams.split("market")
    return experiment.initialWeights(of: model, from: mine)
  }

  /// One model on up to sixteen data sets of one process, or on the market if `data` is nil.
  struct Job: Sendable {
    var model: OriginalExperiment.Model
    var data: (process: Demo.Process, sets: Swift.Range<Int>)?
  }

  private func experiment(of job: Job) -> OriginalExperiment {
    job.data.map { experiment(on: $0.process) } ?? experiment
  }

  func trained(
    threads: Int, progress: @escaping @Sendable (Double) -> Void
  ) async throws -> [(job: Job, outcomes: [OriginalExperiment.Outcome])] {
    let onMarket: [OriginalExperiment.Model] = market == nil ? [] : [.memory, .twin]
    let jobs =
      Demo.Process.allCases.flatMap { process in
        OriginalExperiment.Model.allCases.flatMap { model in
          (0..<sets(of: process)).chunks(of: 16).map { Job(model: model, data: (process, $0)) }
        }
      } + onMarket.map { Job(model: $0, data: nil) }
    let steps = jobs.map { experiment(of: $0).epochs }.reduce(0, +)
    let epochs = WorkProgress(of: Double(steps), report: progress)
    let outcomes = try await parallelMap(jobs.count, threads: threads) { index in
      let job = jobs[index]
      let (starts, data) =
        if let (process, sets) = job.data {
          (sets.map { start(of: job.model, on: (process, $0)) }, sets.map { self.data(process, $0) })
        } else {
          ([start(of: job.model, on: nil)], [market?.values].compactMap(\.self))
        }
      return try experiment(of: job).outcomes(of: starts, on: data) {
        try Task.checkCancellation()
        epochs.add()
      }
    }
    return zip(jobs, outcomes).map { ($0, $1) }
  }

  // MARK: - Testing

  /// The verdict of engram on noise by rung 0; without memory there no further rung is tested.
  func tested(
    _ series: Int, rows: Int, columns: Int, threads: Int, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> Demo.Tested {
    let done = WorkProgress(of: Double(series), report: progress)
    let (depth, tests) = (TestDepth.calibration, stream.split("test, \(rows) rows"))
    let draws = SharedDraws(depth, stream: tests)
    let found = try await parallelMap(series, threads: threads) { k in
      defer { done.add() }
      let panel = Panel(noise: gaussian("tested, \(rows) rows", k, count: rows * columns), columns: columns)
      return try await MemoryTest(of: panel, stream: tests.split(k), depth: depth, sharing: draws)
    }
    let testable = found.count { $0 != nil }
    let alarms = found.count { $0?.rejects ?? false }
    let interval = testable > 0 ? clopperPearson(alarms, of: testable, confidence: Rules.confidence) : nil
    return Demo.Tested(
      rows: rows, columns: columns, series: series, fewestRows: MemoryTest.fewestRows(columns: columns),
      level: Rules.scoreLevel,
      notTestable: series - testable, memory: alarms,
      falseAlarms: interval.map { Demo.Range(low: $0.low, high: $0.high) })
  }
}

extension Panel {
  /// Numbers as they are, neither joined nor scaled.
  fileprivate init(noise values: [Double], columns D: Int) {
    let rows = values.count / D
    let (train, validation) = (rows * 60 / 100, rows * 15 / 100)
    self.init(
      name: "noise", resolution: .row, times: (0..<rows).map { Timestamp(ticks: Int64($0)) },
      columns: (1...D).map { "x\($0)" }, values: values, scaled: values,
      scaler: Scaler(kind: .none, centre: Array(repeating: 0, count: D), scale: Array(repeating: 1, count: D)),
      split: Split(train: train, validation: validation, test: rows - train - validation), ledger: AlignmentRecord())
  }
}
