// The three products of training, over numbers where they lie in memory. Every sum has a fixed order, from left to right.
//
// Loops keep two sums at a time, for a processor can only begin the next addition to a sum when the last is done.

import Numbers

/// a += W v; W is rows × columns.
@inline(__always)
func addProduct<L: Lane>(
  _ W: UnsafePointer<L>, rows: Int, columns: Int, times v: UnsafePointer<L>, to a: UnsafeMutablePointer<L>
) {
  var r = 0
  while r + 1 < rows {
    let (one, other) = (W + r * columns, W + (r + 1) * columns)
    var (s, t) = (a[r], a[r + 1])
    for c in 0..<columns {
      let x = v[c]
      s += one[c] * x
      t += other[c] * x
    }
    a[r] = s
    a[r + 1] = t
    r += 2
  }
  if r < rows {
    var s = a[r]
    for c in 0..<columns { s += W[r * columns + c] * v[c] }
    a[r] = s
  }
}

/// a += Wᵀ v; W is rows × columns, its rows are added in their order.
@inline(__always)
func addTransposedProduct<L: Lane>(
  _ W: UnsafePointer<L>, rows: Int, columns: Int, times v: UnsafePointer<L>, to a: UnsafeMutablePointer<L>
) {
  var c = 0
  while c + 1 < columns {
    var (s, t) = (a[c], a[c + 1])
    for r in 0..<rows {
      let x = v[r]
      s += W[r * columns + c] * x
      t += W[r * columns + c + 1] * x
    }
    a[c] = s
    a[c + 1] = t
    c += 2
  }
  if c < columns {
    var s = a[c]
    for r in 0..<rows { s += W[r * columns + c] * v[r] }
    a[c] = s
  }
}

/// W += Σ_t left_t right_tᵀ over `steps` steps, the last first. Left (rows) and right (columns) lie in memory number by
/// number, each with its own run of `stride` steps.
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
