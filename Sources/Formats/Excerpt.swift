import Files

/// The first forty characters of a text in a file, for an error; control characters and bytes that are not UTF-8 are
/// written as `\x0D`.
package func excerpt(_ bytes: [UInt8], _ range: Range<Int>, longest: Int = 40) -> String {
  // A character has at most four bytes.
  let end = min(range.upperBound, range.lowerBound + 4 * longest)
  let slice = bytes[range.lowerBound..<end]
  var text = ""
  var count = 0
  var decoder = UTF8()
  var position = slice.startIndex
  while position < slice.endIndex {
    if count == longest { return text + "…" }
    var rest = slice[position...].makeIterator()
    if case .scalarValue(let scalar) = decoder.decode(&rest), !isControl(scalar) {
      text.unicodeScalars.append(scalar)
      position += UTF8.width(scalar)
    } else {
      text += escaped(slice[position])
      position += 1
    }
    decoder = UTF8()
    count += 1
  }
  return end < range.upperBound ? text + "…" : text
}

/// The line and column of a byte, from 1; the column counts bytes.
func lineAndColumn(of position: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
  let before = bytes[..<position]
  let lineStart = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
  return (1 + before.count { $0 == 10 }, position - lineStart + 1)
}
