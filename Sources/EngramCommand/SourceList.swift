import Engram
import Files
import Glibc

/// Sources in a file, one on each line; empty lines and those that begin with # are left out.
struct SourceList {
  var sources: [String]
  private static let limit = 1 << 26

  /// - Parameter path: of the file; `-` is standard input.
  init(reading path: String) throws {
    func fault(_ reason: String) -> CommandFault {
      CommandFault("reading the list \(path): \(reason)", status: .badUsage)
    }
    let bytes: [UInt8]?
    do throws(FileFault) {
      bytes = try path == "-" ? Self.standardInput() : Disk.read(path, limit: Self.limit, followingLinks: true)
    } catch {
      throw fault(error.reason)
    }
    guard let bytes else { throw fault("there is no such file; check the path") }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw fault("it is not UTF-8 text") }
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      let start = line.drop(while: \.isWhitespace)
      return String(
        start.prefix(upTo: start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex))
    }
    sources = lines.filter { !$0.isEmpty && !$0.hasPrefix("#") }
    if sources.isEmpty { throw fault("it names no sources; write one on each line, such as csv:prices.csv") }
    let files = sources.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
    if let file = files.first { throw fault("\(file) is a study; a list has sources") }
  }

  private static func standardInput() throws(FileFault) -> [UInt8] {
    var (bytes, part) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = read(STDIN_FILENO, &part, part.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileFault(path: "-", reason: Disk.reason())
      }
      bytes += part.prefix(count)
      if bytes.count > limit { throw FileFault(path: "-", reason: "it has more than \(limit) bytes") }
    }
  }
}
