/// Scans a document before libxml2 parses it, and refuses what libxml2 must not see: DTDs, encodings in which the scan could
/// miss markup, and tags that are too long or have too many attributes. libxml2 compares every pair of attributes of an
/// element: 200,000 attributes, in 2 MB, take it six minutes.
///
/// It splits markup as libxml2 does, and leaves errors in it to libxml2, whose messages are better.
struct XMLGuard {
  /// The most attributes of an element.
  static let attributes = 128
  /// The most bytes of a tag.
  static let tagLength = 1 << 16

  struct Fault: Error, Equatable {
    var position: Int
    var problem: String
    var advice: String
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position: Int

  /// - Parameter bytes: not empty.
  static func check(_ bytes: UnsafeBufferPointer<UInt8>) throws(Fault) {
    var look = XMLGuard(bytes: bytes, position: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    try look.checkStart()
    try look.checkMarkup()
  }

  // MARK: - The start

  private func checkStart() throws(Fault) {
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) || bytes.prefix(4).contains(0) {
      throw Fault(position: 0, problem: "a document in UTF-16 or UTF-32", advice: "Convert it to UTF-8 with iconv")
    }
    let first = bytes[position...].firstIndex { $0 > 32 } ?? bytes.count
    guard first < bytes.count, bytes[first] == UInt8(ascii: "<") else {
      throw Fault(
        position: first, problem: "not XML: '<' expected",
        advice: "Open it: servers send their errors as text")
    }
    if let encoding = declaredEncoding(from: first), !isLikeASCII(encoding) {
      throw Fault(
        position: first, problem: "an encoding that is not read, \(encoding)",
        advice: "Convert it to UTF-8 with iconv, and change the declaration")
    }
  }

  private func declaredEncoding(from start: Int) -> String? {
    guard bytes[start...].starts(with: "<?xml".utf8) else { return nil }
    let declaration = String(decoding: bytes[start...].prefix(400).prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
    guard let name = declaration.firstRange(of: "encoding"),
      let open = declaration[name.upperBound...].firstIndex(where: { $0 == "'" || $0 == "\"" })
    else { return nil }
    let rest = declaration[declaration.index(after: open)...]
    return String(rest.prefix { $0 != declaration[open] })
  }

  /// Bytes below 128 are ASCII, so what looks like markup is markup.
  private func isLikeASCII(_ encoding: String) -> Bool {
    let name = encoding.lowercased()
    return ["utf-8", "utf8", "us-ascii", "ascii"].contains(name)
      || ["iso-8859-", "windows-125"].contains { name.hasPrefix($0) }
  }

  // MARK: - The markup

  private mutating func checkMarkup() throws(Fault) {
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "<") else {
        position += 1
        continue
      }
      switch position + 1 < bytes.count ? bytes[position + 1] : 0 {
      case UInt8(ascii: "?"): skip(2, to: "?>")
      case UInt8(ascii: "!"):
        if starts("<!--") {
          skip(4, to: "-->")
        } else if starts("<![CDATA[") {
          skip(9, to: "]]>")
        } else if starts("<!DOCTYPE") || starts("<!ENTITY") {
          throw Fault(
            position: position, problem: "a document type; DTDs are not accepted",
            advice: "No provider needs one: open what the server sent")
        } else {
          position += 2
        }
      default: try checkTag()
      }
    }
  }

  private mutating func checkTag() throws(Fault) {
    let start = position
    var quote: UInt8 = 0
    var attributes = 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: ">") {
        break
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
        attributes += 1
        if attributes > XMLGuard.attributes {
          throw tooMuch("an element with more than \(XMLGuard.attributes) attributes", start)
        }
      }
    }
    if position - start > XMLGuard.tagLength { throw tooMuch("a tag of more than \(XMLGuard.tagLength) bytes", start) }
  }

  private func tooMuch(_ problem: String, _ position: Int) -> Fault {
    Fault(position: position, problem: problem, advice: "No provider sends this: open what the server sent")
  }

  private func starts(_ text: StaticString) -> Bool {
    // The bytes of a static string live as long as the program.
    text.withUTF8Buffer { bytes[position...].starts(with: $0) }
  }

  /// Skips some bytes, then everything up to the end of the next occurrence of the text.
  private mutating func skip(_ count: Int, to text: StaticString) {
    position = min(position + count, bytes.count)
    while position < bytes.count {
      if bytes[position] == text.utf8Start.pointee, starts(text) {
        position += text.utf8CodeUnitCount
        return
      }
      position += 1
    }
  }
}
