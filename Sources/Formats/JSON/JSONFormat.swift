/// Where in a JSON document the dates and the values are.
package struct JSONFormat: Sendable, Equatable {
  /// How the values lie in the document.
  package enum Shape: Sendable, Equatable {
    /// An array with one element for each row; the date and the values are looked for in the element. An element
    /// without the date is an error, one without a value has a missing value there.
    case records(JSONPath, date: JSONPath, values: [Value])
    /// Parallel arrays, all equally long: one of dates, one for each series.
    case columns(date: JSONPath, values: [Value])
    /// An object with one member for each row, named by its date; the values are looked for in the member, or are the
    /// member itself, if the path is empty.
    case map(JSONPath, values: [Value])
  }
  /// One value of a row: the name of its series and where it stands.
  package struct Value: Sendable, Equatable {
    /// Of the series.
    package var name: String
    /// From the row to the value.
    package var path: JSONPath
    package init(name: String, path: JSONPath) { (self.name, self.path) = (name, path) }
  }
  /// How the values lie.
  package var shape: Shape
  /// Where the document names the time zone of its times, if it does: see `JSONDocument.text(at:)`.
  package var zone: JSONPath?
  /// How dates and values are written.
  package var cells: CellFormat

  package init(_ shape: Shape, zone: JSONPath? = nil, cells: CellFormat = CellFormat()) {
    (self.shape, self.zone, self.cells) = (shape, zone, cells)
  }
}
