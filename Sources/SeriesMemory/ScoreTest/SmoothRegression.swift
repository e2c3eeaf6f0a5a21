import Numbers

/// A smooth memory-less regression: a line, and kernel ridge regression on what the line leaves.
///
///     m(x) = a + b'x + Σ_k w_k exp(-½ Σ_d s_d² (u_d - u_kd)²)
///
/// u are the normal scores of x, u_k those of the landmarks (Nyström's approximation; Williams & Seeger 2001), spread evenly
/// over time. Each column has a scale s_d of its own, so that one that does not matter can drop out. The line is fitted to
/// all rows: a level that wanders is never extrapolated. The kernel part is fitted out of fold, in interleaved blocks of
/// rows. Nothing is random and nothing depends on the order, sign or unit of the columns.
struct SmoothRegression: Sendable {
  /// Landmarks at first, and where the kernel explains more than half of what the line leaves.
  private static let landmarks = (few: 80, many: 240)
  /// Widths that are tried for all columns together, in units of √D.
  private static let widths = [0.4, 1.0, 2.5]
  /// Factors that are tried for the scale of each column; 0 drops it.
  private static let factors = [0, 0.4, 2.5]
  private static let largestScale = 16.0
  private static let penalties = [1e-7, 1e-5, 1e-3, 1e-2, 1e-1]
  /// A smaller gain of the error out of fold is noise.
  private static let gain = 0.01

  private let line: Line
  private let folds: RidgeFolds
  /// Of the rows outside each fold.
  private let factors: [Cholesky]
  /// What was chosen for the kernel part.
  let kernel: MemoryTest.Kernel

  /// - Parameters:
  ///   - line: with the terms of the drift.
  ///   - y: what it leaves of the target, n × 1; scales and penalty are those with the least error on it.
  init(_ present: PresentRows, line: Line, afterLine y: Matrix) {
    let (n, scores) = (present.scores.rows, present.scores)
    self.line = line
    let plain = y.sumOfSquares
    let search = Search(scores: scores, target: y, searched: present.related(to: y.values))
    var count = max(4, min(Self.landmarks.few, n / 8))
    var best = search.best(landmarks: count)
    if best.loss < plain / 2, n / 4 > count {
      count = min(Self.landmarks.many, n / 4)
      best = search.refined(best, landmarks: count)
    }
    // Where the line is better alone, the widest kernel with the largest penalty still serves the features.
    if best.loss > plain { best = Choice(scales: search.widest, penalty: Self.penalties.last ?? 1, loss: plain) }
    kernel = MemoryTest.Kernel(scales: best.scales, penalty: best.penalty, landmarks: count)
    folds = RidgeFolds(Self.kernels(scores, best.scales, landmarks: count))
    factors = folds.factors(penalty: best.penalty * Double(n))
  }

  /// What is left of n × q targets.
  func residuals(of targets: Matrix) -> Matrix { kernelResiduals(of: afterLine(targets)) }

  /// What the line leaves of n × q targets.
  func afterLine(_ targets: Matrix) -> Matrix { line.residuals(of: targets) }

  /// What the kernel part leaves of what the line left.
  func kernelResiduals(of left: Matrix) -> Matrix { folds.residuals(left, factors) }

  /// K U⁻¹ for the kernel K between rows and landmarks and U'U among the landmarks: n × m.
  private static func kernels(_ scores: Matrix, _ scales: [Double], landmarks m: Int) -> Matrix {
    let (n, D) = (scores.rows, scores.columns)
    let marks = (0..<m).map { $0 * n / m + n / (2 * m) }
    var u = scores.values
    for t in 0..<n { for d in 0..<D { u[t * D + d] *= scales[d] } }
    var kernel = Matrix(
      rows: n, columns: m, values: gaussianKernel(u, marks.flatMap { u[$0 * D..<($0 + 1) * D] }, columns: D))
    let among = marks.flatMap { kernel[$0..<$0 + 1] }
    Cholesky(among, order: m, tolerance: 1e-11, by: .product).divide(&kernel.values)
    return kernel
  }

  // MARK: - Scales and penalty

  private struct Choice {
    var scales: [Double]
    var penalty: Double
    /// Out of fold.
    var loss: Double
  }

  /// Coordinate descent on the error out of fold.
  private struct Search {
    let scores: Matrix
    let target: Matrix
    /// Columns whose scales are looked for, so that the cost rises with the square of the columns and not with their cube.
    let searched: [Int]

    var widest: [Double] { Array(repeating: scale(width: SmoothRegression.widths.last ?? 1), count: scores.columns) }

    private func scale(width: Double) -> Double { 1 / (width * Double(scores.columns).squareRoot()) }

    func tried(_ scales: [Double], landmarks: Int) -> Choice {
      // Whoever cancelled the task wants no result.
      if Task.isCancelled { return Choice(scales: scales, penalty: 1, loss: .infinity) }
      let folds = RidgeFolds(SmoothRegression.kernels(scores, scales, landmarks: landmarks))
      let cross = folds.cross(target)
      var best = Choice(scales: scales, penalty: 1, loss: .infinity)
      for penalty in SmoothRegression.penalties {
        let factors = folds.factors(penalty: penalty * Double(scores.rows))
        let loss = folds.residuals(target, factors, cross).sumOfSquares
        if loss < best.loss { best = Choice(scales: scales, penalty: penalty, loss: loss) }
      }
      return best
    }

    func best(landmarks: Int) -> Choice {
      let D = scores.columns
      var best = Choice(scales: widest, penalty: 1, loss: .infinity)
      for width in SmoothRegression.widths {
        let next = tried(Array(repeating: scale(width: width), count: D), landmarks: landmarks)
        if next.loss < best.loss { best = next }
      }
      // A second round gains little where there are many columns.
      for _ in 0..<(D > 2 ? 1 : 2) {
        let before = best.loss
        for d in searched {
          for factor in SmoothRegression.factors where D > 1 || factor > 0 {
            var scales = best.scales
            scales[d] *= factor
            guard scales[d] <= SmoothRegression.largestScale, scales != best.scales else { continue }
            let next = tried(scales, landmarks: landmarks)
            if next.loss < (1 - SmoothRegression.gain) * best.loss { best = next }
          }
        }
        if best.loss > (1 - 2 * SmoothRegression.gain) * before { break }
      }
      return best
    }

    /// More landmarks, and kernels of half the width where they are better.
    func refined(_ choice: Choice, landmarks: Int) -> Choice {
      let same = tried(choice.scales, landmarks: landmarks)
      let narrow = tried(choice.scales.map { min(SmoothRegression.largestScale, 2 * $0) }, landmarks: landmarks)
      return narrow.loss < (1 - SmoothRegression.gain) * same.loss ? narrow : same
    }
  }
}
