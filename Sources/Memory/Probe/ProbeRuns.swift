import Numbers
import Recurrence
import SeriesMemory

/// A network on its data as it is, and again with its state changed while it runs.
///
/// Every intervention changes the state of all layers that a step starts from, h and c of an LSTM together. All predictions
/// are of the judged rows, n × O.
struct ProbeRuns: Sendable {
  let network: StackedNetwork
  let data: ProbeData
  /// Over all rows, undisturbed from the state 0.
  let untouched: StackedNetwork.Run

  init(_ network: StackedNetwork, _ data: ProbeData) throws(ProbeError) {
    (self.network, self.data) = (network, data)
    untouched = network.run(data.inputs)
    if let row = untouched.firstRowNotFinite(in: network) {
      throw ProbeError(
        "the state of the network is not finite from row \(row + 1) on",
        "Check that the columns are scaled as in its training" + (network.cell == .elman ? ", and --nonlinearity" : ""))
    }
  }

  var predictions: [Double] {
    let O = network.outputs
    return Array(untouched.predictions[data.judged.lowerBound * O..<data.judged.upperBound * O])
  }

  /// The state is 0 before every k-th row, counted from the first of all.
  func reset(every k: Int) -> [Double] {
    let judged = data.judged
    var predictions: [Double] = []
    // A run before the reset ahead of the first judged row changes none of them.
    for first in stride(from: judged.lowerBound / k * k, to: judged.upperBound, by: k) {
      let rows = first..<min(first + k, judged.upperBound)
      let early = max(0, judged.lowerBound - first)
      predictions += network.run(data.inputs(of: rows)).predictions.dropFirst(early * network.outputs)
    }
    return predictions
  }

  /// Before each row the state is that after another row of the undisturbed run; 0 where there is none.
  func replaced(byStateAfter source: (Int) -> Int?) -> [Double] {
    data.judged.flatMap { row in
      network.run(data.inputs(of: row..<row + 1), from: source(row).map { untouched.state(after: $0, in: network) })
        .predictions
    }
  }

  /// Before each row the state is the one before the row `shift` rows later; after the last row the first follows.
  func shifted(by shift: Int) -> [Double] {
    replaced { row in row == 0 ? nil : (row - 1 + shift) % data.rows }
  }

  /// Before each row the state is the one before a random other judged row: one cycle through all (Sattolo 1986).
  func swapped(_ stream: RandomStream) -> [Double] {
    var (stream, order) = (stream, Array(data.judged))
    for k in (1..<order.count).reversed() { order.swapAt(k, stream.index(below: k)) }
    let first = data.judged.lowerBound
    return replaced { order[$0 - first] - 1 }
  }

  /// For k = 0 … longest the squared error by judged row of a state that is rebuilt from 0 on the k rows before and the row
  /// itself, averaged over the targets (Khandelwal et al. 2018).
  func contexts(longest: Int, threads: Int) async throws -> [[Double]] {
    let (judged, O) = (data.judged, network.outputs)
    let starts = judged.lowerBound - longest..<judged.upperBound
    let chunks = (0..<starts.count).chunks(of: 64)
    let errors = try await parallelMap(chunks.count, threads: threads) { chunk in
      chunks[chunk].map { offset -> [Double] in
        let start = starts.lowerBound + offset
        let rows = start..<min(start + longest + 1, judged.upperBound)
        let predictions = network.run(data.inputs(of: rows)).predictions
        return rows.map { row in
          var sum = 0.0
          for o in 0..<O {
            let error = predictions[(row - start) * O + o] - data.targets[row * O + o]
            sum += error * error
          }
          return sum / Double(O)
        }
      }
    }.flatMap(\.self)
    return (0...longest).map { k in judged.map { errors[$0 - k - starts.lowerBound][k] } }
  }
}
