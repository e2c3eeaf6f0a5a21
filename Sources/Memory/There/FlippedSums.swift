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
  /// Up to 64 rows, by eight columns and then by row; zero where there is none.
  private var waiting: [SIMD8<Double>]
  private var added = 0

  init(columns: Int, blocks: [Range<Int>], rows: Int, flips: Int, stream: RandomStream) {
    (self.columns, self.blocks, self.rows, self.flips) = (columns, blocks, rows, flips)
    let words = (rows + 63) / 64
    self.words = words
    var stream = stream
    signs = (0..<flips * words).map { _ in stream.bits() }
    flipped = Array(repeating: .zero, count: (flips + 1) * Self.eights(columns))
    gram = blocks.map { Array(repeating: 0, count: $0.count * $0.count) }
    waiting = Array(repeating: .zero, count: 64 * Self.eights(columns))
  }

  private static func eights(_ columns: Int) -> Int { (columns + 7) / 8 }

  /// One row more; in all as many as were announced.
  mutating func add(_ row: [Double]) {
    precondition(row.count == columns && added < rows, "there are \(rows) rows of \(columns) columns")
    for (block, range) in blocks.enumerated() {
      for i in range {
        let first = (i - range.lowerBound) * range.count
        for j in range.lowerBound...i { gram[block][first + j - range.lowerBound] += row[i] * row[j] }
      }
    }
    for (k, value) in row.enumerated() { waiting[k / 8 * 64 + added % 64][k % 8] = value }
    added += 1
    if added % 64 == 0 || added == rows { flip() }
  }

  /// Adds the rows that wait, under the signs of every flip.
  private mutating func flip() {
    let (word, eights) = ((added - 1) / 64, Self.eights(columns))
    var factors = Array(repeating: 1.0, count: 64)
    for flip in 0...flips {
      if flip > 0 {
        let bits = signs[(flip - 1) * words + word]
        for t in 0..<64 { factors[t] = bits >> UInt64(t) & 1 == 0 ? 1 : -1 }
      }
      waiting.withUnsafeBufferPointer { rows in
        factors.withUnsafeBufferPointer { factors in
          for k in 0..<eights {
            var sum = flipped[flip * eights + k]
            for t in 0..<64 { sum += rows[64 * k + t] * factors[t] }
            flipped[flip * eights + k] = sum
          }
        }
      }
    }
    for k in waiting.indices { waiting[k] = .zero }
  }

  /// The sums of all columns under a flip, once all rows are there; 0 is that under none.
  func sums(_ flip: Int) -> [Double] {
    let first = flip * Self.eights(columns)
    return (0..<columns).map { flipped[first + $0 / 8][$0 % 8] }
  }

  /// Σ m m' of a block, row-major, of which the lower triangle is there.
  func products(of block: Int) -> [Double] { gram[block] }
}
