internal import CLanes

/// A random group of 2^bits sign flips or exchanges of rows, whose sums take far fewer additions than as many independent draws.
///
///     S_b = Σ_t (b e)_t x_t        for every element b of the group
///
/// In a permutation test the observed statistic is as likely as any other to have each rank among those of a group of
/// transformations that leave the law of the data as it is (Hemerik & Goeman 2018, TEST 27:811-825), and a group may be chosen
/// for its cheap sums (Koning & Hemerik 2024, Biometrika 111:441-458). The elements are the numbers of `bits` bits, their product is the
/// exclusive or; 0 changes nothing.
///
/// - A sign flip: each row has a random code, and b flips the rows whose code has an odd number of ones in common with b. So
///   all rows have independent signs in every b but 0, and any two b are independent of each other.
/// - An exchange: rows are put into blocks of 2^k at random, and b exchanges places of a block that differ by some of its k
///   bits, those whose random codes have an odd number of ones in common with b.
///
/// The sums of either are transforms of Walsh and Hadamard.
package struct RowGroup: Sendable {
  package let bits: Int
  /// Rows of each block, powers of two; a sign flip has blocks of one.
  private let sizes: [Int32]
  /// Block by block.
  private let rows: [Int32]
  /// Of each of `rows`.
  private let codes: [Int32]

  /// The most bits.
  package static let most = 9
  /// Rows of a block at most; an element leaves one of so many where it is.
  private static let largestBlock = 256
  /// Fewer rows are parted into as many blocks at least.
  private static let fewestBlocks = 4

  private init(bits: Int, sizes: [Int32], rows: [Int32], codes: [Int32]) {
    precondition((0...Self.most).contains(bits), "a group has \(Self.most) bits at most")
    (self.bits, self.sizes, self.rows, self.codes) = (bits, sizes, rows, codes)
  }

  /// Random signs of n rows.
  package static func flips(bits: Int, rows n: Int, _ stream: inout RandomStream) -> RowGroup {
    RowGroup(
      bits: bits, sizes: Array(repeating: 1, count: n), rows: (0..<Int32(n)).map(\.self),
      codes: (0..<n).map { _ in stream.code(bits) })
  }

  /// Random exchanges of n rows.
  package static func exchanges(bits: Int, rows n: Int, _ stream: inout RandomStream) -> RowGroup {
    let rows = stream.permutation(of: n).map { Int32($0) }
    var (sizes, codes): ([Int32], [Int32]) = ([], [])
    var size = largestBlock
    while codes.count < n {
      while size > 1, size > n - codes.count || (sizes.isEmpty && size * fewestBlocks > n) { size /= 2 }
      sizes.append(Int32(size))
      // The code of a place is the exclusive or of those of its bits.
      var block: [Int32] = [0]
      while block.count < size {
        let code = stream.code(bits)
        block += block.map { $0 ^ code }
      }
      codes += block
    }
    return RowGroup(bits: bits, sizes: sizes, rows: rows, codes: codes)
  }

  /// What `sums` needs of e, for all x.
  package struct Weights: Sendable {
    fileprivate let values: [Double]
  }

  package func weights(_ e: [Double]) -> Weights {
    precondition(e.count == rows.count, "there is a number for every row")
    var values = rows.map { e[Int($0)] }
    var first = 0
    for size in sizes.map({ Int($0) }) {
      var h = 1
      while h < size {
        for k in first..<first + size where (k - first) & h == 0 {
          let (a, b) = (values[k], values[k + h])
          (values[k], values[k + h]) = (a + b, a - b)
        }
        h *= 2
      }
      for k in first..<first + size { values[k] /= Double(size) }
      first += size
    }
    return Weights(values: values)
  }

  /// S_b of q columns for all elements, 2^bits × q, the identity first; x is n × q.
  package func sums(_ e: Weights, of x: [Double], columns q: Int) -> [Double] {
    precondition(x.count == rows.count * q && e.values.count == rows.count, "x and e have a row for every row")
    var sums = [Double](repeating: 0, count: q << bits)
    sizes.withUnsafeBufferPointer { sizes in
      rows.withUnsafeBufferPointer { rows in
        codes.withUnsafeBufferPointer { codes in
          var group = lanes_group(
            bits: Int32(bits), blocks: sizes.count, sizes: sizes.baseAddress, rows: rows.baseAddress,
            codes: codes.baseAddress)
          fastestKernels?.drawn_sums(&group, e.values, q, x, &sums)
        }
      }
    }
    return sums
  }
}

extension RandomStream {
  /// As many random bits.
  fileprivate mutating func code(_ bits: Int) -> Int32 { Int32(self.bits() >> (64 - UInt64(bits))) }
}
