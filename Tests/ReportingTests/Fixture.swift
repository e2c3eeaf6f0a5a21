import Memory
import Numbers
import Recurrence
import Reporting
import TimeSeries

// For `Panel`'s memberwise initialiser.
import Panels

/// Reports made by hand: random walks, networks whose states and rollouts are drawn, findings that fit them roughly.
/// Nothing is trained: what is tested is the drawing.
struct Fixture {
  var rows = 400
  var columns = ["sp500", "nasdaq", "djia", "eurusd", "usdjpy"]
  var hidden = 16
  var networks = 4
  var epochs = 60
  var steps = 200
  var name = "market"
  var resolution = Resolution.day
  var activation = Activation.tanh
  /// All networks of the twin diverge.
  var twinDiverges = false
  var hasControl = true
  /// The findings have a ladder that comes to this on the data, and to "no memory found" on the control.
  var ladder: Verdict.OnData?

  struct Study: Encodable {
    var sources: [String]
    var options = PanelOptions()
    var margin = 0.01
    var nothing: String?
    var unknown = Double.nan
  }

  var report: Report<Study> {
    var options = TrainingOptions()
    (options.networks, options.hidden, options.epochs, options.activation) = (networks, hidden, epochs, activation)
    return Report(
      version: "0.1.0", study: Study(sources: columns), training: options,
      answer: [
        "No memory was found in market: the recurrent model predicts the held-out part no better than its twin.",
        "Its hidden state stays active, but so does the twin's, and so do both on random numbers.",
        "The last value alone (persistence) beats both models by a factor of 30.",
      ],
      data: dataset(name, walk: true, seed: 1),
      control: hasControl ? dataset("random", walk: false, seed: 2) : nil)
  }

  func dataset(_ name: String, walk: Bool, seed: UInt64) -> Dataset {
    var random = RandomStream(seed: seed)
    let panel = panel(name, walk: walk, &random)
    let memory = trained(panel, memory: true, diverged: 1, random.split("memory"))
    let twin = trained(panel, memory: false, diverged: twinDiverges ? networks : 0, random.split("twin"))
    let rungs = ladder.map { Ladder.handMade(walk ? $0 : .none, columns: columns, surrogates: walk ? 79 : 0) }
    let findings = Findings(
      memory: modelFindings(true, random.split("a")), twin: modelFindings(false, random.split("b")),
      baselines: Baselines(mean: 1.83, persistence: 0.0133, linear: 0.0134, strongMemoryless: 0.61),
      heldOutOutsideTrainingRange: walk ? 0.59 : 0.004, claims: claims,
      ladder: rungs, verdict: rungs.map { Verdict(of: $0, collapse: 0.02, rows: rows, columns: columns.count) })
    return Dataset(
      panel: panel, memory: memory, twin: twin,
      references: ReferencePredictors(on: panel, seed: TrainingOptions().seed),
      findings: findings)
  }

  // MARK: - Parts

  private func panel(_ name: String, walk: Bool, _ random: inout RandomStream) -> Panel {
    let width = columns.count
    var values = [Double](repeating: 0, count: rows * width)
    for row in 0..<rows {
      for column in 0..<width {
        let before = walk && row > 0 ? values[(row - 1) * width + column] : 0
        values[row * width + column] = before + random.gaussian() * (walk ? 0.04 : 1)
      }
    }
    let start = Timestamp(year: 1999, month: 1, day: 4)?.ticks ?? 0
    let length: Int64 = resolution == .row ? 1 : resolution == .instant ? 3_600_000 : Timestamp.millisecondsPerDay
    let times = (0..<rows).map { Timestamp(ticks: (resolution == .row ? 0 : start) + Int64($0) * length) }
    let train = rows * 60 / 100
    let validation = rows * 15 / 100
    let entries = columns.map { column in
      AlignmentRecord.Entry(
        column: column, origin: "csv:fixtures/market/\(column).csv?value=Close", rowsRead: rows + 36, missing: 4,
        duplicates: 1, inversions: 0, reversed: column == "nasdaq", dropped: 31, filled: 0,
        first: times.first?.text(resolution) ?? "", last: times.last?.text(resolution) ?? "")
    }
    return Panel(
      name: name, resolution: walk ? resolution : .row,
      times: walk ? times : (0..<rows).map { Timestamp(ticks: Int64($0)) }, columns: columns, values: values,
      scaled: values,
      scaler: Scaler(kind: .zscore, centre: columns.map { _ in 0 }, scale: columns.map { _ in 1 }),
      split: Split(train: train, validation: validation, test: rows - train - validation),
      ledger: walk
        ? AlignmentRecord(
          entries: entries, longestGap: "7 days from 2001-09-10",
          warnings: ["59 % of the held-out values lie outside the range of the training part."])
        : AlignmentRecord())
  }

