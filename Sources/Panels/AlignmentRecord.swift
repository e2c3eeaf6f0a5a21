public import TimeSeries

/// Everything alignment counted: nothing is mended silently.
///
/// No row is lost without a reason: for each series,
/// rowsRead - missing - duplicates - outside - thinned - dropped + filled + gaps = joined.
public struct AlignmentRecord: Sendable, Equatable, Codable {
  /// What was counted in one column.
  public struct Entry: Sendable, Equatable, Codable {
    /// Its name.
    public var column: String
    /// The request it came from.
    public var origin: String
    /// Rows the source gave, and how many of them had no value.
    public var rowsRead: Int
    /// Values the source says are missing.
    public var missing: Int
    /// Identical rows dropped; conflicting ones resolved by the stated rule.
    public var duplicates: Int
    /// Neighbours out of order before sorting; `reversed` when the source is simply newest first.
    public var inversions: Int
    /// Whether the source has its last row first.
    public var reversed: Bool
    /// Rows with a value that the join left out, and rows that have the value of an earlier one: gaps that the fill
    /// closed, values that an as-of join took again.
    public var dropped: Int
    /// Values that were carried forward over a gap.
    public var filled: Int
    /// The first and the last time with a value, as the source gave it.
    public var first: String
    /// The last date.
    public var last: String
    /// Rows with a value before `from` or after `to`.
    public var outside: Int
    /// Rows with a value that were not the last of their day, month or year, where another series is that coarse.
    public var thinned: Int
    /// Rows of the join without a value, which only an outer or a left join keeps.
    public var gaps: Int
    /// When in the day its values were observed, `14:15 Europe/Berlin`; nil where that is not known.
    public var observed: String?
    /// Rows that its values were put later.
    public var lag: Int
    /// The documents it was read from, where it came over a network.
    public var documents: [Origin.Document]
    /// What its source said of it: a copy that stood in for a server, who served it and who did not, caveats.
    public var notes: [String]
    /// What was done to it on its way into the panel, in order.
    public var steps: [String]

    package init(
      column: String, origin: String, rowsRead: Int, missing: Int, duplicates: Int,
      inversions: Int, reversed: Bool, dropped: Int, filled: Int, first: String, last: String,
      outside: Int = 0, thinned: Int = 0, gaps: Int = 0, observed: String? = nil, lag: Int = 0,
      documents: [Origin.Document] = [], notes: [String] = [], steps: [String] = []
    ) {
      (self.column, self.origin, self.rowsRead, self.missing) = (column, origin, rowsRead, missing)
      (self.duplicates, self.inversions, self.reversed) = (duplicates, inversions, reversed)
      (self.dropped, self.filled, self.first, self.last) = (dropped, filled, first, last)
      (self.outside, self.thinned, self.gaps) = (outside, thinned, gaps)
      (self.observed, self.lag, self.documents) = (observed, lag, documents)
      (self.notes, self.steps) = (notes, steps)
    }
  }
  /// One for each column.
  public var entries: [Entry]
  /// The longest step between two rows of the panel, and where it begins; nil for row numbers.
  public var longestGap: String?
  /// In sentences, for the reader: repeated values that look like filled holidays, suspicious jumps,
  /// the share of held-out values outside the training range …
  public var warnings: [String]
  /// Rows of the join, before resampling, lags and the change of variable took some and `lastRows` its share.
  public var joined: Int
  /// Rows that were not the last of their week or month.
  public var resampled: Int
  /// Rows at the beginning that a lagged column has no value for.
  public var lagged: Int

  package init(
    entries: [Entry] = [], longestGap: String? = nil, warnings: [String] = [], joined: Int = 0, resampled: Int = 0,
    lagged: Int = 0
  ) {
    (self.entries, self.longestGap, self.warnings, self.joined) = (entries, longestGap, warnings, joined)
    (self.resampled, self.lagged) = (resampled, lagged)
  }
}
