/// The one source of randomness: xoshiro256++ (Blackman & Vigna 2021), seeded by SplitMix64, split by label.
///
/// The same seed and labels give the same numbers on every machine and with any number of threads: a stream is a value and
/// never shared.
public struct RandomStream: Sendable {
  @usableFromInline var state: (UInt64, UInt64, UInt64, UInt64)
  private let key: UInt64
  private var spare: Double?

  /// - Parameter seed: any number; neighbouring seeds give unrelated streams.
  public init(seed: UInt64) {
    key = seed
    var mixer = SplitMix64(state: seed)
    state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  /// An independent stream for a part of the work. It depends on the seed and the labels only, not on what was drawn, so that
  /// adding a part changes no other.
  public func split(_ label: String) -> RandomStream {
    var mixer = SplitMix64(state: key ^ 0x9E37_79B9_7F4A_7C15)
    var key = mixer.next()
    for byte in label.utf8 {
      mixer.state = key ^ UInt64(byte)
      key = mixer.next()
    }
    return RandomStream(seed: key)
  }

  /// An independent stream for the part with this number.
  public func split(_ index: Int) -> RandomStream { split("#\(index)") }

  /// Sixty-four random bits. Inlinable, like `uniform`, as a bootstrap draws one for every row.
  @inlinable public mutating func bits() -> UInt64 {
    let result = rotated(state.0 &+ state.3, 23) &+ state.0
    let t = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= t
    state.3 = rotated(state.3, 45)
    return result
  }

  /// Uniform on [0, 1), a multiple of 2⁻⁵³.
  @inlinable public mutating func uniform() -> Double { Double(bits() >> 11) * 0x1p-53 }

  /// 0..<count in an order of which all are equally likely (Fisher & Yates).
  package mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in order.indices.dropFirst().reversed() { order.swapAt(last, index(below: last + 1)) }
    return order
  }

  /// Uniform on [low, high).
  public mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// Standard normal, by Marsaglia's polar method; the second number of a pair is kept for the next call.
  public mutating func gaussian() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    while true {
      let (u, v) = (uniform(-1, 1), uniform(-1, 1))
      let s = u * u + v * v
      if s >= 1 || s == 0 { continue }
      let factor = (-2 * logarithm(s) / s).squareRoot()
      spare = v * factor
      return u * factor
    }
  }

  /// A whole number in 0..<count, without bias (rejection).
  public mutating func index(below count: Int) -> Int {
    precondition(count > 0, "a random index needs a positive count")
    let range = UInt64(count)
    let limit = UInt64.max - UInt64.max % range
    while true {
      let draw = bits()
      if draw < limit { return Int(draw % range) }
    }
  }
}

/// Steele, Lea & Flood 2014: spreads a seed over many bits.
private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@inlinable func rotated(_ x: UInt64, _ count: UInt64) -> UInt64 { (x << count) | (x >> (64 - count)) }
