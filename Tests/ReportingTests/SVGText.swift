import CXML2
import Reporting

/// What a drawing says and where, read back with libxml2; nil where it is not well-formed XML.
struct SVGText {
  struct Box: CustomStringConvertible {
    var text: String
    var (left, top, right, bottom): (Double, Double, Double, Double)
    var description: String { "'\(text)' at \(left), \(top)" }

    func overlaps(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }
  var boxes: [Box] = []
  var size = (width: 0.0, height: 0.0)
  /// The numbers of all paths.
  var paths: [String] = []

  init?(_ svg: String) {
    let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
    var bytes = Array(svg.utf8).map(CChar.init(bitPattern:))
    guard let document = xmlReadMemory(&bytes, Int32(bytes.count), "drawing.svg", "UTF-8", options) else { return nil }
    defer { xmlFreeDoc(document) }
    guard let root = xmlDocGetRootElement(document) else { return nil }
    size = (SVGText.number(root, "width"), SVGText.number(root, "height"))
    visit(root)
  }

  private mutating func visit(_ node: xmlNodePtr) {
    var next: xmlNodePtr? = node
    while let element = next {
      let name = String(cString: element.pointee.name)
      if name == "text" { add(element) }
      if name == "path" { paths.append(SVGText.attribute(element, "d")) }
      if let child = element.pointee.children { visit(child) }
      next = element.pointee.next
    }
  }

  private mutating func add(_ element: xmlNodePtr) {
    guard let content = xmlNodeGetContent(element) else { return }
    defer { content.deallocate() }
    let text = String(cString: content)
    let names = SVGText.attribute(element, "class").split(separator: " ").map { String($0) }
    guard let style = TextStyle.allCases.first(where: { names.contains($0.name) }) else { return }
    let width = TextWidth.of(text, size: style.size, bold: style.bold)
    let (x, y) = (SVGText.number(element, "x"), SVGText.number(element, "y"))
    let anchor = SVGText.attribute(element, "text-anchor")
    let left = anchor == "middle" ? x - width / 2 : anchor == "end" ? x - width : x
    boxes.append(
      Box(text: text, left: left, top: y - style.size * 0.75, right: left + width, bottom: y + style.size * 0.2))
  }

  private static func attribute(_ node: xmlNodePtr, _ name: String) -> String {
    guard let value = xmlGetProp(node, name) else { return "" }
    defer { value.deallocate() }
    return String(cString: value)
  }

  private static func number(_ node: xmlNodePtr, _ name: String) -> Double { Double(attribute(node, name)) ?? .nan }

  /// The first two texts that lie on each other.
  var collision: (Box, Box)? {
    for (index, box) in boxes.enumerated() {
      for other in boxes[(index + 1)...] where box.overlaps(other) { return (box, other) }
    }
    return nil
  }

  /// The first text that leaves the page.
  var outside: Box? { boxes.first { $0.left < 0 || $0.top < 0 || $0.right > size.width || $0.bottom > size.height } }
}
