import CXML2

/// A node of libxml2: an element with its attributes and the elements around it, or a text. It is valid until the reader
/// moves on.
struct XMLNode {
  private let node: UnsafeMutablePointer<xmlNode>

  init?(_ node: UnsafeMutablePointer<xmlNode>?) {
    guard let node else { return nil }
    self.node = node
  }

  /// A name as the reader keeps it: equal names have equal pointers.
  struct Name {
    var local: UnsafePointer<xmlChar>?
    var namespace: UnsafePointer<xmlChar>?

    func matches(_ other: UnsafePointer<xmlChar>?, _ space: UnsafeMutablePointer<xmlNs>?) -> Bool {
      guard other == local else { return false }
      guard let namespace else { return true }
      return xmlStrEqual(space?.pointee.href, namespace) == 1
    }
  }

  /// The name with its prefix, as it is written.
  var name: String {
    let prefix = node.pointee.ns?.pointee.prefix.map { String(cString: $0) + ":" } ?? ""
    return prefix + (node.pointee.name.map { String(cString: $0) } ?? "")
  }

  /// At most 65535.
  var line: Int { Int(node.pointee.line) }

  func isNamed(_ name: Name) -> Bool { name.matches(node.pointee.name, node.pointee.ns) }

  /// The element around an element; nil around the root.
  var parent: XMLNode? {
    guard let parent = node.pointee.parent, parent.pointee.type == XML_ELEMENT_NODE else { return nil }
    return XMLNode(parent)
  }

  /// Appends the text of a text node.
  func appendText(to bytes: inout [UInt8]) { appendContent(node.pointee.content, to: &bytes) }

  // MARK: - Attributes

  /// Appends the value of an attribute; false if there is no such attribute.
  func append(_ name: Name, to bytes: inout [UInt8]) -> Bool {
    guard let attribute = attribute(name) else { return false }
    var part = attribute.pointee.children
    while let text = part {
      appendContent(text.pointee.content, to: &bytes)
      part = text.pointee.next
    }
    return true
  }

  /// Whether there is the attribute, and whether it has that value, if one is given.
  func has(_ name: Name, value: UnsafePointer<xmlChar>?) -> Bool {
    guard let attribute = attribute(name) else { return false }
    guard let value else { return true }
    guard let first = attribute.pointee.children else { return value.pointee == 0 }
    if first.pointee.next == nil { return xmlStrEqual(first.pointee.content, value) == 1 }
    var bytes: [UInt8] = []
    return append(name, to: &bytes) && bytes.elementsEqual(UnsafeBufferPointer(start: value, count: length(value)))
  }

  /// Whether the element is marked as having no value: `xsi:nil="true"`, `m:null="true"`.
  var isNull: Bool {
    var next = node.pointee.properties
    while let attribute = next {
      if attribute.pointee.ns != nil, let name = attribute.pointee.name, isAny(name, of: ["nil", "null"]),
        let value = attribute.pointee.children?.pointee.content, isAny(value, of: ["true", "1"])
      {
        return true
      }
      next = attribute.pointee.next
    }
    return false
  }

  /// The names of its first attributes, for an error about a missing one.
  var attributeNames: [String] {
    var names: [String] = []
    var next = node.pointee.properties
    while let attribute = next, names.count < 20 {
      if let name = attribute.pointee.name { names.append("@" + String(cString: name)) }
      next = attribute.pointee.next
    }
    return names
  }

  private func attribute(_ name: Name) -> UnsafeMutablePointer<xmlAttr>? {
    var next = node.pointee.properties
    while let attribute = next {
      if name.matches(attribute.pointee.name, attribute.pointee.ns) { return attribute }
      next = attribute.pointee.next
    }
    return nil
  }

  private func appendContent(_ content: UnsafeMutablePointer<xmlChar>?, to bytes: inout [UInt8]) {
    guard let content else { return }
    bytes.append(contentsOf: UnsafeBufferPointer(start: content, count: length(content)))
  }

  private func length(_ text: UnsafePointer<xmlChar>) -> Int { Int(xmlStrlen(text)) }

  private func isAny(_ text: UnsafePointer<xmlChar>, of words: [StaticString]) -> Bool {
    words.contains { xmlStrEqual(text, $0.utf8Start) == 1 }
  }
}
