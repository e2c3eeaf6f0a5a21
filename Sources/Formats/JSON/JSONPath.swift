/// The path from a value of a JSON document to another inside it.
///
///     path      = "" | first {"." key | "[" number "]"}
///     first     = key | "[" number "]"
///     key       = characters other than . [ ] ' " | "'" … "'" | '"' … '"'
///
/// `chart.result[0].timestamp`, `'4. close'`, `[1]`. The empty path is the value itself. Elements are counted from 0.
/// Of several members with one name, the last counts.
package struct JSONPath: Sendable, Equatable, CustomStringConvertible {
  enum Part: Sendable, Equatable {
    case key(String)
    case element(Int)
  }
  /// As it was written.
  package let description: String
  let parts: [Part]

  /// Parses a path; the error shows where it is wrong.
  package init(_ text: String) throws(PathFault) {
    description = text
    var cursor = PathCursor(text)
    var parts: [Part] = []
    while !cursor.isAtEnd {
      if cursor.skip("[") {
        let digits = cursor.take { $0.isASCII && $0.isNumber }
        guard let number = Int(digits) else { throw cursor.fault("the number of an element, from 0") }
        guard cursor.skip("]") else { throw cursor.fault("']'") }
        parts.append(.element(number))
      } else {
        if !parts.isEmpty, !cursor.skip(".") { throw cursor.fault("'.' or '['") }
        if let key = try cursor.quoted() {
          parts.append(.key(key))
          continue
        }
        let key = cursor.take { !".[]'\"".contains($0) }
        if key.isEmpty { throw cursor.fault("a name") }
        parts.append(.key(key))
      }
    }
    self.parts = parts
  }
}
