import Numbers
import Panels
import Recurrence
import Synchronization
import Testing
import TimeSeries

/// Columns that remember: each follows its last value but one.
func panel(rows: Int = 120, columns: Int = 2, scale: Double = 1, seed: UInt64 = 3) -> Panel {
  var stream = RandomStream(seed: seed)
  var x = Array(repeating: 0.0, count: rows * columns)
  for k in x.indices {
    let before = k >= 2 * columns ? x[k - 2 * columns] : 0
    x[k] = scale * (0.7 * before / scale + stream.gaussian())
  }
  return Panel(
    name: "test", resolution: .row, times: (0..<rows).map { Timestamp(ticks: Int64($0)) },
    columns: (0..<columns).map { "c\($0)" }, values: x, scaled: x,
    scaler: Scaler(
      kind: .none, centre: Array(repeating: 0, count: columns), scale: Array(repeating: 1, count: columns)),
    split: Split(train: rows * 6 / 10, validation: rows * 15 / 100, test: rows - rows * 6 / 10 - rows * 15 / 100),
    ledger: AlignmentRecord())
}

func options(_ change: (inout TrainingOptions) -> Void = { _ in }) -> TrainingOptions {
  var options = TrainingOptions()
  (options.networks, options.hidden, options.epochs, options.rolloutSteps) = (3, 5, 40, 20)
  change(&options)
  return options
}

func both(_ panel: Panel) -> [Ensemble] {
  [Ensemble(of: panel, memory: true), Ensemble(of: panel, memory: false)]
}

