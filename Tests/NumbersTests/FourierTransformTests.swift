import Numbers
import TestSupport
import Testing

/// One case of Tests/Golden/fourier.json: what numpy computed (make_fourier.py).
private struct FourierGolden: Decodable, CustomTestStringConvertible {
  var real: [Double], imaginary: [Double], transformReal: [Double], transformImaginary: [Double]
  var testDescription: String { "\(real.count) numbers" }

  static let all: [FourierGolden] = Golden.read("fourier")
}

private func random(_ n: Int) -> (real: [Double], imaginary: [Double]) {
  var stream = RandomStream(seed: UInt64(n))
  return ((0..<n).map { _ in stream.gaussian() }, (0..<n).map { _ in stream.gaussian() })
}

/// The largest difference in units of the largest number.
private func difference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  let largest = b.map(\.magnitude).max() ?? 0
  return zip(a, b).map { ($0 - $1).magnitude / max(largest, 1e-300) }.max() ?? 0
}

@Suite("The Fourier transform")
struct FourierTransformTests {
  @Test("is numpy's", arguments: FourierGolden.all)
  fileprivate func oracle(golden: FourierGolden) {
    var (re, im) = (golden.real, golden.imaginary)
    FourierTransform(length: re.count).forward(&re, &im)
    #expect(difference(re + im, golden.transformReal + golden.transformImaginary) < 1e-14)
  }

  @Test("is the sum that defines it, at every length up to 130")
  func direct() {
    for n in 1...130 {
      let x = random(n)
      var (re, im) = x
      FourierTransform(length: n).forward(&re, &im)
      var (sumRe, sumIm) = (Array(repeating: 0.0, count: n), Array(repeating: 0.0, count: n))
      for k in 0..<n {
        for t in 0..<n {
          let angle = -2 * Double.pi * Double(k * t % n) / Double(n)
          sumRe[k] += x.real[t] * cosine(angle) - x.imaginary[t] * sine(angle)
          sumIm[k] += x.real[t] * sine(angle) + x.imaginary[t] * cosine(angle)
        }
      }
      #expect(difference(re + im, sumRe + sumIm) < 1e-13, "length \(n)")
    }
  }

  // A prime, a prime beyond a power of two, a power of five, a length of small factors and one large.
  @Test("finds the way back, and keeps the sum of squares", arguments: [1, 2, 997, 1031, 3125, 4096, 4984])
  func back(n: Int) {
    let x = random(n)
    var (re, im) = x
    let transform = FourierTransform(length: n)
    transform.forward(&re, &im)
    let energy = zip(re, im).reduce(0) { $0 + $1.0 * $1.0 + $1.1 * $1.1 } / Double(n)
    let expected = zip(x.real, x.imaginary).reduce(0) { $0 + $1.0 * $1.0 + $1.1 * $1.1 }
    #expect((energy / expected - 1).magnitude < 1e-12)
    transform.inverse(&re, &im)
    #expect(difference(re + im, x.real + x.imaginary) < 1e-13)
  }

  @Test("of a wave is one line, where the wave's number is", arguments: [(24, 5), (37, 36), (100, 50), (101, 0)])
  func wave(n: Int, k: Int) {
    let angles = (0..<n).map { 2 * Double.pi * Double(k * $0 % n) / Double(n) }
    var (re, im) = (angles.map(cosine), angles.map(sine))
    FourierTransform(length: n).forward(&re, &im)
    for j in 0..<n {
      #expect((re[j] - (j == k ? Double(n) : 0)).magnitude < 1e-12 && im[j].magnitude < 1e-12)
    }
  }

  @Test("gives these bits on every machine")
  func bits() {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for n in [60, 67] {
      var (re, im) = random(n)
      FourierTransform(length: n).forward(&re, &im)
      for value in re + im { hash = (hash ^ value.bitPattern) &* 0x100_0000_01b3 }
    }
    #expect(hash == 1_250_660_656_989_237_093)
  }
}