  private func trained(_ panel: Panel, memory: Bool, diverged: Int, _ stream: RandomStream) -> Trained {
    let shape = Shape(inputs: panel.width, hidden: hidden, memory: memory, activation: activation)
    let networks = (0..<networks).map { number -> TrainedNetwork in
      var random = stream.split(number)
      let isDiverged = number < diverged
      // States follow the data with a gain of their own; predictions are the data with noise.
      var states: [Float] = []
      var predictions: [Float] = []
      let gains = (0..<hidden).map { _ in random.gaussian() * 2 }
      for row in 0..<panel.rows where !isDiverged {
        for unit in 0..<hidden {
          let driven = gains[unit] * panel.scaled[row * panel.width + unit % panel.width] + 0.1 * random.gaussian()
          states.append(Float(activation(driven)))
        }
        for column in 0..<panel.width {
          predictions.append(Float(panel.scaled[row * panel.width + column] + 0.05 * random.gaussian()))
        }
      }
      var rollout: [Float] = []
      let last = panel.split.testRows.lowerBound - 1
      var point = (0..<panel.width).map { last >= 0 ? panel.scaled[last * panel.width + $0] : 0 }
      for _ in 0..<(isDiverged ? 0 : steps) {
        point = point.map { memory ? $0 * 0.99 + 0.05 * random.gaussian() : $0 * 0.93 + 0.02 * random.uniform() }
        rollout += point.map { Float($0) }
      }
      return TrainedNetwork(
        weights: Weights(zerosOf: shape), trainLoss: [], validationLoss: [], bestEpoch: epochs - 1,
        divergedAt: isDiverged ? 3 : nil, keptRun: NetworkRun(states: states, predictions: predictions),
        rollout: rollout)
    }
    return Trained(shape: shape, networks: networks)
  }

  private func modelFindings(_ memory: Bool, _ stream: RandomStream) -> ModelFindings {
    let isGone = twinDiverges && !memory
    func estimate(_ mean: Double, _ spread: Double = 0.1) -> Estimate {
      isGone
        ? Estimate(mean: .nan, low: .nan, high: .nan)
        : Estimate(mean: mean, low: mean * (1 - spread), high: mean * (1 + spread))
    }
    let decay = (0..<epochs).map { 1.1 / (1 + Double($0) * (memory ? 0.4 : 0.3)) + 0.015 }
    var random = stream
    let units = (0..<hidden).map { _ in random.uniform() }
    return ModelFindings(
      networks: isGone ? 0 : memory ? networks - 1 : networks, diverged: isGone ? networks : memory ? 1 : 0,
      trainLoss: estimate(0.0147), validationLoss: estimate(0.021), testLoss: estimate(2.27, 0.2),
      ensembleTestLoss: isGone ? .nan : 2.1, bestEpoch: estimate(Double(epochs) * 0.9),
      trainLossHistory: decay.map { estimate($0, 0.2) }, validationLossHistory: decay.map { estimate($0 * 1.3) },
      states: StateFindings(
        saturation: activation == .relu ? nil : estimate(memory ? 0.21 : 0.04), activity: estimate(0.43),
        deadUnits: estimate(0.2), autocorrelation: (0...50).map { estimate(1 / (1 + Double($0) * 0.05)) },
        integratedTime: estimate(31.4), effectiveDimension: estimate(memory ? 2.6 : 2.5),
        spectralRadius: memory ? estimate(0.91) : nil, rolloutSpectralRadius: estimate(0.97),
        lyapunov: memory ? Estimate(mean: -0.23, low: -0.31, high: -0.12) : nil, collapse: estimate(0.02),
        saturationByUnit: isGone ? [] : units.map { $0 * $0 }, activityByUnit: isGone ? [] : units.map { $0 * 0.8 }),
      rollout: RolloutFindings(
        regimes: regimes(
          memory ? ["dynamic": networks - 1] : isGone ? [:] : ["fixed point": networks - 1, "cycle": 1]),
        regime: memory ? .dynamic : .fixedPoint, settledAt: memory ? nil : estimate(21), varianceRatio: estimate(0.38),
        errorByHorizon: (1...steps).map { estimate(0.02 * Double($0)) }))
  }

  private func regimes(_ some: [String: Int]) -> [String: Int] {
    some.merging(Regime.allCases.map { ($0.rawValue, 0) }) { count, _ in count }
  }

  private var claims: [Claim] {
    [
      Claim(
        id: "random-alike", claim: "On random data both models behave alike.",
        figure: "held-out error 1.008 with memory, 1.006 without", value: 0.002,
        interval: Estimate(mean: 0.002, low: -0.011, high: 0.014), verdict: .supported,
        rule: "supported when the interval of the relative difference holds 0 and lies within ±5 %"),
      Claim(
        id: "twin-collapses", claim: "Without memory the hidden state collapses, saturates and loses its dynamics.",
        figure: "dead units: memory 0.2 of 16, twin 0.2 of 16", value: 0, interval: nil, verdict: .contradicted,
        rule: "supported when the twin's collapse exceeds the memory model's in 90 % of the networks"),
    ]
  }
}
