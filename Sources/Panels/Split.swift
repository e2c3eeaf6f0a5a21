/// Chronological parts: the first rows train, the next choose the epoch, the last are held out.
public struct Split: Sendable, Equatable, Codable {
  /// Rows that train.
  public var train: Int
  /// Rows that choose the epoch.
  public var validation: Int
  /// Rows that are held out.
  public var test: Int

  /// The first rows.
  public var trainRows: Range<Int> { 0..<train }
  /// Those after them.
  public var validationRows: Range<Int> { train..<train + validation }
  /// The last rows.
  public var testRows: Range<Int> { train + validation..<train + validation + test }

  package init(train: Int, validation: Int, test: Int) {
    (self.train, self.validation, self.test) = (train, validation, test)
  }

  /// The first two parts are rounded down, the held-out part gets what is left: 101 rows at 0.60 and 0.15 are 60 + 15 + 26.
  ///
  /// Rounding forgives a billionth of a row, so that 0.29 of 100 rows are 29 although 0.29 · 100 is a little less.
  /// No part may have less than two rows: one to predict from and one to be predicted.
  init(rows: Int, trainShare: Double, validationShare: Double) throws(PanelError.Fault) {
    let train = Int((trainShare * Double(rows) + 1e-9).rounded(.down))
    let validation = Int((validationShare * Double(rows) + 1e-9).rounded(.down))
    self.init(train: train, validation: validation, test: rows - train - validation)
    for (part, count) in [("training", train), ("validation", validation), ("held-out", test)] where count < 2 {
      throw .smallPart(part, rows: count, of: rows)
    }
  }
}
