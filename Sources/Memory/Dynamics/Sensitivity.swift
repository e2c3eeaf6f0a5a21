// Jacobians along a driven trajectory: how much of a state, and of an input, is left in later states.
//
// J_t = ∂s_t/∂s_{t-1}; in Elman's network S_t W_h, S_t = diag(σ'(a_t)) as a function of y_t = σ(a_t). N = numbers of a
// state, D = inputs.

import Numbers
package import Recurrence

extension Weights where L == Double {
  /// ‖J_t‖₂, the largest growth of a small difference in one step, at some rows of a trajectory; zeros for the twin.
  ///
  /// By power iteration on J'J, which converges from below; each row starts from the vector of the row before.
  ///
  /// - Parameters:
  ///   - states: n × N row-major, a run from the state 0.
  ///   - inputs: n × D, which only a cell with gates needs.
  ///   - rows: of the trajectory.
  package func jacobianNorms(along states: [Double], reading inputs: [Double] = [], at rows: [Int]) -> [Double] {
    guard shape.memory else { return rows.map { _ in 0 } }
    let start = startVector(shape.stateCount)
    var v = start
    return rows.map { t in
      // Whoever cancelled the task wants no result.
      if Task.isCancelled { return 0 }
      let slopes = slopes(ofRow: t, along: states, reading: inputs)
      var norm = 0.0
      for _ in 0..<60 {
        let u = slopes.product(v)
        let length = size(u)
        // ‖Jv‖ for ‖v‖ = 1 never falls from one iteration to the next.
        let settled = length <= norm * (1 + 1e-10)
        norm = max(norm, length)
        let back = slopes.transposedProduct(u)
        let backLength = size(back)
        guard backLength > 1e-150 else {
          v = start
          break
        }
        v = back.map { $0 / backLength }
        if settled { break }
      }
      return norm
    }
  }

  /// S(k) = mean over t of ‖∂s_{t+k}/∂x_t‖_F for k = 0…steps: how strongly a state depends on the input k steps
  /// earlier (Bengio et al. 1994; Pascanu, Mikolov & Bengio 2013, eq. 5).
  ///
  ///     ∂s_{t+k}/∂x_t = J_{t+k} … J_{t+1} ∂s_t/∂x_t
  ///
  /// - Parameters:
  ///   - states: n × N row-major, a run from the state 0.
  ///   - inputs: n × D, which only a cell with gates needs.
  ///   - rows: t, each at least `steps` before the end.
  package func inputSensitivity(
    along states: [Double], reading inputs: [Double] = [], at rows: [Int], steps: Int
  ) -> [Double] {
    var sums = Array(repeating: 0.0, count: steps + 1)
    for t in rows where !Task.isCancelled {
      // The derivatives by one input each, D of them.
      let first = slopes(ofRow: t, along: states, reading: inputs)
      var columns = (0..<shape.inputs).map(first.column)
      if columns.count > shape.stateCount { columns = factor(of: columns) }
      // N × columns, row-major.
      let count = columns.count
      var left = (0..<shape.stateCount * count).map { columns[$0 % count][$0 / count] }
      for k in 0...steps {
        if k > 0 {
          guard shape.memory else { break }
          let slopes = slopes(ofRow: t + k, along: states, reading: inputs)
          left = slopes.product(left, columns: count)
        }
        var squares = 0.0
        for c in 0..<count { for n in stride(from: c, to: left.count, by: count) { squares += left[n] * left[n] } }
        sums[k] += squares.squareRoot()
        if squares == 0 { break }
      }
    }
    return sums.map { $0 / Double(rows.count) }
  }
}

/// L with L L' = A A' for the columns of A: its products have the norms of those of A.
private func factor(of columns: [[Double]]) -> [[Double]] {
  let N = columns.first?.count ?? 0
  let A = columns.flatMap { $0 }
  var gram = Array(repeating: 0.0, count: N * N)
  addProducts(A[...], N, A[...], N, lowerTriangle: true, to: &gram)
  return Cholesky(gram, order: N).columns
}

private func size(_ v: [Double]) -> Double {
  var sum = 0.0
  for value in v { sum += value * value }
  return sum.squareRoot()
}
