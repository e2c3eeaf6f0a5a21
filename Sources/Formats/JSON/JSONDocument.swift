/// A valid JSON document. Values are found by paths and stay text.
package struct JSONDocument: Sendable {
  let bytes: [UInt8]
  let file: String
  private let nodes: [JSONScanner.Node]

  /// - Parameters:
  ///   - body: in UTF-8, with or without a byte order mark.
  ///   - file: the path or address, for errors.
  /// - Throws: `.badData` with line, column and text; `.empty`; `.unusable` for a page of HTML.
  package init(_ body: [UInt8], file: String) throws(FormatError) {
    (bytes, self.file) = (body, file)
    let start = body.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if body[start...].allSatisfy({ $0 <= 32 }) {
      throw .empty(file, problem: "it is empty", advice: "Check that the download was finished")
    }
    if body[start...].first(where: { $0 > 32 }) == UInt8(ascii: "<"), looksLikeHTML(body) {
      throw pageInstead(of: "JSON", body, file: file)
    }
    var scanner = JSONScanner(body, from: start)
    do throws(JSONScanner.Fault) {
      try scanner.run()
    } catch {
      let (line, column) = lineAndColumn(of: error.position, in: body)
      let text = excerpt(body, error.position..<max(error.position, body.count))
      throw .badData(
        .init(file: file, line: line, column: column, text: text), problem: "not JSON: \(error.problem)",
        advice: error.advice)
    }
    nodes = scanner.nodes
  }

  /// The text at a path from the root: a string without quotes, a number as it is written, `true` or `false`; nil for
  /// nothing, null, an array or an object.
  package func text(at path: JSONPath) -> String? {
    guard let node = node(at: path.parts[...], from: 0) else { return nil }
    switch kind(node) {
    case .null, .array, .object: return nil
    default:
      let cell = cell(node)
      return String(decoding: cell.bytes[cell.range], as: UTF8.self)
    }
  }

  /// Whether there is a value, or null, at a path from the root.
  package func has(_ path: JSONPath) -> Bool { node(at: path.parts[...], from: 0) != nil }

  // MARK: - Nodes

  enum Kind: String {
    case null, boolean, number, string, array, object
  }

  func kind(_ node: Int) -> Kind {
    switch bytes[Int(nodes[node].start)] {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "n"): .null
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
    default: .number
    }
  }

  /// The number of nodes inside: at least the number of elements.
  func size(_ node: Int) -> Int { Int(nodes[node].next) - node - 1 }

  /// The elements of an array; the names and values of an object alternately.
  func children(_ node: Int) -> Children { Children(nodes: nodes, position: node + 1, end: Int(nodes[node].next)) }

  struct Children: Sequence, IteratorProtocol {
    let nodes: [JSONScanner.Node]
    var position: Int
    let end: Int
    mutating func next() -> Int? {
      guard position < end else { return nil }
      defer { position = Int(nodes[position].next) }
      return position
    }
  }

  /// The text of a string without its quotes; anything else as it is written.
  func cell(_ node: Int) -> RowReading.Cell {
    let range = Int(nodes[node].start)..<Int(nodes[node].end)
    guard kind(node) == .string else { return RowReading.Cell(bytes: bytes, range: range, isPlain: true) }
    let content = range.lowerBound + 1..<range.upperBound - 1
    guard bytes[content].contains(UInt8(ascii: "\\")) else { return RowReading.Cell(bytes: bytes, range: content) }
    let text = unescaped(content)
    return RowReading.Cell(bytes: text, range: text.indices)
  }

  /// The node at a path from another; nil if there is none.
  func node(at path: ArraySlice<JSONPath.Part>, from start: Int) -> Int? {
    var node = start
    for part in path {
      guard let next = step(part, from: node) else { return nil }
      node = next
    }
    return node
  }

  /// The node at a path from the root, which must exist.
  func requiredNode(at path: JSONPath) throws(FormatError) -> Int {
    var node = 0
    for (index, part) in path.parts.enumerated() {
      guard let next = step(part, from: node) else {
        throw nothing(part, in: node, way: JSONPath.text(of: path.parts[..<index]))
      }
      node = next
    }
    return node
  }

  private func step(_ part: JSONPath.Part, from node: Int) -> Int? {
    switch part {
    case .element(let index):
      guard kind(node) == .array, index < size(node) else { return nil }
      var children = children(node)
      for _ in 0..<index where children.next() == nil { return nil }
      return children.next()
    case .key(let key):
      guard kind(node) == .object else { return nil }
      var found: Int?
      var children = children(node)
      while let name = children.next(), let value = children.next() {
        if isNamed(name, key) { found = value }
      }
      return found
    }
  }

  private func isNamed(_ name: Int, _ key: String) -> Bool {
    let content = Int(nodes[name].start) + 1..<Int(nodes[name].end) - 1
    // An escaped text is longer than its value.
    if content.count < key.utf8.count { return false }
    if bytes[content].contains(UInt8(ascii: "\\")) { return unescaped(content).elementsEqual(key.utf8) }
    return bytes[content].elementsEqual(key.utf8)
  }

  private func unescaped(_ range: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    var position = range.lowerBound
    while position < range.upperBound {
      guard bytes[position] == UInt8(ascii: "\\") else {
        text.append(bytes[position])
        position += 1
        continue
      }
      if let unit = codeUnit(in: bytes, at: position) {
        position += 6
        var scalar = UInt32(unit)
        // The scanner has checked that surrogates come in pairs.
        if (0xD800..<0xDC00).contains(unit), let second = codeUnit(in: bytes, at: position) {
          position += 6
          scalar = 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(second & 0x3FF))
        }
        text.append(contentsOf: Unicode.Scalar(scalar).flatMap { UTF8.encode($0).map { Array($0) } } ?? [])
      } else {
        let letters: [UInt8: UInt8] = [98: 8, 102: 12, 110: 10, 114: 13, 116: 9]
        let byte = bytes[position + 1]
        text.append(letters[byte] ?? byte)
        position += 2
      }
    }
    return text
  }

  // MARK: - Whole answers

  /// The text at a path, or `array` or `object`; nil for nothing, null, and an array or object that is empty.
  package func summary(at path: JSONPath) -> String? {
    if let text = text(at: path) { return text }
    guard let node = node(at: path.parts[...], from: 0), kind(node) != .null, size(node) > 0 else { return nil }
    return kind(node).rawValue
  }

  /// Whether a path leads to, or through, an array without elements.
  package func hasEmptyArray(along path: JSONPath) -> Bool {
    for length in 0...path.parts.count {
      guard let node = node(at: path.parts[..<length], from: 0) else { return false }
      if kind(node) == .array, size(node) == 0 { return true }
    }
    return false
  }

  // MARK: - Places

  /// The place of a node, with the name of what was looked for there.
  func place(_ node: Int, header: String? = nil) -> FormatError.Place {
    let range = Int(nodes[node].start)..<Int(nodes[node].end)
    let (line, column) = lineAndColumn(of: range.lowerBound, in: bytes)
    return .init(file: file, line: line, column: column, header: header, text: excerpt(bytes, range))
  }

  func position(_ node: Int) -> Int { Int(nodes[node].start) }

  /// The first names of an object.
  func names(_ node: Int) -> [String] {
    guard kind(node) == .object else { return [] }
    var names: [String] = []
    var children = children(node)
    while let name = children.next(), children.next() != nil, names.count < 20 {
      let cell = cell(name)
      names.append(String(decoding: cell.bytes[cell.range], as: UTF8.self))
    }
    return names
  }

  private func nothing(_ part: JSONPath.Part, in node: Int, way: String) -> FormatError {
    let whole = way.isEmpty ? "the document" : "'\(way)'"
    let kind = kind(node)
    let problem: String
    var advice = "Open the document: the provider may have changed it, or sent an error instead"
    switch (part, kind) {
    case (.key(let key), .object):
      problem = "there is no '\(key)' in \(whole)"
      let names = names(node)
      if !names.isEmpty { advice = "There are: \(names.joined(separator: ", "))" }
    case (.element(let index), .array): problem = "there is no element \(index) in \(whole)"
    case (.key, _): problem = "\(whole) should be an object and is \(kind.words)"
    case (.element, _): problem = "\(whole) should be an array and is \(kind.words)"
    }
    return .badData(place(node), problem: problem, advice: advice)
  }
}

extension JSONDocument.Kind {
  /// The name with its article.
  var words: String {
    switch self {
    case .null: "null"
    case .array, .object: "an \(rawValue)"
    default: "a \(rawValue)"
    }
  }
}

extension JSONPath {
  static func text(of parts: ArraySlice<Part>) -> String {
    parts.reduce("") { text, part in
      switch part {
      case .element(let index): return text + "[\(index)]"
      case .key(let key):
        let isBare = !key.isEmpty && !key.contains { ".[]'\"".contains($0) }
        return (text.isEmpty ? "" : text + ".") + (isBare ? key : "\"\(key)\"")
      }
    }
  }
}
