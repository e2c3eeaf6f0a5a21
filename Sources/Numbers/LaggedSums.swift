// Lagged sums of products, computed on demand.

/// Σ_t y_t y_{t+l} of a series, for lags l from 0 on.
///
/// Near lags are summed directly, eight at a time. Far ones are computed together by Fourier transforms: a drifting state of
/// a million rows is correlated over a hundred thousand lags, which would take 10¹¹ products.
package struct LaggedSums {
  private let y: [Double]
  /// Those computed so far, from lag 0.
  private var known: [Double]

  /// Lags that are summed directly.
  private static let near = 256

  package init(_ y: [Double]) {
    self.y = y
    known = [y.reduce(0) { $0 + $1 * $1 }]
  }

  /// - Parameter lag: below the number of rows.
  package subscript(lag: Int) -> Double {
    mutating get {
      precondition(lag < y.count, "there is no pair of rows \(lag) apart")
      while known.count <= lag { extend() }
      return known[lag]
    }
  }

  private mutating func extend() {
    let first = known.count
    if first < Self.near {
      let eight = y.laggedSums(from: first)
      known += (0..<min(8, y.count - first)).map { eight[$0] }
    } else {
      known += y.laggedSums(upTo: min(y.count, 16 * first)).dropFirst(first)
    }
  }
}

extension [Double] {
  /// Eight lags, each summed in the order of t; one alone would wait for each addition.
  fileprivate func laggedSums(from first: Int) -> SIMD8<Double> {
    var sums = SIMD8<Double>.zero
    let whole = Swift.max(0, count - first - 7)
    withUnsafeBytes { bytes in
      for t in 0..<whole {
        let offset = (t + first) * MemoryLayout<Double>.stride
        sums += bytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self) * self[t]
      }
    }
    for t in whole..<count - first {
      for k in 0..<count - first - t { sums[k] += self[t] * self[t + first + k] }
    }
    return sums
  }

  /// The lags below L, by the correlation theorem on overlapping segments (overlap-save: Oppenheim & Schafer, Discrete-Time
  /// Signal Processing, §8.7.3): a zero-padded segment against the same rows and the L after them, summed in the frequency
  /// domain.
  fileprivate func laggedSums(upTo L: Int) -> [Double] {
    var size = 1024
    while size < 4 * L && size < 2 * count { size *= 2 }
    let (transform, fresh) = (FourierTransform(length: size), size - L)
    var (re, im) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: size))
    // Whoever cancelled the task wants no result.
    for start in stride(from: 0, to: count, by: fresh) where !Task.isCancelled {
      // Two real sequences in one complex transform: x + iz.
      var (x, z) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: size))
      for t in start..<Swift.min(count, start + size) {
        z[t - start] = self[t]
        if t < start + fresh { x[t - start] = self[t] }
      }
      transform.forward(&x, &z)
      for k in 0..<size {
        let mirror = (size - k) % size
        // 2 X = Z_k + Z*_{-k}, 2 W = -i (Z_k - Z*_{-k}); the product sought is X* W.
        let (xr, xi) = (x[k] + x[mirror], z[k] - z[mirror])
        let (wr, wi) = (z[k] + z[mirror], x[mirror] - x[k])
        re[k] += xr * wr + xi * wi
        im[k] += xr * wi - xi * wr
      }
    }
    transform.inverse(&re, &im)
    return re.prefix(L).map { $0 / 4 }
  }
}
