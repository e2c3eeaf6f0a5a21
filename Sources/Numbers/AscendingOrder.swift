/// The indices of numbers in ascending order, stable: a radix sort of their bits, a few times as fast as a comparison sort.
package func ascendingOrder(of x: [Double]) -> [Int] {
  // Keys that ascend with the number: the sign bit flipped, and all bits of a negative number.
  var keys = x.map { value in
    let bits = value.bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }
  var order = Array(x.indices)
  var (otherKeys, otherOrder) = (keys, order)
  // The table of counts should not be longer than the numbers.
  let width = x.count < 1024 ? 8 : 11
  let mask = UInt64(1 << width - 1)
  var starts = Array(repeating: 0, count: 1 << width + 1)
  for shift in stride(from: 0, to: 64, by: width) {
    starts.withUnsafeMutableBufferPointer { starts in
      keys.withUnsafeBufferPointer { keys in
        for k in starts.indices { starts[k] = 0 }
        for key in keys { starts[Int(key >> UInt64(shift) & mask) + 1] += 1 }
      }
    }
    // Equal in these bits: nothing to sort.
    if starts.contains(x.count) { continue }
    starts.withUnsafeMutableBufferPointer { starts in
      for digit in 0..<starts.count - 1 { starts[digit + 1] += starts[digit] }
      keys.withUnsafeBufferPointer { keys in
        order.withUnsafeBufferPointer { order in
          otherKeys.withUnsafeMutableBufferPointer { otherKeys in
            otherOrder.withUnsafeMutableBufferPointer { otherOrder in
              for k in keys.indices {
                let digit = Int(keys[k] >> UInt64(shift) & mask)
                otherKeys[starts[digit]] = keys[k]
                otherOrder[starts[digit]] = order[k]
                starts[digit] += 1
              }
            }
          }
        }
      }
    }
    swap(&keys, &otherKeys)
    swap(&order, &otherOrder)
  }
  return order
}
