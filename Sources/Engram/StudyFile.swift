import DataSources
import Files
import Yams

/// The text of a study file, as it was read once.
package struct StudyText: Sendable {
  /// The path, as it was given.
  package var path: String
  package var text: String
  /// Of the bytes.
  package var sha256: String

  /// The most bytes of a study file.
  static let limit = 1 << 22

  /// - Throws: `StudyError` for what is not a file of text.
  package init(readingFile path: String) throws(StudyError) {
    let bytes: [UInt8]?
    do throws(FileFault) {
      bytes = try Disk.read(path, limit: Self.limit, followingLinks: true)
    } catch {
      throw .file(path, found: error.reason)
    }
    guard let bytes else { throw .file(path, found: "there is no such file; check the path") }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .file(path, found: "it is not UTF-8 text") }
    (self.path, self.text, sha256) = (path, text, sha256Text(of: bytes))
  }
}

extension StudyText {
  /// Refuses a study or a sweep that names no sources: those of the default study would be a surprise.
  package func requireSources() throws(StudyError) {
    let settings = try Study.settings(yaml: text, path: path)
    func names(_ mapping: Node.Mapping) -> Bool { mapping.contains { $0.key.scalar?.string == "sources" } }
    let grid = settings.first { $0.key.scalar?.string == "grid" }?.value.mapping
    guard !names(settings), !(grid.map(names) ?? false) else { return }
    throw .file(path, found: "it names no sources; add a list such as 'sources: [csv:prices.csv]'")
  }
}

extension Study {
  /// Reads a study file: a YAML mapping from settings to values, with two lists, `sources`, of requests, and `fixtures`,
  /// of folders of recorded documents.
  ///
  ///     name: weather
  ///     sources:
  ///       - melbourne=csv:fixtures/real/melbourne_max_temp_daily.csv
  ///     epochs: 200
  ///
  /// Settings by column are a mapping, `lag: {sp500: 1, dow: 1}`, or text in the form of the command line.
  ///
  /// - Throws: `StudyError` with the file, the line and the problem.
  public init(readingFile path: String) throws(StudyError) {
    let file = try StudyText(readingFile: path)
    try self.init(yaml: file.text, path: path)
  }

  /// Reads the text of a study file; `path` is its name in errors.
  public init(yaml text: String, path: String) throws(StudyError) {
    self.init()
    try read(try Study.settings(yaml: text, path: path), path: path)
  }

  /// The settings in a YAML text, with values and lines.
  static func settings(yaml text: String, path: String) throws(StudyError) -> Node.Mapping {
    let root: Node?
    do {
      root = try plainYAML(text)
    } catch let part as NamedPart {
      throw .file(path, found: "\(part)")
    } catch {
      throw .file(path, found: "it is not YAML: \(error)")
    }
    guard case .mapping(let mapping) = root else {
      throw .file(path, found: "it must be a list of settings such as 'epochs: 300'")
    }
    return mapping
  }

  /// - Parameter other: a key that the caller reads.
  mutating func read(_ mapping: Node.Mapping, path: String, leaving other: String? = nil) throws(StudyError) {
    // The default fixtures hold the default sources only.
    if mapping.contains(where: { $0.key.scalar?.string == "sources" }) { fixtures = [] }
    for (key, value) in mapping {
      guard let name = key.scalar?.string else {
        throw StudyError.value("a key", given: "a list", allowed: "the name of a setting").at(key.mark, in: path)
      }
      if name == other { continue }
      if name == "grid" {
        let line = key.mark.map { "line \($0.line): " } ?? ""
        throw .file(path, found: line + "a grid makes it a sweep; run it with 'engram sweep'")
      }
      do {
        try set(name, to: value)
      } catch {
        throw error.at(key.mark, in: path)
      }
    }
  }

  private mutating func set(_ name: String, to value: Node) throws(StudyError) {
    switch name {
    case "sources": sources = try Study.list(name, value, of: "requests such as csv:prices.csv?value=Close")
    case "fixtures": fixtures = try Study.list(name, value, of: "folders of recorded documents")
    default: try Setting.set(name, to: try Study.text(of: name, value), in: &self)
    }
  }

  /// The value of a setting in the form of the command line: `{a: 1, b: 2}` is `a=1,b=2`.
  static func text(of name: String, _ value: Node) throws(StudyError) -> String {
    if let scalar = value.scalar { return scalar.string }
    // Report an unknown name before an invalid value.
    guard case .byColumn = try Setting.named(name).form, let mapping = value.mapping else {
      throw .value(name, given: "a list", allowed: "a single value")
    }
    var parts: [String] = []
    for (column, value) in mapping {
      guard let column = column.scalar?.string, let value = value.scalar?.string else {
        throw .value(name, given: "a list", allowed: "a single value for each column")
      }
      parts.append("\(column)=\(value)")
    }
    return parts.joined(separator: ",")
  }

  /// At least one text.
  static func list(_ name: String, _ value: Node, of what: String) throws(StudyError) -> [String] {
    guard let items = value.sequence, !items.isEmpty else {
      throw .value(name, given: value.scalar?.string ?? "", allowed: "a list of at least one of \(what)")
    }
    var texts: [String] = []
    for item in items {
      guard let text = item.scalar?.string else { throw .value(name, given: "a list", allowed: what) }
      texts.append(text)
    }
    return texts
  }
}

extension StudyError {
  /// The same with its file and line.
  func at(_ mark: Mark?, in path: String) -> StudyError {
    .file(path, found: (mark.map { "line \($0.line): " } ?? "") + description)
  }
}
