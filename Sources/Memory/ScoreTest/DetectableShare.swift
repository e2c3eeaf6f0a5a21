import Numbers

/// How strong memory must be for the score test to find it: the share of what a memory-less model leaves unexplained that
/// the past would have to explain, found with the power asked for.
///
/// By the asymptotic distribution of LM, χ² with `degrees` degrees of freedom and noncentrality n s for a share s, for
/// memory that shows in one block of features alone; the smallest of `blocks` p-values is what is compared, so each
/// stands at level / blocks.
package func detectableShare(rows n: Int, degrees: Int, blocks: Int, level: Double, power: Double = Rules.power)
  -> Double
{
  precondition(n > 0 && degrees > 0 && blocks > 0, "a test has rows and features")
  let critical = root(in: 0...1e4) { level / Double(blocks) - chiSquareTail($0, degrees: Double(degrees)) }
  let noncentrality = root(in: 0...1e4) { noncentralTail(critical, Double(degrees), $0) - power }
  return min(1, noncentrality / Double(n))
}

/// P(X > x) for noncentral χ²: a mixture of central ones with Poisson weights (Johnson, Kotz & Balakrishnan 1995, §29.2).
private func noncentralTail(_ x: Double, _ degrees: Double, _ noncentrality: Double) -> Double {
  let half = noncentrality / 2
  if half == 0 { return chiSquareTail(x, degrees: degrees) }
  var sum = 0.0
  let reach = Int(half + 12 * half.squareRoot()) + 40
  for j in 0...reach {
    let weight = exponential(Double(j) * logarithm(half) - half - logGamma(Double(j) + 1))
    sum += weight * chiSquareTail(x, degrees: degrees + 2 * Double(j))
  }
  return min(1, sum)
}

/// Where an increasing function crosses zero.
private func root(in range: ClosedRange<Double>, _ f: (Double) -> Double) -> Double {
  var (low, high) = (range.lowerBound, range.upperBound)
  for _ in 0..<80 {
    let middle = (low + high) / 2
    if f(middle) < 0 { low = middle } else { high = middle }
  }
  return (low + high) / 2
}
