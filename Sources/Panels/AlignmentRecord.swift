public import TimeSeries

/// The counts of everything that alignment changed. For each series,
/// rowsRead - missing - duplicates - outside - thinned - dropped + filled + gaps = joined.
public struct AlignmentRecord: Sendable, Equatable, Codable {
  /// The counts of one column.
  public struct Entry: Sendable, Equatable, Codable {
    /// Its name.
    public var column: String
    /// The request it came from.
    public var origin: String
    /// Rows the source gave, and how many of them had no value.
    public var rowsRead: Int
    /// Values that the source marks as missing.
    public var missing: Int
    /// Rows dropped for having the time of another.
    public var duplicates: Int
    /// Neighbours out of order before sorting.
    public var inversions: Int
    /// Whether the source is newest first.
    public var reversed: Bool
    /// Rows with a value that the join left out.
    public var dropped: Int
    /// Rows with the value of an earlier one: filled gaps, or values that an as-of join took again.
    public var filled: Int
    /// The first time with a value.
    public var first: String
    /// The last time with a value.
    public var last: String
    /// Rows with a value before `from` or after `to`.
    public var outside: Int
    /// Rows with a value that were not the last of their day, month or year, where another series is that coarse.
    public var thinned: Int
    /// Rows of the join without a value, which only an outer or a left join keeps.
    public var gaps: Int
    /// The time of day of its observations, `14:15 Europe/Berlin`; nil where it is unknown.
    public var observed: String?
    /// Rows that its values were put later.
    public var lag: Int
    /// The documents it was read from, where it came over a network.
    public var documents: [Origin.Document]
    /// Notes of its source: whether a cached copy was used, which server answered, caveats.
    public var notes: [String]
    /// The steps from the source to the panel, in order.
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
  /// Warnings as sentences, for example of repeated values, jumps, or held-out values outside the training range.
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
