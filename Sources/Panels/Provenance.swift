import Numbers
import TimeSeries

extension AlignmentRecord.Entry {
  /// The steps from a series to its column, in order, so that they can be repeated. Steps without effect are left out,
  /// except the join and the scaler.
  func steps(
    _ options: PanelOptions, _ run: Run, to resolution: Resolution, _ table: Table, _ scaler: Scaler, _ split: Split,
    column: Int
  ) -> [String] {
    var steps: [String] = []
    if inversions > 0 { steps.append("sorted by time") }
    if duplicates > 0 {
      let policy = options.duplicates == .refuse ? "" : ", of different values the \(options.duplicates.rawValue)"
      steps.append("\(counted(duplicates, "duplicate")) left out\(policy)")
    }
    if outside > 0 {
      let ends = [options.from.map { "from \($0)" }, options.to.map { "to \($0)" }].compactMap { $0 }
      steps.append("cut \(ends.joined(separator: " ")): \(counted(outside, "value")) left out")
    }
    if thinned > 0 { steps.append("last value of each \(resolution.rawValue): \(thinned) left out") }
    steps.append(options.joinText + (dropped > 0 ? ": \(counted(dropped, "value")) left out" : ""))
    if filled > 0, options.join != .asof {
      steps.append("filled forward over at most \(counted(options.fillLimit, "row")): \(counted(filled, "row"))")
    }
    if options.resample != .none {
      steps.append(
        "\(options.aggregate.rawValue)\(options.aggregate == .last ? " row" : "") of each \(options.resample.text)")
    }
    if lag > 0 { steps.append("lag \(counted(lag, "row"))") }
    if options.change != .levels { steps.append(options.change.rawValue) }
    if let last = options.lastRows { steps.append("last \(counted(last, "row"))") }
    if scaler.kind != .none {
      let train = table.times[split.trainRows]
      let ends = [train.first, train.last].compactMap { $0?.text(resolution) }.joined(separator: " to ")
      steps.append(
        "\(scaler.kind.rawValue): (x - \(asTyped(scaler.centre[column]))) / \(asTyped(scaler.scale[column])), fitted on "
          + "\(counted(train.count, "row")), \(ends)")
    }
    return steps
  }
}

extension PanelOptions {
  fileprivate var joinText: String {
    guard join == .asof else { return "\(join.rawValue) join" }
    return "as-of join" + (asOf.map { " at \($0.text)" } ?? "") + ", at most \(tolerance?.text ?? "") old"
      + (exactMatches ? "" : ", not of the same instant")
  }
}
