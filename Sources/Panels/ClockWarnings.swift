import Numbers
import TimeSeries

extension ClocksApart {
  /// Pairs that the sentence names.
  private static let named = 4

  var sentence: String {
    var text =
      "\(late.inWords) and \(early.inWords) are not of one instant: the former \(distance). What happens in between "
    text += "reaches the latter a row later, and foretelling it is not memory. "
    if foretold.isEmpty {
      return text
        + "In the training part no change of the former correlates with the next row's change of the latter by "
        + "more than \(fixed(noise, decimals: 3)), the noise."
    }
    let pairs = foretold.prefix(ClocksApart.named).map {
      "'\($0.late)' with '\($0.early)' \(fixed($0.next, decimals: 3)) (in the same row \(fixed($0.same, decimals: 3)))"
    }
    let more = foretold.count > ClocksApart.named ? " and \(foretold.count - ClocksApart.named) more" : ""
    text +=
      "In the training part these changes correlate with the next row's beyond the noise (\(fixed(noise, decimals: 3))): "
    text += pairs.joined(separator: ", ") + more + "."
    return early.lag == 0 && late.lag == 0 ? text + " " + remedy : text
  }

  private var remedy: String {
    "--lag " + late.columns.map { "\($0)=1" }.joined(separator: ",")
      + " puts the former beside the next row's latter, and what was foretold into one row; a finding about memory should "
      + "hold with it and without."
  }

  /// `is 7 h 45 min later, but 6 h 45 min later in 132 (first at 2007-03-12) of 4984 rows`.
  private var distance: String {
    let rows = apart.reduce(0) { $0 + $1.rows }
    guard let usual = apart.first else { return "" }
    let start = "is \(ClocksApart.span(usual.minutes))"
    let others = apart.dropFirst()
    guard let least = others.map(\.minutes).min(), let most = others.map(\.minutes).max() else { return start }
    if others.count > 2 {
      return
        "\(start), but from \(ClocksApart.span(least)) to \(ClocksApart.span(most)) in \(grouped(rows - usual.rows)) of "
        + counted(rows, "row")
    }
    let each = others.map { "\(ClocksApart.span($0.minutes)) in \(grouped($0.rows)) (first at \($0.first))" }
    return "\(start), but " + each.joined(separator: " and ") + " of \(counted(rows, "row"))"
  }

  private static func span(_ minutes: Int) -> String {
    if minutes == 0 { return "at the same instant" }
    let (hours, rest) = Int(minutes.magnitude).quotientAndRemainder(dividingBy: 60)
    let parts = [hours > 0 ? "\(hours) h" : nil, rest > 0 ? "\(rest) min" : nil].compactMap { $0 }
    return parts.joined(separator: " ") + (minutes < 0 ? " earlier" : " later")
  }
}

extension ClocksApart.Group {
  /// `'sp500', 'dow' (16:00 America/New_York)`.
  fileprivate var inWords: String {
    columns.map { "'\($0)'" }.joined(separator: ", ") + " (\(observed.text)" + (lag > 0 ? ", lag \(lag)" : "") + ")"
  }
}
