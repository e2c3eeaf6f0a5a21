import CXML2

/// Reads an XML document node by node with libxml2, and nothing outside the document.
///
/// Do not add options: NOENT, DTDLOAD, DTDATTR, HUGE and RECOVER are unsafe. `XMLGuard` refuses a document with a DTD before
/// libxml2 sees it, and this reader would too; without a DTD there are no entities but the five of XML.
struct XMLReader: ~Copyable {
  /// The next part of the document. The node of `start` is valid until the next step.
  enum Event {
    case start(XMLNode)
    /// Text, CDATA or white space.
    case text(XMLNode)
    case end
  }
  static let depth = 64
  static let elements = 5_000_000

  private let reader: xmlTextReaderPtr
  private let fault: UnsafeMutablePointer<Fault?>
  private let body: UnsafeBufferPointer<UInt8>
  private let file: String
  /// An element without content was begun and its end must be reported.
  private var endsNext = false
  /// The number of open elements.
  private(set) var depth = 0
  private var elements = 0

  /// The first error of libxml2.
  private struct Fault {
    var code: Int32
    var line: Int
    var column: Int
    var message: String
  }

  /// Calls `walk` with a reader of a document, which is not valid afterwards.
  static func walking<Result>(
    _ body: [UInt8], file: String, _ walk: (inout XMLReader) throws(FormatError) -> Result
  ) throws(FormatError) -> Result {
    try body.withUnsafeBufferPointer { (bytes: UnsafeBufferPointer<UInt8>) throws(FormatError) -> Result in
      try check(body, bytes, file: file)
      guard var reader = XMLReader(bytes, file: file) else {
        throw .unusable(file, problem: "libxml2 cannot begin to read it", advice: "Free some memory and try again")
      }
      return try walk(&reader)
    }
  }

  /// - Parameter bytes: not empty, shorter than 2 GB, and alive as long as the reader.
  private init?(_ bytes: UnsafeBufferPointer<UInt8>, file: String) {
    _ = libraryIsReady
    let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
    let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
    guard let reader = xmlReaderForMemory(start, Int32(bytes.count), nil, nil, Int32(options)) else { return nil }
    (self.reader, body, self.file) = (reader, bytes, file)
    fault = .allocate(capacity: 1)
    fault.initialize(to: nil)
    xmlTextReaderSetStructuredErrorHandler(
      reader,
      { context, error in
        // The context is `fault`, which outlives the reader.
        guard let context, let error = error?.pointee, error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
        let fault = context.assumingMemoryBound(to: Fault?.self)
        guard fault.pointee == nil else { return }
        let message = error.message.map { String(cString: $0) } ?? "an error"
        fault.pointee = Fault(
          code: error.code, line: Int(error.line), column: Int(error.int2), message: message)
      }, fault)
  }

  deinit {
    xmlFreeTextReader(reader)
    fault.deinitialize(count: 1)
    fault.deallocate()
  }

  /// The next event; nil at the end of a well-formed document.
  mutating func next() throws(FormatError) -> Event? {
    if endsNext {
      endsNext = false
      depth -= 1
      return .end
    }
    while true {
      let status = xmlTextReaderRead(reader)
      guard status == 1 else {
        if status == 0, fault.pointee == nil { return nil }
        throw broken
      }
      guard let node = XMLNode(xmlTextReaderCurrentNode(reader)) else { throw broken }
      switch UInt32(bitPattern: xmlTextReaderNodeType(reader)) {
      case XML_READER_TYPE_ELEMENT.rawValue:
        depth += 1
        elements += 1
        if depth > XMLReader.depth {
          throw tooMuch("elements nested more than \(XMLReader.depth) deep", node)
        }
        if elements > XMLReader.elements { throw tooMuch("more than \(XMLReader.elements) elements", node) }
        endsNext = xmlTextReaderIsEmptyElement(reader) == 1
        return .start(node)
      case XML_READER_TYPE_END_ELEMENT.rawValue:
        depth -= 1
        return .end
      case XML_READER_TYPE_TEXT.rawValue, XML_READER_TYPE_CDATA.rawValue,
        XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue, XML_READER_TYPE_WHITESPACE.rawValue:
        return .text(node)
      case XML_READER_TYPE_DOCUMENT_TYPE.rawValue, XML_READER_TYPE_ENTITY_REFERENCE.rawValue,
        XML_READER_TYPE_ENTITY.rawValue, XML_READER_TYPE_NOTATION.rawValue:
        throw .badData(
          .init(file: file, line: line(of: node), column: 1, text: node.name),
          problem: "a document type or an entity; DTDs are not accepted",
          advice: "No provider needs one: open what the server sent")
      default: continue  // comments, processing instructions
      }
    }
  }

