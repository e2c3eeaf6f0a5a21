import Numbers
import Panels
package import Recurrence
import SeriesMemory
import TimeSeries

/// The table that a network is probed on: what it reads and what it should give, row by row, in the network's own units.
///
/// T = rows, D = inputs, O = targets.
package struct ProbeData: Sendable, Equatable {
  package let inputNames: [String]
  package let targetNames: [String]
  /// T × D and T × O, row-major: ŷ_t, which the network gives after reading row t, is held against row t of the targets.
  package let inputs: [Double]
  package let targets: [Double]
  /// The number of rows before the held-out part.
  package let heldOutFrom: Int

  package var rows: Int { inputs.count / inputNames.count }
  /// The held-out rows that are judged: at most `Rules.interventionRows`, the first ones.
  package var judged: Range<Int> { heldOutFrom..<min(rows, heldOutFrom + Rules.interventionRows) }

  /// Fewer rows before the held-out part say nothing of a state, and fewer in it nothing of an error.
  package static let fewestRows = (before: 40, heldOut: 20)

  /// - Throws: `ProbeError` where a number is not finite, or a part has too few rows.
  package init(
    inputNames: [String], targetNames: [String], inputs: [Double], targets: [Double], heldOutFrom: Int
  ) throws(ProbeError) {
    (self.inputNames, self.targetNames) = (inputNames, targetNames)
    (self.inputs, self.targets, self.heldOutFrom) = (inputs, targets, heldOutFrom)
    precondition(!inputNames.isEmpty && !targetNames.isEmpty, "a network reads and gives at least one column")
    precondition(
      inputs.count % inputNames.count == 0 && targets.count == rows * targetNames.count, "rows are whole in both")
    for (names, values) in [(inputNames, inputs), (targetNames, targets)] {
      if let bad = values.firstIndex(where: { !$0.isFinite }) {
        throw ProbeError(
          "row \(bad / names.count + 1) of column '\(names[bad % names.count])' has no finite number",
          "Fill the gap, or leave its row out where the network may do without")
      }
    }
    let parts = [("before the held-out part", heldOutFrom, Self.fewestRows.before)]
    for (part, count, needed) in parts + [("in the held-out part", rows - heldOutFrom, Self.fewestRows.heldOut)]
    where count < needed {
      throw ProbeError(
        "\(counted(max(0, count), "row")) \(part), and \(needed) are needed", "Use more rows, or another --from")
    }
  }

  func inputs(of rows: Range<Int>) -> [Double] {
    let D = inputNames.count
    return Array(inputs[rows.lowerBound * D..<rows.upperBound * D])
  }

  /// The errors of predictions of the judged rows, n × O row-major.
  func errors(of predictions: [Double]) -> ForecastErrors {
    let O = targetNames.count
    let first = judged.lowerBound * O
    return ForecastErrors(predictions.indices.map { predictions[$0] - targets[first + $0] }, width: O)
  }

  /// The mean squared error of the mean of the targets before the held-out part.
  var errorOfMean: Double {
    let O = targetNames.count
    let means = (0..<O).map { o in
      (0..<heldOutFrom).reduce(0) { $0 + targets[$1 * O + o] } / Double(heldOutFrom)
    }
    return errors(of: judged.flatMap { _ in means }).loss
  }
}

extension ProbeData {
  /// The inputs as the decoding of the past reads them: four fifths of the rows before the held-out part fit, the others
  /// choose the penalty.
  var panel: Panel {
    let (T, D) = (rows, inputNames.count)
    let train = heldOutFrom * 4 / 5
    var (centre, scale) = ([Double](), [Double]())
    for d in 0..<D {
      let column = (0..<train).map { inputs[$0 * D + d] }
      let deviation = Moments.standardDeviation(column)
      centre.append(Moments.mean(column))
      scale.append(deviation > 0 ? deviation : 1)
    }
    let scaler = Scaler(kind: .zscore, centre: centre, scale: scale)
    return Panel(
      name: "probe", resolution: .row, times: (0..<T).map { Timestamp(ticks: Int64($0)) }, columns: inputNames,
      values: inputs, scaled: scaler.apply(to: inputs), scaler: scaler,
      split: Split(train: train, validation: heldOutFrom - train, test: T - heldOutFrom), ledger: AlignmentRecord())
  }
}

/// Why a network cannot be probed on a table.
package struct ProbeError: Error, Equatable, CustomStringConvertible {
  package let description: String
  /// Whether what was asked for is wrong, and not a file.
  package let isOfOptions: Bool

  package init(_ problem: String, _ advice: String, isOfOptions: Bool = false) {
    (description, self.isOfOptions) = ("\(problem). \(advice)", isOfOptions)
  }

  /// - Parameter path: of the file of the arrays.
  package init(_ error: StateDictError, in path: String) {
    (description, isOfOptions) = ("\(path): \(error)", false)
  }
}
