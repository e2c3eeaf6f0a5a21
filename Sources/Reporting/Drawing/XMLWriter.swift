import CXML2

/// Owns one of libxml2's text writers and the buffer it writes to. Escaping is libxml2's; characters that XML 1.0
/// cannot hold at all (most control characters) become U+FFFD, so that no name, however hostile, breaks a document.
package struct XMLWriter: ~Copyable {
  private let buffer: xmlBufferPtr
  private let writer: xmlTextWriterPtr

  package init() {
    _ = prepared
    guard let buffer = xmlBufferCreate(), let writer = xmlNewTextWriterMemory(buffer, 0) else {
      preconditionFailure("libxml2 has no memory left for a writer")
    }
    (self.buffer, self.writer) = (buffer, writer)
  }

  deinit {
    xmlFreeTextWriter(writer)
    xmlBufferFree(buffer)
  }

  /// `<name …>`, to be closed by `close()`.
  package mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
    xmlTextWriterStartElement(writer, name)
    for (key, value) in attributes { xmlTextWriterWriteAttribute(writer, key, legal(value)) }
  }

  package mutating func close() { xmlTextWriterEndElement(writer) }

  package mutating func text(_ content: String) { xmlTextWriterWriteString(writer, legal(content)) }

  /// `<name …>content</name>`, or `<name …/>` where there is no content; on a line of its own.
  package mutating func leaf(_ name: String, _ attributes: KeyValuePairs<String, String>, _ content: String = "") {
    open(name, attributes)
    if !content.isEmpty { text(content) }
    close()
    xmlTextWriterWriteRaw(writer, "\n")
  }

  /// Closes whatever is open and gives the document.
  package consuming func finish() -> String {
    xmlTextWriterEndDocument(writer)
    xmlTextWriterFlush(writer)
    guard let bytes = xmlBufferContent(buffer) else { return "" }
    let count = Int(xmlBufferLength(buffer))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }
}

/// libxml2 fills its tables at first use, which is not thread-safe.
private let prepared: Void = xmlInitParser()

/// XML 1.0, production 2 (Char).
func legal(_ text: String) -> String {
  func isLegal(_ c: Unicode.Scalar) -> Bool {
    switch c.value {
    case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
  if text.unicodeScalars.allSatisfy(isLegal) { return text }
  return String(String.UnicodeScalarView(text.unicodeScalars.map { isLegal($0) ? $0 : "\u{FFFD}" }))
}
