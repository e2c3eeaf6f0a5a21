import Files

/// The first forty characters of a text in a file, control characters and bytes that are not UTF-8 written as `\x0D`,
/// for a sentence about it.
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
