/// Where the rows of an XML document are, and the cells of a row.
///
/// ECB reference rates, for example:
///
///     try XMLFormat(
///       row: "e:Cube[@currency='USD']", date: "../@time", values: [("USD", "@rate")],
///       namespaces: ["e": "http://www.ecb.int/vocabulary/2002-08-01/eurofxref"])
package struct XMLFormat: Sendable, Equatable {
  /// The elements that are rows. No row is inside another.
  package var row: XMLRowPath
  /// The date of a row, which every row must have.
  package var date: XMLCellPath
  /// One series for each; a row without the element has a missing value.
  package var values: [Value]
  /// Elements that show that the server refused the request.
  package var refusals: [Refusal]
  /// How dates and values are written.
  package var cells: CellFormat

  /// One value of a row: the name of its series and its path.
  package struct Value: Sendable, Equatable {
    /// Of the series.
    package var name: String
    /// From the row to the value.
    package var path: XMLCellPath
  }

  /// An element that a server sends instead of data, and the path of its message.
  package struct Refusal: Sendable, Equatable {
    package var element: XMLRowPath
    /// From the element to the message.
    package var words: XMLCellPath
  }

  package init(
    row: XMLRowPath, date: XMLCellPath, values: [Value], refusals: [Refusal] = [], cells: CellFormat = CellFormat()
  ) {
    (self.row, self.date, self.values) = (row, date, values)
    (self.refusals, self.cells) = (refusals, cells)
  }

  /// A format from the texts of its paths.
  ///
  /// - Parameters:
  ///   - row: path of the elements that are rows.
  ///   - date: from the row to its date.
  ///   - values: from the row to each value, by the name of its series.
  ///   - namespaces: the names of the namespaces by the prefixes of the paths; the document may use other prefixes.
  ///   - refusals: such as `("error", "@message")`.
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
