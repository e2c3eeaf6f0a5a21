// The sums over rows that a sign-flip test needs, for all flips at once.

package import Numbers

/// Σ_t s_t m_t for the rows m_t as they are and under random signs, one sign per row (wild bootstrap), and Σ_t m_t m_t'
/// within blocks of columns.
///
/// Rows are added 64 at a time, as many as a word has signs, so that they stay in the cache while all flips use them. Of
/// the signs only each flip's generator and its next word are held: memory is 64 bytes and a word per flip, and a sum per
/// flip and column, for any number of rows.
package struct FlippedSums {
  let blocks: [Range<Int>]
  let flips: Int
  private let columns: Int
  /// Rows that will be added in all.
  private let rows: Int
  /// Where the signs of each flip continue: one word for each 64 rows, flip after flip in one stream.
  private var streams: [RandomStream]
  /// Flip 0, which flips nothing, and then all others; by eight columns.
  private var flipped: [SIMD8<Double>]
  /// Of each block, row-major, the lower triangle.
  private var gram: [[Double]]
  private var added = 0

  package init(columns: Int, blocks: [Range<Int>], rows: Int, flips: Int, stream: RandomStream) {
    (self.columns, self.blocks, self.rows, self.flips) = (columns, blocks, rows, flips)
    let words = (rows + 63) / 64
    var stream = stream
    streams = (0..<flips).map { _ in
      defer { for _ in 0..<words { _ = stream.bits() } }
      return stream
    }
    flipped = Array(repeating: .zero, count: (flips + 1) * Self.eights(columns))
    gram = blocks.map { Array(repeating: 0, count: $0.count * $0.count) }
  }

  private static func eights(_ columns: Int) -> Int { (columns + 7) / 8 }

  /// Adds the next 64 rows, row-major; the last chunk may be shorter.
  package mutating func add(_ some: [Double]) {
    let count = some.count / columns
    precondition(
      some.count == count * columns && (count == 64 || count == rows - added), "rows are added 64 at a time")
    for (block, range) in blocks.enumerated() {
      let part = (0..<count).flatMap { some[$0 * columns + range.lowerBound..<$0 * columns + range.upperBound] }
      addProducts(part[...], range.count, part[...], range.count, lowerTriangle: true, to: &gram[block])
    }
    let signs = [0] + streams.indices.map { streams[$0].bits() }
    for eight in 0..<Self.eights(columns) { flip(some, eight, signs) }
    added += count
  }

  /// Adds eight columns of some rows under the signs of every flip. The sums of four rows under all their sixteen signs are
  /// made once, and each flip adds the one it needs (Arlazarov et al. 1970, "method of four Russians").
  private mutating func flip(_ some: [Double], _ eight: Int, _ signs: [UInt64]) {
    let rows = some.count / columns
    var signed = Array(repeating: SIMD8<Double>.zero, count: 16 * 16)
    for four in 0..<16 {
      let row = (0..<4).map { four * 4 + $0 < rows ? lanes(some, row: four * 4 + $0, eight) : .zero }
      signed[16 * four] = (row[0] + row[1]) + (row[2] + row[3])
      for negative in 1..<16 {
        let rest = signed[16 * four + (negative & (negative - 1))]
        signed[16 * four + negative] = rest - 2 * row[negative.trailingZeroBitCount]
      }
    }
    let eights = Self.eights(columns)
    signed.withUnsafeBufferPointer { signed in
      for (flip, bits) in signs.enumerated() {
        var sum = flipped[flip * eights + eight]
        for four in 0..<16 { sum += signed[16 * four + Int(bits >> UInt64(4 * four) & 15)] }
        flipped[flip * eights + eight] = sum
      }
    }
  }

  /// Eight columns of a row; zero where there is none.
  private func lanes(_ some: [Double], row: Int, _ eight: Int) -> SIMD8<Double> {
    var lanes = SIMD8<Double>.zero
    for k in 8 * eight..<min(8 * eight + 8, columns) { lanes[k - 8 * eight] = some[row * columns + k] }
    return lanes
  }

  /// The sums of all columns under a flip, once all rows are added; flip 0 flips nothing.
  package func sums(_ flip: Int) -> [Double] {
    let first = flip * Self.eights(columns)
    return (0..<columns).map { flipped[first + $0 / 8][$0 % 8] }
  }

  /// Σ m m' of a block, row-major; only the lower triangle is set.
  package func products(of block: Int) -> [Double] { gram[block] }
}
