extension Range<Int> {
  /// Itself in pieces of so many numbers, of which the last may have fewer.
  package func pieces(of count: Int) -> [Range<Int>] {
    stride(from: lowerBound, to: upperBound, by: count).map { $0..<Swift.min($0 + count, upperBound) }
  }
}
