// The sums over rows that a test by sign flips is made of, for all flips at once.

import Numbers

/// Σ_t s_t m_t for the rows m_t as they come and under random signs, one sign for a whole row (wild bootstrap), and
/// Σ_t m_t m_t' within blocks of columns.
///
/// Rows are handled 64 at a time, which is as many as a word has signs: they stay near while all flips go over them.
struct FlippedSums {
  let blocks: [Range<Int>]
  let flips: Int
  private let columns: Int
  /// How many rows there will be.
  private let rows: Int
  private let words: Int
  /// The signs of each flip, flip after flip, 64 rows a word.
  private let signs: [UInt64]
  /// Flip 0, which flips nothing, and then all others; by eight columns.
  private var flipped: [SIMD8<Double>]
  /// Of each block, row-major, the lower triangle.
  private var gram: [[Double]]
  private var added = 0

  init(columns: Int, blocks: [Range<Int>], rows: Int, flips: Int, stream: RandomStream) {
    (self.columns, self.blocks, self.rows, self.flips) = (columns, blocks, rows, flips)
    let words = (rows + 63) / 64
    self.words = words
    var stream = stream
    signs = (0..<flips * words).map { _ in stream.bits() }
    flipped = Array(repeating: .zero, count: (flips + 1) * Self.eights(columns))
    gram = blocks.map { Array(repeating: 0, count: $0.count * $0.count) }
  }

  private static func eights(_ columns: Int) -> Int { (columns + 7) / 8 }

  /// The next 64 rows, row-major; the last are fewer. In all as many as were announced.
  mutating func add(_ some: [Double]) {
    let count = some.count / columns
    precondition(
      some.count == count * columns && (count == 64 || count == rows - added), "rows come 64 at a time to the last")
    for (block, range) in blocks.enumerated() {
      let part = (0..<count).flatMap { some[$0 * columns + range.lowerBound..<$0 * columns + range.upperBound] }
      addProducts(part[...], range.count, part[...], range.count, lowerTriangle: true, to: &gram[block])
    }
    for eight in 0..<Self.eights(columns) { flip(some, eight) }
    added += count
  }

  /// Adds eight columns of some rows under the signs of every flip: the sums of four rows under all their sixteen signs are
  /// made once, and a flip takes its own of each four (Arlazarov et al. 1970, who multiplied matrices of bits so).
  private mutating func flip(_ some: [Double], _ eight: Int) {
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
    let (word, eights) = (added / 64, Self.eights(columns))
    signed.withUnsafeBufferPointer { signed in
      for flip in 0...flips {
        let bits = flip == 0 ? 0 : signs[(flip - 1) * words + word]
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

  /// The sums of all columns under a flip, once all rows are there; 0 is that under none.
  func sums(_ flip: Int) -> [Double] {
    let first = flip * Self.eights(columns)
    return (0..<columns).map { flipped[first + $0 / 8][$0 % 8] }
  }

  /// Σ m m' of a block, row-major, of which the lower triangle is there.
  func products(of block: Int) -> [Double] { gram[block] }
}
