/// Where the dates and values of a JSON document are.
package struct JSONFormat: Sendable, Equatable {
  /// How the document arranges the values.
  package enum Shape: Sendable, Equatable {
    /// An array with an element for each row, which has the date and the values. A missing date is an error, a missing
    /// value is a missing value.
    case records(JSONPath, date: JSONPath, values: [Value])
    /// Arrays of equal length: one of dates and one for each series.
    case columns(date: JSONPath, values: [Value])
    /// An object with a member for each row, whose name is the date. The member has the values, or is the value if the
    /// path is empty.
    case map(JSONPath, values: [Value])
  }
  /// One value of a row: the name of its series and its path.
  package struct Value: Sendable, Equatable {
    /// Of the series.
    package var name: String
    /// From the row to the value.
    package var path: JSONPath
    package init(name: String, path: JSONPath) { (self.name, self.path) = (name, path) }
  }
  /// How the document arranges the values.
  package var shape: Shape
  /// Where the document names the time zone of its times, if it does: see `JSONDocument.text(at:)`.
  package var zone: JSONPath?
  /// How dates and values are written.
  package var cells: CellFormat

  package init(_ shape: Shape, zone: JSONPath? = nil, cells: CellFormat = CellFormat()) {
    (self.shape, self.zone, self.cells) = (shape, zone, cells)
  }
}