  /// The line of a node of the last event. libxml2 counts lines of nodes up to 65534; beyond, it is the current line of the
  /// reader, which may be a few further on.
  func line(of node: XMLNode) -> Int {
    let line = node.line
    return line < 65535 ? line : Int(xmlTextReaderGetParserLineNumber(reader))
  }

  /// A name to compare with those of nodes: libxml2 keeps each name once for each reader.
  func name(_ name: XMLName) -> XMLNode.Name {
    XMLNode.Name(local: constant(name.local), namespace: name.namespace.flatMap { constant($0) })
  }

  /// A text that lives as long as the reader.
  func constant(_ text: String) -> UnsafePointer<xmlChar>? { xmlTextReaderConstString(reader, text) }

  // MARK: - What is refused

  private var broken: FormatError {
    guard let fault = fault.pointee else {
      return .unusable(file, problem: "it is not well-formed XML", advice: "Fetch it again, or open it")
    }
    // libxml2 has one error for text after the root and for an end before that of the root.
    let isCut = fault.code == XML_ERR_DOCUMENT_END.rawValue && depth > 0
    let words = fault.message.split { $0.isWhitespace }.joined(separator: " ")
    let message = isCut ? "the document ends in the middle" : words
    let rest = rest(of: fault.line, from: fault.column)
    let text = excerpt(rest, rest.indices)
    return .badData(
      .init(file: file, line: fault.line, column: max(1, fault.column), text: text),
      problem: "not well-formed XML (\(message))", advice: "Check that the download was finished, or open it")
  }

  /// The text after a place, as far as an error shows it.
  private func rest(of line: Int, from column: Int) -> [UInt8] {
    var start = 0
    for _ in 1..<max(1, line) {
      guard let feed = body[start...].firstIndex(of: 10) else { break }
      start = feed + 1
    }
    start = min(start + max(0, column - 1), body.count)
    return Array(body[start..<min(start + 160, body.count)])
  }

  private func tooMuch(_ problem: String, _ node: XMLNode) -> FormatError {
    .badData(
      .init(file: file, line: line(of: node), column: 1, text: node.name), problem: problem,
      advice: "No provider sends this; ask for a shorter period if this one does")
  }

  /// Refuses what libxml2 must not see.
  private static func check(
    _ body: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, file: String
  ) throws(FormatError) {
    if body.allSatisfy({ $0 <= 32 }) || body == [0xEF, 0xBB, 0xBF] {
      throw .empty(file, problem: "it is empty", advice: "Check that the download was finished")
    }
    if looksLikeHTML(body) { throw pageInstead(of: "XML", body, file: file) }
    guard body.count < Int(Int32.max) else {
      throw .unusable(file, problem: "a document of more than 2 GB", advice: "Ask for a shorter period")
    }
    do throws(XMLGuard.Fault) {
      try XMLGuard.check(bytes)
    } catch {
      let (line, column) = lineAndColumn(of: error.position, in: body)
      let text = excerpt(body, error.position..<body.count)
      throw .badData(
        .init(file: file, line: line, column: column, text: text), problem: error.problem, advice: error.advice)
    }
  }
}

/// Done once, before the first document: threads may then read documents at the same time, and libxml2 loads no external
/// entity in this process.
private let libraryIsReady: Void = {
  xmlInitParser()
  xmlSetExternalEntityLoader { _, _, _ in nil }
}()