@Suite("Training")
struct TrainingTests {
  @Test("gives the same bits with any number of threads and any kernel")
  func reproducible() async throws {
    let options = options { ($0.networks, $0.epochs) = (20, 6) }
    let one = try await both(panel()).train(options, threads: 1, kernel: .swift)
    for (threads, kernel) in [(2, Kernel.fastest), (5, .baseline)] {
      let other = try await both(panel()).train(options, threads: threads, kernel: kernel)
      for (a, b) in zip(one, other) { #expect(a.networks.map(\.fingerprint) == b.networks.map(\.fingerprint)) }
    }
  }

  @Test("gives a network the same bits alone and among sixteen")
  func alone() async throws {
    let many = try await both(panel()).train(options { $0.networks = 16 })
    let alone = try await both(panel()).train(options { $0.networks = 1 })
    for (a, b) in zip(many, alone) { #expect(a.networks[0].fingerprint == b.networks[0].fingerprint) }
  }

  @Test("in windows gives the same bits with any kernel, and in one window those of no window")
  func windows() async throws {
    let data = panel()
    let windowed = try await both(data).train(options { $0.window = 16 }, kernel: .swift)
    let other = try await both(data).train(options { $0.window = 16 })
    for (a, b) in zip(windowed, other) { #expect(a.networks.map(\.fingerprint) == b.networks.map(\.fingerprint)) }
    let whole = try await both(data).train(options())
    let one = try await both(data).train(options { $0.window = data.split.train })
    for (a, b) in zip(whole, one) { #expect(a.networks.map(\.fingerprint) == b.networks.map(\.fingerprint)) }
    #expect(windowed[0].networks[0].fingerprint != whole[0].networks[0].fingerprint)
  }

  @Test("computes the run over a long panel again, with the bits of a kept run", arguments: Cell.allCases)
  func runsAgain(cell: Cell) async throws {
    let ensembles = both(panel())
    let few = ensembles.map { ensemble in
      var ensemble = ensemble
      ensemble.runsKept = 0
      return ensemble
    }
    let options = options { ($0.cell, $0.epochs) = (cell, 3) }
    for (a, b) in zip(try await ensembles.train(options), try await few.train(options)) {
      for (kept, again) in zip(a.networks, b.networks) {
        #expect(kept.keptRun != nil && again.keptRun == nil && kept.weights.values == again.weights.values)
        #expect(kept.run(over: panel()) == again.run(over: panel()) && kept.rollout == again.rollout)
        #expect(again.hasRun(over: panel().rows) && kept.hasRun(over: panel().rows) && !kept.hasRun(over: 3))
        #expect(again.runIsFinite && kept.runIsFinite)
      }
      // Sixteen side by side give what each gives by itself.
      let rows = 5..<panel().rows
      let sums = a.networks.summedPredictions(over: panel(), from: rows)
      #expect(!sums.isEmpty && sums == b.networks.summedPredictions(over: panel(), from: rows))
    }
  }

  @Test("of networks too wide to stand side by side gives the same bits with any kernel and number of threads")
  func wide() async throws {
    let options = options { ($0.networks, $0.hidden, $0.epochs) = (3, 41, 4) }
    let swift = try await both(panel()).train(options, threads: 1, kernel: .swift)
    let c = try await both(panel()).train(options, threads: 3)
    for (a, b) in zip(swift, c) { #expect(a.networks.map(\.fingerprint) == b.networks.map(\.fingerprint)) }
  }

  @Test("gives these bits, in debug and release, on every machine")
  func golden() async throws {
    let trained = try await both(panel()).train(options())
    #expect(trained.map { $0.networks.map(\.fingerprint) } == goldenFingerprints)
  }

  @Test("starts a model and its twin from the same numbers")
  func twins() {
    let stream = RandomStream(seed: 9)
    let model = Weights(initialFor: Shape(inputs: 3, hidden: 4, memory: true), from: stream)
    let twin = Weights(initialFor: Shape(inputs: 3, hidden: 4, memory: false), from: stream)
    #expect(Array(model.values[..<model.recurrentStart]) == Array(twin.values[..<twin.recurrentStart]))
    #expect(Array(model.values[model.biasStart...]) == Array(twin.values[twin.biasStart...]))
    #expect(model.values.allSatisfy { abs($0) <= 0.5 })
  }

  @Test("keeps the weights of the best validation epoch")
  func bestEpoch() async throws {
    let panel = panel()
    for trained in try await both(panel).train(options { ($0.epochs, $0.learningRate, $0.patience) = (200, 0.1, 0) }) {
      for network in trained.networks {
        #expect(network.trainLoss.count == 201)
        #expect(network.validationLoss[network.bestEpoch] == network.validationLoss.min())
        // The kept predictions have exactly that validation loss.
        let (D, predictions) = (panel.width, network.run(over: panel).predictions)
        let rows = panel.split.train - 1..<panel.split.train + panel.split.validation - 1
        var sum: Float = 0
        for k in rows.lowerBound * D..<rows.upperBound * D {
          let error = predictions[k] - Float(panel.scaled[k + D])
          sum += error * error
        }
        #expect(Double(sum) / Double(rows.count * D) == network.validationLoss[network.bestEpoch])
      }
    }
  }

  @Test("stops each network once its patience is over, with the bits that it had until then")
  func patience() async throws {
    let (data, patience) = (panel(), 9)
    let long = options { ($0.networks, $0.epochs, $0.learningRate, $0.patience) = (20, 150, 0.05, 0) }
    var short = long
    short.patience = patience
    var stops: Set<Int> = []
    for (all, some) in zip(try await both(data).train(long), try await both(data).train(short, threads: 1)) {
      for (whole, cut) in zip(all.networks, some.networks) {
        var best = 0
        let stop = whole.validationLoss.indices.first { epoch in
          if whole.validationLoss[epoch] < whole.validationLoss[best] { best = epoch }
          return epoch - best == patience || epoch == long.epochs
        }
        stops.insert(stop ?? 0)
        #expect(cut.trainLoss == Array(whole.trainLoss[...(stop ?? 0)]))
        #expect(cut.validationLoss == Array(whole.validationLoss[...(stop ?? 0)]) && cut.bestEpoch == best)
        if whole.bestEpoch == best { #expect(cut.weights.values == whole.weights.values) }
      }
    }
    #expect(stops.count > 3 && stops.min() ?? 0 < 100)
  }

  @Test("with patience gives a network the same bits alone, among sixteen and with any kernel")
  func patienceAlone() async throws {
    let options = options { ($0.networks, $0.epochs, $0.learningRate, $0.patience) = (16, 60, 0.05, 5) }
    let many = try await both(panel()).train(options, kernel: .swift)
    var one = options
    one.networks = 1
    for (a, b) in zip(many, try await both(panel()).train(one)) {
      #expect(a.networks[0].fingerprint == b.networks[0].fingerprint)
    }
  }

  @Test("learns what only a memory can learn")
  func learns() async throws {
    let trained = try await both(panel(rows: 600, columns: 1)).train(options { $0.epochs = 300 })
    let losses = trained.map { $0.networks.map { $0.validationLoss[$0.bestEpoch] }.reduce(0, +) / 3 }
    #expect(losses[0] < 0.75 * losses[1])
  }

  @Test("catches divergence network by network")
  func divergence() async throws {
    for trained in try await both(panel(scale: 1e18)).train(options { $0.learningRate = 1e18 }) {
      #expect(trained.networks.allSatisfy { $0.divergedAt != nil })
      #expect(trained.networks.allSatisfy { $0.trainLoss.allSatisfy(\.isFinite) })
    }
    let calm = try await both(panel()).train(options())
    #expect(calm.allSatisfy { $0.networks.allSatisfy { $0.divergedAt == nil } })
  }

  @Test("stops when its task is cancelled")
  func cancellation() async throws {
    let task = Task { try await both(panel()).train(options { $0.epochs = 1_000_000 }) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("says how far it is, up to the end")
  func progress() async throws {
    let seen = Mutex<[Double]>([])
    _ = try await both(panel()).train(options(), threads: 1) { share in seen.withLock { $0.append(share) } }
    let shares = seen.withLock { $0 }
    #expect(shares == shares.sorted() && shares.count == 80)
    #expect(abs((shares.last ?? 0) - 1) < 1e-9)
    let last = Mutex(0.0)
    _ = try await both(panel()).train(options { $0.patience = 1 }) { share in last.withLock { $0 = share } }
    #expect(abs(last.withLock { $0 } - 1) < 1e-9)
  }

  @Test(
    "refuses options that make no sense",
    arguments: ["hidden", "epochs", "networks", "learning rate", "rollout steps", "window", "patience"])
  func refusals(name: String) {
    let wrong = options {
      switch name {
      case "hidden": $0.hidden = 0
      case "epochs": $0.epochs = 0
      case "networks": $0.networks = 0
      case "learning rate": $0.learningRate = .nan
      case "window": $0.window = 0
      case "patience": $0.patience = -1
      default: $0.rolloutSteps = -1
      }
    }
    do {
      try wrong.check()
      Issue.record("\(name) was accepted")
    } catch {
      #expect(error.description.hasPrefix("cannot train with \(name) "))
    }
  }
}

/// FNV-1a over the bits of everything a network is.
extension TrainedNetwork {
  var fingerprint: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    let floats = weights.values + (keptRun?.states ?? []) + (keptRun?.predictions ?? []) + rollout
    for word in floats.map({ UInt64($0.bitPattern) }) + (trainLoss + validationLoss).map(\.bitPattern) {
      hash = (hash ^ word) &* 0x100_0000_01b3
    }
    return hash
  }
}

/// Recorded from the Swift kernel, one row for each model, one number for each network.
private let goldenFingerprints: [[UInt64]] = [
  [13_024_896_100_567_140_215, 11_836_458_709_290_705_870, 4_483_536_860_690_252_878],
  [13_455_047_565_933_556_879, 6_824_960_119_179_602_694, 12_716_407_136_726_360_649],
]
