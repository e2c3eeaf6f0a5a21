// Figures in the sentences of the verdict, the claims and the answer.

package import Numbers

extension Estimate {
  /// `0.20 [0.15, 0.25]`
  package func text(_ format: NumberFormat) -> String { format.text(mean, low, high) }

  /// `0.15 to 0.25`
  package func range(_ format: NumberFormat) -> String { format.range(mean, low, high) }
}

extension Interventions {
  /// `raises the error by 0.2 %`
  var swapEffect: String {
    let rise = swap.rise.mean
    if rise >= 1 { return "raises the error to \(NumberFormat.rise.text(rise))" }
    if percentage(rise.magnitude) == percentage(0) { return "leaves the error as it is, to 0.1 %" }
    return "\(rise > 0 ? "raises" : "lowers") the error by \(percentage(rise.magnitude))"
  }
}
