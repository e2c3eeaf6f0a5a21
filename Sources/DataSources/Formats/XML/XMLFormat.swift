/// Where in an XML document the rows are, and where in a row its cells.
///
/// ECB reference rates, for example:
///
///     try XMLFormat(
///       row: "e:Cube[@currency='USD']", date: "../@time", values: [("USD", "@rate")],
///       namespaces: ["e": "http://www.ecb.int/vocabulary/2002-08-01/eurofxref"])
public struct XMLFormat: Sendable, Equatable {
  /// The elements that are rows. Inside a row there is no other one.
  public var row: XMLRowPath
  /// A row without it is an error.
  public var date: XMLCellPath
  /// One series for each; a row without it has a missing value there.
  public var values: [Value]
  /// Elements that say that the document is not what was asked for.
  public var refusals: [Refusal]
  /// How dates and values are written.
  public var cells: CellFormat

  /// One value of a row: the name of its series and where it stands.
  public struct Value: Sendable, Equatable {
    /// Of the series.
    public var name: String
    /// From the row to the value.
    public var path: XMLCellPath
    /// The parts as they are.
    public init(name: String, path: XMLCellPath) { (self.name, self.path) = (name, path) }
  }

  /// An element in which a server says what is wrong, and the words it says it in, as a cell of that element.
  public struct Refusal: Sendable, Equatable {
    /// The elements that are rows.
    public var element: XMLRowPath
    /// From the row to its words.
    public var words: XMLCellPath
    /// The parts as they are.
    public init(element: XMLRowPath, words: XMLCellPath) { (self.element, self.words) = (element, words) }
  }

  /// The parts as they are.
  public init(
    row: XMLRowPath, date: XMLCellPath, values: [Value], refusals: [Refusal] = [], cells: CellFormat = CellFormat()
  ) {
    (self.row, self.date, self.values) = (row, date, values)
    (self.refusals, self.cells) = (refusals, cells)
  }

  /// The same from the texts of the paths.
  ///
  /// - Parameters:
  ///   - row: path of the elements that are rows.
  ///   - date: from the row to its date.
  ///   - values: from the row to each value, by the name of its series.
  ///   - namespaces: from the prefixes the paths use to the names of the namespaces; those of the document need not be
  ///     the same.
  ///   - refusals: as `("error", "@message")`.
  ///   - cells: how dates and values are written.
  public init(
    row: String, date: String, values: [(name: String, path: String)], namespaces: [String: String] = [:],
    refusals: [(element: String, words: String)] = [], cells: CellFormat = CellFormat()
  ) throws(PathFault) {
    var series: [Value] = []
    for value in values {
      series.append(Value(name: value.name, path: try XMLCellPath(value.path, namespaces: namespaces)))
    }
    var refused: [Refusal] = []
    for refusal in refusals {
      refused.append(
        Refusal(
          element: try XMLRowPath(refusal.element, namespaces: namespaces),
          words: try XMLCellPath(refusal.words, namespaces: namespaces)))
    }
    self.init(
      row: try XMLRowPath(row, namespaces: namespaces), date: try XMLCellPath(date, namespaces: namespaces),
      values: series, refusals: refused, cells: cells)
  }
}
