/// Splits a JSON text into nodes, and refuses everything that RFC 8259 does not allow.
///
/// One exception, because providers write it: `NaN`, `Infinity` and `-Infinity` are accepted as numbers. Depth and number of
/// values are limited, nothing recurses, and numbers are not converted.
struct JSONScanner {
  /// A value or the name of a member: bytes `start..<end` with quotes, and the number of the node after it and everything
  /// inside it. Nodes are in the order of the text; a member is two nodes.
  struct Node {
    var start: UInt32
    var end: UInt32
    var next: UInt32
  }
  struct Fault: Error, Equatable {
    var position: Int
    var problem: String
    var advice = "Check that the download was finished, or open it"
  }
  private enum Expected { case value, firstElement, firstName, name, separator, end }

  static let depth = 64
  static let values = 10_000_000

  private let bytes: [UInt8]
  private var position: Int
  private(set) var nodes: [Node] = []
  /// The open arrays and objects.
  private var open: [Int] = []

  init(_ bytes: [UInt8], from start: Int) { (self.bytes, position) = (bytes, start) }

  mutating func run() throws(Fault) {
    guard bytes.count < Int(UInt32.max) else { throw fault("a document of more than 4 GB") }
    var expected = Expected.value
    while true {
      skipBlank()
      guard position < bytes.count else {
        if expected == .end { return }
        throw fault(nodes.isEmpty ? "no value" : "the document ends in the middle")
      }
      expected = try step(bytes[position], expected)
    }
  }

  private mutating func step(_ byte: UInt8, _ expected: Expected) throws(Fault) -> Expected {
    switch expected {
    case .firstName where byte == UInt8(ascii: "}"), .firstElement where byte == UInt8(ascii: "]"):
      return close()
    case .firstName, .name:
      guard byte == UInt8(ascii: "\"") else { throw fault("a name in quotes expected") }
      try takeString()
      skipBlank()
      guard position < bytes.count else { throw fault("the document ends in the middle") }
      guard bytes[position] == UInt8(ascii: ":") else { throw fault("':' expected") }
      position += 1
      return .value
    case .value, .firstElement:
      return try takeValue(byte)
    case .separator:
      let isObject = open.last.map { bytes[Int(nodes[$0].start)] == UInt8(ascii: "{") } ?? false
      if byte == UInt8(ascii: ",") {
        position += 1
        return isObject ? .name : .value
      }
      if byte == UInt8(ascii: isObject ? "}" : "]") { return close() }
      throw fault("',' or '\(isObject ? "}" : "]")' expected")
    case .end:
      throw fault("something follows the end of the document")
    }
  }

  private mutating func takeValue(_ byte: UInt8) throws(Fault) -> Expected {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < JSONScanner.depth else {
        throw fault("values nested more than \(JSONScanner.depth) deep", "No provider sends this")
      }
      open.append(nodes.count)
      try add(position, position + 1)
      position += 1
      return byte == UInt8(ascii: "{") ? .firstName : .firstElement
    case UInt8(ascii: "\""): try takeString()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try takeNumber()
    default: try takeWord()
    }
    return open.isEmpty ? .end : .separator
  }

  private mutating func close() -> Expected {
    position += 1
    if let node = open.popLast() { (nodes[node].end, nodes[node].next) = (UInt32(position), UInt32(nodes.count)) }
    return open.isEmpty ? .end : .separator
  }

  private mutating func add(_ start: Int, _ end: Int) throws(Fault) {
    guard nodes.count < JSONScanner.values else {
      throw fault("more than \(JSONScanner.values) values", "Ask for a shorter period")
    }
    nodes.append(Node(start: UInt32(start), end: UInt32(end), next: UInt32(nodes.count + 1)))
  }

  private mutating func skipBlank() {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 32 || byte == 10 || byte == 13 || byte == 9 else { return }
      position += 1
    }
  }

  // MARK: - Scalars

  private mutating func takeWord() throws(Fault) {
    for word in ["null", "true", "false", "NaN", "Infinity"] where startsWith(word) {
      try add(position, position + word.utf8.count)
      position += word.utf8.count
      return
    }
    throw fault("a value expected")
  }

  private func startsWith(_ word: String) -> Bool { bytes[position...].starts(with: word.utf8) }

  private mutating func takeNumber() throws(Fault) {
    let start = position
    if bytes[position] == UInt8(ascii: "-") {
      position += 1
      if startsWith("Infinity") {
        position += "Infinity".utf8.count
        return try add(start, position)
      }
    }
    let hasZero = position < bytes.count && bytes[position] == UInt8(ascii: "0")
    let whole = takeDigits()
    if whole == 0 || (hasZero && whole > 1) { throw fault("not a JSON number", at: start) }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      if takeDigits() == 0 { throw fault("not a JSON number", at: start) }
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
        position += 1
      }
      if takeDigits() == 0 { throw fault("not a JSON number", at: start) }
    }
    try add(start, position)
  }

  private mutating func takeDigits() -> Int {
    let start = position
    while position < bytes.count, bytes[position] &- 48 < 10 { position += 1 }
    return position - start
  }

  // MARK: - Strings

  private mutating func takeString() throws(Fault) {
    let start = position
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return try add(start, position)
      } else if byte == UInt8(ascii: "\\") {
        try takeEscape()
      } else if byte >= 0x80 {
        try takeCharacter()
      } else if byte < 0x20 {
        throw fault("a control character in a text")
      } else {
        position += 1
      }
    }
    throw fault("a text without a closing quote", at: start)
  }

  private mutating func takeEscape() throws(Fault) {
    let start = position
    if let unit = codeUnit(at: position) {
      position += 6
      if (0xDC00..<0xE000).contains(unit) { throw fault("half a pair of surrogates", at: start) }
      guard (0xD800..<0xDC00).contains(unit) else { return }
      guard let second = codeUnit(at: position), (0xDC00..<0xE000).contains(second) else {
        throw fault("half a pair of surrogates", at: start)
      }
      position += 6
      return
    }
    guard position + 1 < bytes.count, "\"\\/bfnrt".utf8.contains(bytes[position + 1]) else {
      throw fault("not an escape of JSON", at: start)
    }
    position += 2
  }

  private func codeUnit(at position: Int) -> UInt16? { Formats.codeUnit(in: bytes, at: position) }

  /// A character of two to four bytes.
  private mutating func takeCharacter() throws(Fault) {
    var decoder = UTF8()
    var rest = bytes[position..<min(position + 4, bytes.count)].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&rest) else {
      throw fault("a byte that is not UTF-8", "Check which encoding the server sent")
    }
    position += UTF8.width(scalar)
  }

  private func fault(_ problem: String, _ advice: String? = nil, at position: Int? = nil) -> Fault {
    var fault = Fault(position: position ?? self.position, problem: problem)
    if let advice { fault.advice = advice }
    return fault
  }
}

/// The value of `\u12AB` at a position; nil if it is not there.
func codeUnit(in bytes: [UInt8], at position: Int) -> UInt16? {
  guard position + 6 <= bytes.count, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
  else { return nil }
  var unit: UInt16 = 0
  for byte in bytes[position + 2..<position + 6] {
    let digit: UInt8
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - 48
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): digit = (byte | 0x20) - 87
    default: return nil
    }
    unit = unit << 4 | UInt16(digit)
  }
  return unit
}
