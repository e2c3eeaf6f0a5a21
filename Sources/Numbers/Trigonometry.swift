internal import CLanes

/// sin(x), x in radians, from additions and multiplications alone, so that its bits are the same on every
/// machine; within one unit in the last place for |x| ≤ 1.6e6.
///
/// Larger arguments give NaN, as infinity and NaN do. sin(-x) is -sin(x) to the bit, except that the sine of 0 is always +0.
public func sine(_ x: Double) -> Double {
  guard let angle = Reduced(x) else { return .nan }
  switch angle.quadrant {
  case 0: return angle.sine
  case 1: return angle.cosine
  case 2: return -angle.sine
  default: return -angle.cosine
  }
}

/// cos(x), x in radians; accuracy and range as for `sine`.
public func cosine(_ x: Double) -> Double {
  guard let angle = Reduced(x) else { return .nan }
  switch angle.quadrant {
  case 0: return angle.cosine
  case 1: return -angle.sine
  case 2: return -angle.cosine
  default: return angle.sine
  }
}

/// The cosine of each number, with the same bits, in its place.
package func takeCosines(of x: inout [Double]) { fastestKernels?.cosines(x.count, &x) }

/// x = n π/2 + r + tail with |r| ≤ π/4 and |tail| below half a unit in the last place of r (Cody & Waite 1980).
private struct Reduced {
  /// n modulo 4.
  var quadrant: Int
  var r: Double
  var tail: Double

  init?(_ x: Double) {
    // n has at most 20 bits and each piece of π/2 but the last 33, so n times a piece is exact.
    guard x.magnitude <= 1.6e6 else { return nil }
    let n = (x * 0.6366197723675814).rounded(.toNearestOrEven)
    quadrant = Int(n) & 3
    let first = x - n * 0x1.921f_b544p0  // exact, the two being within a factor of two of each other
    let second = difference(first, n * 0x1.0b46_11a6p-34)
    let third = difference(second.value, n * 0x1.3198_a2ep-69)
    let rest = (third.error + second.error) - n * 8.478427660368899e-32
    r = third.value + rest
    tail = (third.value - r) + rest
  }

  /// sin(r + tail): the minimax polynomial of degree 13 of Sun's fdlibm (k_sin.c, 1993).
  var sine: Double {
    let s = r * r
    let cubed = s * r
    let higher =
      8.33333333332248946124e-03 + s
      * (-1.98412698298579493134e-04 + s
        * (2.75573137070700676789e-06 + s
          * (-2.50507602534068634195e-08 + s * 1.58969099521155010221e-10)))
    return r - ((s * (0.5 * tail - cubed * higher) - tail) - cubed * -1.66666666666666324348e-01)
  }

  /// cos(r + tail): the minimax polynomial of degree 14 of Sun's fdlibm (k_cos.c, 1993).
  var cosine: Double {
    let s = r * r
    let higher =
      s
      * (4.16666666666666019037e-02 + s
        * (-1.38888888888741095749e-03 + s
          * (2.48015872894767294178e-05 + s
            * (-2.75573143513906633035e-07 + s
              * (2.08757232129817482790e-09 + s * -1.13596475577881948265e-11)))))
    let half = 0.5 * s
    let head = 1 - half
    return head + (((1 - head) - half) + (s * higher - r * tail))
  }
}

/// a - b as the nearest number and what the rounding lost, exactly (Knuth's TwoSum).
private func difference(_ a: Double, _ b: Double) -> (value: Double, error: Double) {
  let value = a - b
  let part = value - a
  return (value, (a - (value - part)) - (b + part))
}
