import CXML2

/// A page read back with libxml2 as XML, which forgives nothing; nil where it is not well-formed.
struct PageTree {
  struct Element {
    var name: String
    var attributes: [String: String]
    /// All that is written in it.
    var text: String
    /// The names of the elements around it, the outermost first.
    var path: [String]
  }
  var elements: [Element] = []

  init?(_ page: String) {
    let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
    var bytes = Array(page.utf8).map(CChar.init(bitPattern:))
    guard let document = xmlReadMemory(&bytes, Int32(bytes.count), "index.html", "UTF-8", options) else { return nil }
    defer { xmlFreeDoc(document) }
    guard let root = xmlDocGetRootElement(document) else { return nil }
    visit(root, [])
  }

  private mutating func visit(_ first: xmlNodePtr, _ path: [String]) {
    var next: xmlNodePtr? = first
    while let node = next {
      next = node.pointee.next
      guard node.pointee.type == XML_ELEMENT_NODE else { continue }
      let name = String(cString: node.pointee.name)
      var text = ""
      if let content = xmlNodeGetContent(node) {
        text = String(cString: content)
        content.deallocate()
      }
      elements.append(Element(name: name, attributes: PageTree.attributes(node), text: text, path: path))
      if let child = node.pointee.children { visit(child, path + [name]) }
    }
  }

  private static func attributes(_ node: xmlNodePtr) -> [String: String] {
    var attributes: [String: String] = [:]
    var next = node.pointee.properties
    while let attribute = next {
      let name = String(cString: attribute.pointee.name)
      if let value = xmlGetProp(node, name) {
        attributes[name] = String(cString: value)
        value.deallocate()
      }
      next = attribute.pointee.next
    }
    return attributes
  }

  func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  func attribute(_ name: String) -> [String] { elements.compactMap { $0.attributes[name] } }

  /// The element of an id.
  subscript(id: String) -> Element? { elements.first { $0.attributes["id"] == id } }
}
