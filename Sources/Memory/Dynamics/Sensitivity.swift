// Jacobians along a driven trajectory: how much of a state, and of an input, is left in later states.
//
// J_t = ∂y_t/∂y_{t-1} = S_t W_h, S_t = diag(σ'(a_t)) written through the value y_t = σ(a_t); H units, D inputs.

import Numbers
package import Recurrence

extension Weights where L == Double {
  /// ‖J_t‖₂, the largest growth of a small difference in one step, at some rows of a trajectory; zeros for the twin.
  ///
  /// By power iteration on J'J, which comes close from below; the vector of one row is the start of the next.
  ///
  /// - Parameters:
  ///   - states: n × H row-major.
  ///   - rows: of the trajectory.
  package func jacobianNorms(along states: [Double], at rows: [Int]) -> [Double] {
    let H = shape.hidden
    guard shape.memory else { return rows.map { _ in 0 } }
    let start = startVector(H)
    var v = start
    return rows.map { t in
      let slopes = (0..<H).map { shape.activation.slope(atValue: states[t * H + $0]) }
      var norm = 0.0
      for _ in 0..<60 {
        let u = zip(recurrentProduct(v), slopes).map { $0 * $1 }
        let length = size(u)
        // ‖Jv‖ for ‖v‖ = 1 never falls from one iteration to the next.
        let settled = length <= norm * (1 + 1e-10)
        norm = max(norm, length)
        let back = transposedRecurrentProduct(zip(u, slopes).map { $0 * $1 })
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

  /// S(k) = mean over t of ‖∂y_{t+k}/∂x_t‖_F for k = 0…steps: how strongly a state answers to the input k steps before
  /// it (Bengio et al. 1994; Pascanu, Mikolov & Bengio 2013, eq. 5).
  ///
  ///     ∂y_{t+k}/∂x_t = J_{t+k} … J_{t+1} S_t W_x
  ///
  /// - Parameters:
  ///   - states: n × H row-major.
  ///   - rows: t, each at least `steps` before the end.
  package func inputSensitivity(along states: [Double], at rows: [Int], steps: Int) -> [Double] {
    let (D, H) = (shape.inputs, shape.hidden)
    var sums = Array(repeating: 0.0, count: steps + 1)
    for t in rows {
      // The derivatives by one input each, D of them.
      var columns = (0..<D).map { d in
        (0..<H).map { i in shape.activation.slope(atValue: states[t * H + i]) * values[inputStart + i * D + d] }
      }
      for k in 0...steps {
        if k > 0 {
          guard shape.memory else { break }
          for d in 0..<D {
            columns[d] = recurrentProduct(columns[d])
            for i in 0..<H { columns[d][i] *= shape.activation.slope(atValue: states[(t + k) * H + i]) }
          }
        }
        var squares = 0.0
        for column in columns { for value in column { squares += value * value } }
        sums[k] += squares.squareRoot()
        if squares == 0 { break }
      }
    }
    return sums.map { $0 / Double(rows.count) }
  }

  /// W_h v
  private func recurrentProduct(_ v: [Double]) -> [Double] {
    let (H, start) = (shape.hidden, recurrentStart)
    var product = Array(repeating: 0.0, count: H)
    values.withUnsafeBufferPointer { W in
      v.withUnsafeBufferPointer { v in
        for i in 0..<H {
          var sum = 0.0
          for j in 0..<H { sum += W[start + i * H + j] * v[j] }
          product[i] = sum
        }
      }
    }
    return product
  }

  /// W_h' v
  private func transposedRecurrentProduct(_ v: [Double]) -> [Double] {
    let (H, start) = (shape.hidden, recurrentStart)
    var product = Array(repeating: 0.0, count: H)
    for i in 0..<H { for j in 0..<H { product[j] += values[start + i * H + j] * v[i] } }
    return product
  }
}

private func size(_ v: [Double]) -> Double {
  var sum = 0.0
  for value in v { sum += value * value }
  return sum.squareRoot()
}
