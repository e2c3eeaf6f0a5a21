// Figures in the sentences of the verdict, the claims and the answer.

import Numbers

/// `p = 0.012`, `p < 0.001`
func pStatement(_ p: Double) -> String { p < 0.001 ? "p < 0.001" : "p = " + fixed(p, decimals: 3) }

/// `1 row`, `4,500 rows`
func counted(_ count: Int, _ noun: String) -> String { "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")" }

extension Estimate {
  /// `0.43 [0.41, 0.45]`
  func text(decimals: Int) -> String {
    "\(fixed(mean, decimals: decimals)) [\(fixed(low, decimals: decimals)), \(fixed(high, decimals: decimals))]"
  }

  /// A share or a difference of shares: `12.3 % [10.1, 14.5]`; `exactly 0` with both ends 0.
  var shareText: String {
    if isZero { return "exactly 0" }
    return "\(percentage(mean)) [\(fixed(100 * low, decimals: 1)), \(fixed(100 * high, decimals: 1))]"
  }

  /// A skill: from twice the competitor's error on how many times it is, `30.2 times [25.1, 36.0]`.
  var skillText: String {
    mean > -1 ? shareText : "\(figure(1 - mean)) times [\(figure(1 - high)), \(figure(1 - low))]"
  }

  /// A rise of an error: from twice the error on how many times it is.
  var riseText: String {
    mean < 1 ? shareText : "\(figure(1 + mean)) times [\(figure(1 + low)), \(figure(1 + high))]"
  }
}

extension Interventions {
  /// `raises the error by 0.2 %`
  var swapEffect: String {
    let rise = swap.rise.mean
    if rise >= 1 { return "raises the error to \(figure(1 + rise)) times" }
    if percentage(rise.magnitude) == percentage(0) { return "leaves the error as it is, to 0.1 %" }
    return "\(rise > 0 ? "raises" : "lowers") the error by \(percentage(rise.magnitude))"
  }
}
