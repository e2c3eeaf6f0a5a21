extension [Double] {
  /// Carries the last value forward over a gap, over its first `limit` rows and no further; never backward, and never
  /// between two values, which would tell a row of its future.
  ///
  /// - Returns: for each row, whether it was filled.
  mutating func fillForward(limit: Int) -> [Bool] {
    var filled = [Bool](repeating: false, count: count)
    guard limit > 0 else { return filled }
    var (last, age) = (Double.nan, 0)
    for row in indices {
      if !self[row].isNaN {
        (last, age) = (self[row], 0)
      } else if !last.isNaN, age < limit {
        (self[row], filled[row]) = (last, true)
        age += 1
      }
    }
    return filled
  }
}
