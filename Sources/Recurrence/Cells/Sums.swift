// The three products of training, on pointers. Every sum has a fixed order, from left to right.
//
// Loops compute two sums at a time: one alone would wait for each of its additions.

import Numbers

/// a += W v; W is rows × columns.
@inline(__always)
func addProduct<L: Lane>(
  _ W: UnsafePointer<L>, rows: Int, columns: Int, times v: UnsafePointer<L>, to a: UnsafeMutablePointer<L>
) {
  addProduct(W, sums: rows, apart: columns, terms: columns, apart: 1, times: v, to: a)
}

/// a += Wᵀ v; W is rows × columns, its rows are added in their order.
@inline(__always)
func addTransposedProduct<L: Lane>(
  _ W: UnsafePointer<L>, rows: Int, columns: Int, times v: UnsafePointer<L>, to a: UnsafeMutablePointer<L>
) {
  addProduct(W, sums: columns, apart: 1, terms: rows, apart: columns, times: v, to: a)
}

/// a_s += Σ_t W[s, t] v_t; the weights are `sumStride` and `termStride` apart.
@inline(__always)
private func addProduct<L: Lane>(
  _ W: UnsafePointer<L>, sums: Int, apart sumStride: Int, terms: Int, apart termStride: Int,
  times v: UnsafePointer<L>, to a: UnsafeMutablePointer<L>
) {
  var k = 0
  while k + 1 < sums {
    let (one, other) = (W + k * sumStride, W + (k + 1) * sumStride)
    var (s, u) = (a[k], a[k + 1])
    for t in 0..<terms {
      let x = v[t]
      s += one[t * termStride] * x
      u += other[t * termStride] * x
    }
    a[k] = s
    a[k + 1] = u
    k += 2
  }
  if k < sums {
    var s = a[k]
    for t in 0..<terms { s += W[k * sumStride + t * termStride] * v[t] }
    a[k] = s
  }
}

/// W += Σ_t left_t right_tᵀ over `steps` steps, the last first. In left (rows) and right (columns) the steps of one number
/// are adjacent, `stride` of them per number.
@inline(__always)
func addOuterProducts<L: Lane>(
  _ left: UnsafePointer<L>, _ right: UnsafePointer<L>, rows: Int, columns: Int, steps: Int, stride: Int,
  to W: UnsafeMutablePointer<L>
) {
  for r in 0..<rows {
    let one = left + r * stride
    var c = 0
    while c + 1 < columns {
      let (this, next) = (right + c * stride, right + (c + 1) * stride)
      var (s, u) = (W[r * columns + c], W[r * columns + c + 1])
      var t = steps - 1
      while t >= 0 {
        let e = one[t]
        s += e * this[t]
        u += e * next[t]
        t -= 1
      }
      W[r * columns + c] = s
      W[r * columns + c + 1] = u
      c += 2
    }
    if c < columns {
      var s = W[r * columns + c]
      for t in (0..<steps).reversed() { s += one[t] * right[c * stride + t] }
      W[r * columns + c] = s
    }
  }
}
