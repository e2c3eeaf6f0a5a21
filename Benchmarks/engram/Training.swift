import Engram
import Numbers
import Recurrence

/// T rows, D columns, H hidden units, of a cell, run by a kernel.
struct Size {
  let (rows, columns, hidden): (Int, Int, Int)
  let cell: Cell
  let kernel: Kernel

  /// As it is written: `500,5,16`, and after it perhaps a cell and a kernel, `500,5,16,gru,level3`.
  init(_ text: String) {
    let words = text.split(separator: ",").map(String.init)
    let parts = words.prefix(3).compactMap { Int($0) }
    guard parts.count == 3, words.count <= 5, let cell = words.count > 3 ? Cell(rawValue: words[3]) : .elman,
      let kernel = words.count > 4 ? Kernel(rawValue: words[4]) : .fastest, kernel.isSupported
    else { fatalError("a size is T,D,H, then perhaps a cell and a kernel of this processor, not \(text)") }
    (rows, columns, hidden) = (parts[0], parts[1], parts[2])
    (self.cell, self.kernel) = (cell, kernel)
  }

  /// An epoch is forward, loss, back-propagation through the whole run, and a step of Adam: of sixteen networks side by
  /// side, and of one by itself. A study takes the layout that is the faster at its size.
  func timeEpochs(runs: Int) {
    var stream = RandomStream(seed: 1)
    let inputs = (0..<rows * columns).map { _ in Float(stream.gaussian()) }
    let shape = Shape(inputs: columns, hidden: hidden, memory: true, cell: cell)
    let networks = (0..<16).map { Weights<Float>(initialFor: shape, from: stream.split($0)) }
    let sideBySide = Engine(
      Weights(sideBySide: networks), inputs: inputs.map { Lanes16(repeating: $0) }, kernel: kernel)
    timeEpochs(of: sideBySide, networks: 16, runs: runs) { $0[0] }
    timeEpochs(of: Engine(networks[0], inputs: inputs, kernel: kernel), networks: 1, runs: runs) { $0 }
  }

  private func timeEpochs<L: Lane>(of engine: Engine<L>, networks: Int, runs: Int, first: (L) -> Float) {
    var engine = engine
    var loss: Float = 0
    /// Seconds of one of several epochs.
    func seconds(_ epochs: Int) -> Double {
      let time = ContinuousClock().measure {
        for _ in 0..<epochs {
          loss += first(engine.forward(0..<rows - 1, errorsOver: [0..<rows - 1]).errors[0])
          engine.stepDown(0..<rows - 1)
        }
      }
      return time / .seconds(1) / Double(epochs)
    }
    // A short epoch is repeated: a processor that has just begun is slow, and so is memory that nobody has touched yet.
    _ = seconds(1)
    let once = seconds(1)
    _ = seconds(max(1, Int(0.2 / once)))
    let times = (0..<runs).map { _ in 1e3 * seconds(max(1, Int(0.05 / once))) }
    guard loss.isFinite else { fatalError("the training of \(self) diverged") }
    printLine(networks: networks, threads: 1, epochs: 1, times: times)
  }

  /// A training as a study has it: from the first weights to predictions and free runs, on random numbers.
  func timeEnsemble(networks: Int, threads: Int, runs: Int) async throws {
    var stream = RandomStream(seed: 1)
    let series = (0..<columns).map { column in
      Series(
        name: "x\(column)", resolution: .row, times: (0..<rows).map { Timestamp(ticks: Int64($0)) },
        values: (0..<rows).map { _ in stream.gaussian() }, origin: Origin(request: "gaussian", adapter: "benchmark"))
    }
    let panel = try Panel(aligning: series, named: "random numbers")
    var options = TrainingOptions()
    (options.networks, options.hidden, options.cell, options.epochs) = (networks, hidden, cell, 200)
    let times = try await milliseconds(runs: runs) {
      _ = try await [Ensemble(of: panel, kind: .memory)].train(options, threads: threads, kernel: kernel)
    }
    printLine(networks: networks, threads: threads, epochs: options.epochs, times: times)
  }

  private func printLine(networks: Int, threads: Int, epochs: Int, times: [Double]) {
    printJSON([
      "impl": "\"engram\"", "cell": "\"\(cell)\"", "T": "\(rows)", "D": "\(columns)", "H": "\(hidden)",
      "networks": "\(networks)", "threads": "\(threads)", "epochs": "\(epochs)", "kernel": "\"\(kernel)\"",
      "ms": "\(times)",
    ])
  }
}
