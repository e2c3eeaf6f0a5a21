// The discrete Fourier transform of any length, from our own sine and cosine and sums in a fixed order, so that its bits
// are the same on every machine.

internal import CLanes

/// The transform of complex numbers, n of them, with the tables it needs:
///
///     X_k = Σ_t x_t e^(-2πi k t / n)        k = 0 … n - 1
///
/// Lengths with small prime factors use Stockham's mixed radix (self-sorting, decimation in frequency; Van Loan 1992, §1.7);
/// others use Bluestein's chirp (1970), a convolution of a small-factor length of at least 2n - 1. Both take O(n log n)
/// operations, with errors of some units in the last place of the largest |X_k|.
public struct FourierTransform: Sendable {
  /// n.
  public let length: Int
  private let method: Method

  private enum Method: Sendable {
    case stockham(Stockham)
    case bluestein(Bluestein)
  }

  /// The largest prime factor for which mixed radix is faster than Bluestein.
  private static let largestFactor = 31

  /// Prepares for sequences of one length.
  public init(length: Int) {
    precondition(length > 0, "a Fourier transform has at least one number")
    self.length = length
    let factors = factors(of: length)
    if factors.allSatisfy({ $0 <= FourierTransform.largestFactor }) {
      method = .stockham(Stockham(length, factors))
    } else {
      method = .bluestein(Bluestein(length))
    }
  }

  /// Replaces n numbers by their transform.
  public func forward(_ real: inout [Double], _ imaginary: inout [Double]) {
    precondition(real.count == length && imaginary.count == length, "this transform is of \(length) numbers")
    switch method {
    case .stockham(let plan): plan.transform(&real, &imaginary)
    case .bluestein(let plan): plan.transform(&real, &imaginary)
    }
  }

  /// The inverse: x_t = Σ_k X_k e^(2πi k t / n) / n.
  public func inverse(_ real: inout [Double], _ imaginary: inout [Double]) {
    // Swapping real and imaginary part before and after gives the inverse (the swap is i times the conjugate).
    forward(&imaginary, &real)
    let scale = 1 / Double(length)
    for k in 0..<length {
      real[k] *= scale
      imaginary[k] *= scale
    }
  }
}

// MARK: - Mixed radix

/// Prime factors, ascending, with fours for pairs of twos; the fours come first.
private func factors(of n: Int) -> [Int] {
  var (rest, found, p) = (n, [Int](), 2)
  while rest % 4 == 0 {
    found.append(4)
    rest /= 4
  }
  while rest > 1 {
    if rest % p == 0 {
      found.append(p)
      rest /= p
    } else {
      // Beyond its square root the rest is prime.
      p = p * p > rest ? rest : p + 1
    }
  }
  return found
}

/// cos and sin of 2π k / n, 0 ≤ k < n: the sine and cosine of an angle of at most π/4, so that symmetric angles have
/// equal numbers.
private func turn(_ k: Int, of n: Int) -> (cos: Double, sin: Double) {
  let (quadrant, rest) = (4 * k).quotientAndRemainder(dividingBy: n)
  let beyond = 2 * rest > n
  let angle = 0.5 * Double.pi * (Double(beyond ? n - rest : rest) / Double(n))
  let (c, s) = beyond ? (sine(angle), cosine(angle)) : (cosine(angle), sine(angle))
  switch quadrant {
  case 0: return (c, s)
  case 1: return (-s, c)
  case 2: return (-c, -s)
  default: return (s, -c)
  }
}

private struct Stockham: Sendable {
  let n: Int
  let factors: [Int]
  /// e^(-2πi k / n).
  let cos: [Double]
  let sin: [Double]

  init(_ n: Int, _ factors: [Int]) {
    (self.n, self.factors) = (n, factors)
    let turns = (0..<n).map { turn($0, of: n) }
    cos = turns.map(\.cos)
    sin = turns.map { -$0.sin }
  }

  func transform(_ re: inout [Double], _ im: inout [Double]) {
    var otherRe = Array(repeating: 0.0, count: n)
    var otherIm = otherRe
    // n = stride · p · m: before a stage, `stride` transforms of length p · m are side by side.
    var stride = 1
    for p in factors {
      let m = n / (stride * p)
      fastestKernels?.fourier_stage(p, m, stride, cos, sin, re, im, &otherRe, &otherIm)
      swap(&re, &otherRe)
      swap(&im, &otherIm)
      stride *= p
    }
  }
}

// MARK: - Any length

/// k t = (k² + t² - (k - t)²) / 2 turns the sum into a convolution with w_j = e^(-πi j² / n):
///
///     X_k = w_k Σ_t (x_t w_t) w̄_{k-t}
private struct Bluestein: Sendable {
  let n: Int
  let inner: Stockham
  /// w_j.
  let cos: [Double]
  let sin: [Double]
  /// The transform of the periodic w̄, of the length of `inner` and divided by it.
  let kernelRe: [Double]
  let kernelIm: [Double]

  init(_ n: Int) {
    self.n = n
    // The smallest of 2^a, 3·2^a, 5·2^a and 9·2^a with room for all of -n < k - t < n.
    let size =
      [1, 3, 5, 9].map { odd in
        var size = odd
        while size < 2 * n - 1 { size *= 2 }
        return size
      }.min() ?? 1
    inner = Stockham(size, factors(of: size))
    // j² modulo 2n by its increments, which cannot overflow.
    var square = 0
    let turns = (0..<n).map { j in
      defer { square = (square + 2 * j + 1) % (2 * n) }
      return turn(square, of: 2 * n)
    }
    cos = turns.map(\.cos)
    sin = turns.map { -$0.sin }
    var (re, im) = (Array(repeating: 0.0, count: size), Array(repeating: 0.0, count: size))
    for j in 0..<n {
      for k in j == 0 ? [0] : [j, size - j] { (re[k], im[k]) = (turns[j].cos, turns[j].sin) }
    }
    inner.transform(&re, &im)
    kernelRe = re.map { $0 / Double(size) }
    kernelIm = im.map { $0 / Double(size) }
  }

  func transform(_ re: inout [Double], _ im: inout [Double]) {
    var (a, b) = (Array(repeating: 0.0, count: inner.n), Array(repeating: 0.0, count: inner.n))
    for t in 0..<n {
      a[t] = re[t] * cos[t] - im[t] * sin[t]
      b[t] = re[t] * sin[t] + im[t] * cos[t]
    }
    inner.transform(&a, &b)
    for k in a.indices {
      (a[k], b[k]) = (a[k] * kernelRe[k] - b[k] * kernelIm[k], a[k] * kernelIm[k] + b[k] * kernelRe[k])
    }
    // The inverse, by swapping real and imaginary part.
    inner.transform(&b, &a)
    for k in 0..<n {
      re[k] = a[k] * cos[k] - b[k] * sin[k]
      im[k] = a[k] * sin[k] + b[k] * cos[k]
    }
  }
}
