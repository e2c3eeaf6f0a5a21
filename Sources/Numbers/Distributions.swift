// Tails of the distributions of the tests, from our own exp and log, so that the bits are the same on every machine.
// Accurate to about 1e-11 relative (tails down to 1e-280, a million degrees of freedom).

/// ln Γ(x) for x > 0 (Lanczos 1964, with Godfrey's coefficients, g = 607/128).
public func logGamma(_ x: Double) -> Double {
  precondition(x > 0, "the gamma function is taken of positive numbers")
  let coefficients = [
    0.99999999999999709182, 57.156235665862923517, -59.597960355475491248, 14.136097974741747174,
    -0.49191381609762019978, 3.3994649984811888699e-5, 4.6523628927048575665e-5, -9.8374475304879564677e-5,
    1.5808870322491248884e-4, -2.1026444172410488319e-4, 2.1743961811521264320e-4, -1.6431810653676389022e-4,
    8.4418223983852743293e-5, -2.6190838401581408670e-5, 3.6899182659531622704e-6,
  ]
  var sum = coefficients[0]
  for k in 1..<coefficients.count { sum += coefficients[k] / (x + Double(k) - 1) }
  let t = x + 607.0 / 128 - 0.5
  // ln √(2π)
  return 0.91893853320467274178 + logarithm(sum) + (x - 0.5) * logarithm(t) - t
}

/// P(X > x) for X with a χ² distribution.
public func chiSquareTail(_ x: Double, degrees: Double) -> Double {
  precondition(degrees > 0, "χ² has positive degrees of freedom")
  return x > 0 ? upperGamma(degrees / 2, x / 2) : 1
}

/// P(X > x) for a standard normal X.
public func normalTail(_ x: Double) -> Double {
  let half = 0.5 * (x == 0 ? 1 : upperGamma(0.5, x * x / 2))
  return x >= 0 ? half : 1 - half
}

/// P(X > x) for X with Student's t distribution.
public func studentTail(_ x: Double, degrees: Double) -> Double {
  precondition(degrees > 0, "Student's t has positive degrees of freedom")
  guard x.isFinite else { return x > 0 ? 0 : 1 }
  // Both shares, as 1 minus one loses the digits of the other where x is near 0.
  let square = x * x
  let total = degrees + square
  let half = 0.5 * betaBelow(degrees / total, complement: square / total, degrees / 2, 0.5)
  return x >= 0 ? half : 1 - half
}

/// The x with P(X ≤ x) = share for X with Student's t distribution, by bisection of the tail.
public func studentQuantile(_ share: Double, degrees: Double) -> Double {
  precondition(share > 0 && share < 1, "a quantile has a share between 0 and 1")
  let tail = min(share, 1 - share)
  var (low, high) = (0.0, 1.0)
  while studentTail(high, degrees: degrees) > tail, high < 1e300 { (low, high) = (high, 2 * high) }
  for _ in 0..<80 {
    let middle = low + (high - low) / 2
    if studentTail(middle, degrees: degrees) > tail { low = middle } else { high = middle }
  }
  return share < 0.5 ? -high : high
}

/// P(X ≤ x) for X with a Beta(a, b) distribution: the regularised incomplete beta function I_x(a, b).
public func betaBelow(_ x: Double, _ a: Double, _ b: Double) -> Double {
  precondition(a > 0 && b > 0, "a beta distribution has positive parameters")
  return betaBelow(x, complement: 1 - x, a, b)
}

/// The same, given 1 - x as well, which may be more precise.
private func betaBelow(_ x: Double, complement y: Double, _ a: Double, _ b: Double) -> Double {
  if x <= 0 { return 0 }
  if y <= 0 { return 1 }
  let powers =
    a * (x > 0.5 ? logarithmOf1(plus: -y) : logarithm(x)) + b * (y > 0.5 ? logarithmOf1(plus: -x) : logarithm(y))
  let front = exponential(powers + logGammaStep(from: max(a, b), by: min(a, b)) - logGamma(min(a, b)))
  // The fraction converges fast only on this side of the mean.
  return x < (a + 1) / (a + b + 2) ? front * betaFraction(x, a, b) / a : 1 - front * betaFraction(y, b, a) / b
}

