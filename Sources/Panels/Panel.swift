public import TimeSeries

/// T rows × D named columns on one time index, with no gap left unexplained: what the networks are trained on.
///
/// `values` is what the sources gave, after the join and the change of variable; `scaled` is the same in the
/// units of the scaler, which saw the training part alone.
public struct Panel: Sendable, Equatable {
  /// What the report calls it: `market`, `random` …
  public var name: String
  public var resolution: Resolution
  /// T of them, ascending, no two alike.
  public var times: [Timestamp]
  /// D names, no two alike.
  public var columns: [String]
  /// T × D, row-major.
  public var values: [Double]
  /// T × D, row-major; what a network reads.
  public var scaled: [Double]
  public var scaler: Scaler
  public var split: Split
  /// What was done to get here, and what it cost.
  public var ledger: Ledger

  public var rows: Int { times.count }
  public var width: Int { columns.count }
}

/// Chronological parts: the first rows train, the next choose the epoch, the last are held out.
public struct Split: Sendable, Equatable, Codable {
  public var train: Int
  public var validation: Int
  public var test: Int

  public var trainRows: Range<Int> { 0..<train }
  public var validationRows: Range<Int> { train..<train + validation }
  public var testRows: Range<Int> { train + validation..<train + validation + test }

  public init(train: Int, validation: Int, test: Int) {
    (self.train, self.validation, self.test) = (train, validation, test)
  }
}

/// Everything alignment counted: nothing is mended silently.
public struct Ledger: Sendable, Equatable, Codable {
  public struct Entry: Sendable, Equatable, Codable {
    public var column: String
    public var origin: String
    /// Rows the source gave, and how many of them had no value.
    public var rowsRead: Int
    public var missing: Int
    /// Identical rows dropped; conflicting ones resolved by the stated rule.
    public var duplicates: Int
    /// Neighbours out of order before sorting; `reversed` when the source is simply newest first.
    public var inversions: Int
    public var reversed: Bool
    /// Rows with a value that the join left out, and gaps the fill closed.
    public var dropped: Int
    public var filled: Int
    public var first: String
    public var last: String

    public init(
      column: String, origin: String, rowsRead: Int, missing: Int, duplicates: Int,
      inversions: Int, reversed: Bool, dropped: Int, filled: Int, first: String, last: String
    ) {
      (self.column, self.origin, self.rowsRead, self.missing) = (column, origin, rowsRead, missing)
      (self.duplicates, self.inversions, self.reversed) = (duplicates, inversions, reversed)
      (self.dropped, self.filled, self.first, self.last) = (dropped, filled, first, last)
    }
  }
  public var entries: [Entry]
  /// The longest step between two rows of the panel, and where it begins; nil for row numbers.
  public var longestGap: String?
  /// In sentences, for the reader: repeated values that look like filled holidays, suspicious jumps,
  /// the share of held-out values outside the training range …
  public var warnings: [String]

  public init(entries: [Entry] = [], longestGap: String? = nil, warnings: [String] = []) {
    (self.entries, self.longestGap, self.warnings) = (entries, longestGap, warnings)
  }
}

/// How series become a panel. Every field has the default the command line has.
public struct PanelOptions: Sendable, Equatable, Codable {
  public enum Join: String, Sendable, Codable, CaseIterable { case inner, outer, left }
  public enum Change: String, Sendable, Codable, CaseIterable {
    case levels, differences
    case logReturns = "log-returns"
  }
  public enum Scaling: String, Sendable, Codable, CaseIterable {
    case zscore, minmax, robust, none
  }
  public enum Duplicates: String, Sendable, Codable, CaseIterable { case refuse, first, last, mean }

  /// Which timestamps a panel keeps: those of every series (inner), of any (outer), of the first (left). The default is inner.
  public var join = Join.inner
  /// How many rows in a row a value may be carried forward over a gap. The default is 0: never.
  public var fillLimit = 0
  /// What to make of two rows with one date and different values. The default is to refuse.
  public var duplicates = Duplicates.refuse
  /// The change of variable, after the join. The default is levels.
  public var change = Change.levels
  /// The default is the z-score.
  public var scaling = Scaling.zscore
  /// Keep rows from this date on, and up to and including that one, as ISO text. The default is all.
  public var from: String?
  public var to: String?
  /// Keep only the last so many rows, after the change of variable. The default is all.
  public var lastRows: Int?
  /// The share of rows that train, and that choose the epoch; the rest is held out. The defaults are 0.60 and 0.15.
  public var trainShare = 0.60
  public var validationShare = 0.15

  public init() {}
}
