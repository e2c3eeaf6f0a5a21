package import Numbers

/// Surrogates with the values and, as nearly as both can be had, the periodogram of the data: the iterative
/// amplitude-adjusted Fourier transform (Schreiber & Schmitz 1996), for several columns as Schreiber & Schmitz (2000)
/// do it. With X the transform of the data and S that of the surrogate so far, in turn:
///
///     S_kd ← X_kd u_k      u_k = v_k / |v_k|      v_k = Σ_d (S_kd / |S_kd|) (X_kd / |X_kd|)*
///     the values of column d, by their ranks, ← the values of the data
///
/// All columns are rotated by the same u_k, which keeps the phases *between* columns and so the cross-correlations of the
/// data (Prichard & Theiler 1994); for one column it is the rule of 1996, |X_k| with the surrogate's phase. The first u_k
/// are random phases. The last step is that of the values, which are exactly the data's; it stops when no rank changes, or
/// after `iterations`.
package struct PhaseSurrogates: Sendable {
  private let rows: Int
  private let columns: Int
  private let transform: FourierTransform
  /// Each column's values, ascending.
  private let values: [[Double]]
  /// Columns that have phases.
  private let varying: [Int]
  /// The transforms of the data, two columns at a time: one real, one imaginary.
  private let pairs: [Spectrum]

  /// The most iterations. On 4984 rows of five Gaussian columns the |X_k| of a surrogate then differ from those of the data
  /// by 0.4 % (root mean square, relative); by 1.2 % after 10 iterations, 0.3 % after 1000. Heavy tails restrict the
  /// periodogram: on the exponential of columns with a standard deviation of about 1.3 it stays at 20 to 30 %.
  package static let iterations = 50

  private struct Spectrum: Sendable {
    var re: [Double]
    var im: [Double]
  }

  /// - Parameter x: n × D row-major, finite.
  package init(_ x: [Double], columns D: Int) {
    rows = x.count / D
    columns = D
    transform = FourierTransform(length: rows)
    let series = (0..<D).map { d in stride(from: d, to: x.count, by: D).map { x[$0] } }
    let values = series.map { $0.sorted() }
    self.values = values
    pairs = PhaseSurrogates.transformed(series, transform)
    varying = values.indices.filter { values[$0].first != values[$0].last }
  }

  /// n × D row-major.
  package func series(_ stream: RandomStream, iterations: Int = PhaseSurrogates.iterations) -> [Double] {
    var series = valuesByRank(of: back(turned(by: randomTurns(stream))))
    // Whoever cancelled the task wants no result.
    for _ in 0..<iterations where !Task.isCancelled {
      let spectrum = PhaseSurrogates.transformed(series, transform)
      let next = valuesByRank(of: back(turned(by: turns(of: spectrum))))
      if next == series { break }
      series = next
    }
    var path = Array(repeating: 0.0, count: rows * columns)
    for d in 0..<columns { for t in 0..<rows { path[t * columns + d] = series[d][t] } }
    return path
  }

  // MARK: - Frequencies

  private static func transformed(_ series: [[Double]], _ transform: FourierTransform) -> [Spectrum] {
    stride(from: 0, to: series.count, by: 2).map { d in
      var pair = Spectrum(
        re: series[d], im: d + 1 < series.count ? series[d + 1] : Array(repeating: 0, count: transform.length))
      transform.forward(&pair.re, &pair.im)
      return pair
    }
  }

  /// The columns of spectra.
  private func back(_ spectra: [Spectrum]) -> [[Double]] {
    let parts = spectra.flatMap { spectrum in
      var pair = spectrum
      transform.inverse(&pair.re, &pair.im)
      return [pair.re, pair.im]
    }
    return Array(parts.prefix(columns))
  }

  /// The data rotated by u_k for k = 0 … n/2, and by the conjugate in the other half, so that the series stay real.
  ///
  /// A pair Z = A + iB is rotated as its columns are: Z_k u_k.
  private func turned(by turns: Spectrum) -> [Spectrum] {
    pairs.map { data in
      var spectrum = data
      for k in turns.re.indices {
        let (c, s) = (turns.re[k], turns.im[k])
        spectrum.re[k] = data.re[k] * c - data.im[k] * s
        spectrum.im[k] = data.re[k] * s + data.im[k] * c
        let mirror = (rows - k) % rows
        if mirror != k {
          spectrum.re[mirror] = data.re[mirror] * c + data.im[mirror] * s
          spectrum.im[mirror] = data.im[mirror] * c - data.re[mirror] * s
        }
      }
      return spectrum
    }
  }

  private func randomTurns(_ stream: RandomStream) -> Spectrum {
    var stream = stream
    var turns = Spectrum(re: [], im: [])
    for k in 0...rows / 2 {
      let angle = stream.uniform(0, 2 * Double.pi)
      // The mean is kept, and a frequency that is its own mirror is real.
      let own = k == 0 || 2 * k == rows
      turns.re.append(own ? (k == 0 || angle < Double.pi ? 1 : -1) : cosine(angle))
      turns.im.append(own ? 0 : sine(angle))
    }
    return turns
  }

  /// u_k from the transform of a surrogate; 1 where the sum over the columns is 0.
  private func turns(of spectra: [Spectrum]) -> Spectrum {
    var turns = Spectrum(re: [], im: [])
    turns.re.reserveCapacity(rows / 2 + 1)
    turns.im.reserveCapacity(rows / 2 + 1)
    for k in 0...rows / 2 {
      let mirror = (rows - k) % rows
      var (re, im) = (0.0, 0.0)
      for d in varying {
        let (mine, data) = (spectra[d / 2], pairs[d / 2])
        // A = (Z_k + Z*_{n-k}) / 2, B = (Z_k - Z*_{n-k}) / 2i; the halves do not matter to a direction.
        if d % 2 == 0 {
          add(
            (mine.re[k] + mine.re[mirror], mine.im[k] - mine.im[mirror]),
            (data.re[k] + data.re[mirror], data.im[k] - data.im[mirror]), &re, &im)
        } else {
          add(
            (mine.im[k] + mine.im[mirror], mine.re[mirror] - mine.re[k]),
            (data.im[k] + data.im[mirror], data.re[mirror] - data.re[k]), &re, &im)
        }
      }
      let size = (re * re + im * im).squareRoot()
      turns.re.append(size > 0 ? re / size : 1)
      turns.im.append(size > 0 ? im / size : 0)
    }
    return turns
  }

  // MARK: - Values

  /// The data's values in the rank order of some columns.
  private func valuesByRank(of series: [[Double]]) -> [[Double]] {
    zip(series, values).map { column, values in
      var result = column
      for (rank, place) in ascendingOrder(of: column).enumerated() { result[place] = values[rank] }
      return result
    }
  }
}

/// Adds the direction of s x*.
private func add(_ s: (re: Double, im: Double), _ x: (re: Double, im: Double), _ re: inout Double, _ im: inout Double) {
  let (a, b) = (s.re * x.re + s.im * x.im, s.im * x.re - s.re * x.im)
  let size = (a * a + b * b).squareRoot()
  guard size > 0 else { return }
  re += a / size
  im += b / size
}