/// The interval of Clopper and Pearson (1934) for a share observed as `count` of `total`: its coverage is at least the
/// confidence.
public func clopperPearson(_ count: Int, of total: Int, confidence: Double) -> (low: Double, high: Double) {
  precondition(total > 0 && (0...total).contains(count), "a share is a part of a whole")
  let tail = (1 - confidence) / 2
  let (k, n) = (Double(count), Double(total))
  let low = count == 0 ? 0 : rootOfIncreasing(from: 0, to: 1) { betaBelow($0, k, n - k + 1) - tail }
  let high = count == total ? 1 : rootOfIncreasing(from: 0, to: 1) { betaBelow($0, k + 1, n - k) - (1 - tail) }
  return (low, high)
}

// MARK: - Logarithms near 1, and of quotients

/// ln(1 + x) to full precision near 0: the quotient corrects the rounding of 1 + x (Kahan).
private func logarithmOf1(plus x: Double) -> Double {
  let sum = 1 + x
  return sum == 1 ? x : logarithm(sum) * (x / (sum - 1))
}

/// ln Γ(a + b) - ln Γ(a); by Stirling's series where both are so large that the difference would lose its digits.
private func logGammaStep(from a: Double, by b: Double) -> Double {
  guard a > 100 else { return logGamma(a + b) - logGamma(a) }
  func rest(_ x: Double) -> Double {
    let square = 1 / (x * x)
    return (1.0 / 12 - (1.0 / 360 - square / 1260) * square) / x
  }
  return (a - 0.5) * logarithmOf1(plus: b / a) + b * logarithm(a + b) - b + rest(a + b) - rest(a)
}

// MARK: - Fractions and series

/// Q(a, x) = Γ(a, x) / Γ(a): the series below a + 1, Lentz's continued fraction above (Numerical Recipes §6.2).
private func upperGamma(_ a: Double, _ x: Double) -> Double {
  guard x.isFinite else { return x > 0 ? 0 : x }
  let front = exponential(a * logarithm(x) - x - logGamma(a))
  if x < a + 1 {
    var (term, sum, n) = (1 / a, 1 / a, a)
    for _ in 0..<10_000 {
      n += 1
      term *= x / n
      sum += term
      if term < sum * 1e-17 { break }
    }
    return max(0, 1 - front * sum)
  }
  let tiny = 1e-300
  var b = x + 1 - a
  var c = 1 / tiny
  var d = 1 / b
  var h = d
  for i in 1..<10_000 {
    let an = -Double(i) * (Double(i) - a)
    b += 2
    d = 1 / away(from: tiny, an * d + b)
    c = away(from: tiny, b + an / c)
    h *= d * c
    if (d * c - 1).magnitude < 1e-16 { break }
  }
  return front * h
}

/// Lentz's evaluation of the continued fraction of the incomplete beta function (Numerical Recipes §6.4).
private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
  let tiny = 1e-300
  var c = 1.0
  var d = 1 / away(from: tiny, 1 - (a + b) * x / (a + 1))
  var h = d
  for m in 1..<10_000 {
    let m = Double(m)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(from: tiny, 1 + even * d)
    c = away(from: tiny, 1 + even / c)
    h *= d * c
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(from: tiny, 1 + odd * d)
    c = away(from: tiny, 1 + odd / c)
    h *= d * c
    if (d * c - 1).magnitude < 1e-16 { break }
  }
  return h
}

private func away(from tiny: Double, _ x: Double) -> Double { x.magnitude < tiny ? tiny : x }

/// The zero of an increasing function, by bisection to the last bit.
private func rootOfIncreasing(from low: Double, to high: Double, _ f: (Double) -> Double) -> Double {
  var (low, high) = (low, high)
  for _ in 0..<200 {
    let middle = low + (high - low) / 2
    if middle <= low || middle >= high { break }
    if f(middle) < 0 { low = middle } else { high = middle }
  }
  return low + (high - low) / 2
}
