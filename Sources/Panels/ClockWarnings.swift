import Numbers
import TimeSeries

extension ClockDifference {
  /// Pairs that the sentence names.
  private static let named = 4

  var sentences: String {
    var text = "\(late.text) \(late.columns.count == 1 ? "is" : "are") observed \(usual) \(early.text). \(exceptions)"
    text += "News in between reaches the latter a row later. Predicting that is not memory. In the training part "
    if leads.isEmpty { return text + "no such correlation exceeds the noise (\(fixed(noise, decimals: 3)))." }
    let pairs = leads.prefix(ClockDifference.named).map {
      "'\($0.late)' with '\($0.early)' \(fixed($0.next, decimals: 3)) (same row \(fixed($0.same, decimals: 3)))"
    }
    let more = leads.count > ClockDifference.named ? " and \(leads.count - ClockDifference.named) more" : ""
    text += "these changes correlate with the next row beyond the noise (\(fixed(noise, decimals: 3))): "
    text += pairs.joined(separator: ", ") + more + "."
    guard early.lag == 0, late.lag == 0 else { return text }
    let lags = late.columns.map { "\($0)=1" }.joined(separator: ",")
    return text + " Rerun with `--lag \(lags)`: memory should be found with and without it."
  }

  /// `7 h 45 min after`
  private var usual: String { distances.first.map { ClockDifference.span($0.minutes) } ?? "with" }

  /// `In 132 of 4,984 rows (first at 2007-03-12) it is 6 h 45 min after. `
  private var exceptions: String {
    let others = distances.dropFirst()
    guard let least = others.map(\.minutes).min(), let most = others.map(\.minutes).max() else { return "" }
    let all = counted(distances.reduce(0) { $0 + $1.rows }, "row")
    if others.count > 2 {
      return "In \(grouped(others.reduce(0) { $0 + $1.rows })) of \(all) the distance is from "
        + "\(ClockDifference.span(least)) to \(ClockDifference.span(most)). "
    }
    return others.map {
      "In \(grouped($0.rows)) of \(all) (first at \($0.first)) it is \(ClockDifference.span($0.minutes)). "
    }.joined()
  }

  private static func span(_ minutes: Int) -> String {
    if minutes == 0 { return "together with" }
    let (hours, rest) = Int(minutes.magnitude).quotientAndRemainder(dividingBy: 60)
    let parts = [hours > 0 ? "\(hours) h" : nil, rest > 0 ? "\(rest) min" : nil].compactMap { $0 }
    return parts.joined(separator: " ") + (minutes < 0 ? " before" : " after")
  }
}

extension ClockDifference.Group {
  /// `'sp500', 'dow' (16:00 America/New_York)`
  fileprivate var text: String { "\(quoted(columns)) (\(observed.text)" + (lag > 0 ? ", lag \(lag)" : "") + ")" }
}
