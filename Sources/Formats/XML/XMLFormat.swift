/// Where in an XML document the rows are, and where in a row its cells.
///
/// ECB reference rates, for example:
///
///     try XMLFormat(
///       row: "e:Cube[@currency='USD']", date: "../@time", values: [("USD", "@rate")],
///       namespaces: ["e": "http://www.ecb.int/vocabulary/2002-08-01/eurofxref"])
package struct XMLFormat: Sendable, Equatable {
  /// The elements that are rows. Inside a row there is no other one.
  package var row: XMLRowPath
  /// A row without it is an error.
  package var date: XMLCellPath
  /// One series for each; a row without it has a missing value there.
  package var values: [Value]
  /// Elements that say that the document is not what was asked for.
  package var refusals: [Refusal]
  /// How dates and values are written.
  package var cells: CellFormat

  /// One value of a row: the name of its series and where it stands.
  package struct Value: Sendable, Equatable {
    /// Of the series.
    package var name: String
    /// From the row to the value.
    package var path: XMLCellPath
  }

  /// An element in which a server says what is wrong, and the words it says it in, as a cell of that element.
  package struct Refusal: Sendable, Equatable {
    /// The elements that are rows.
    package var element: XMLRowPath
    /// From the row to its words.
    package var words: XMLCellPath
  }

  package init(
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
  package init(
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
