/// The parts of a request: `[name=]adapter:argument[?option=value&…]`.
public struct SourceRequest: Sendable, Equatable {
  /// The name of the column, or the prefix of several columns.
  public var name: String?
  /// The name of the adapter, before the colon.
  public var adapter: String
  /// The text between the colon and the options.
  public var argument: String
  /// In their order; `%XX` is decoded, and no name occurs twice.
  public var options: [Option]
  /// As it was typed.
  public var text: String

  /// One option of a request, `name=value`.
  public struct Option: Sendable, Equatable {
    /// As it was written.
    public var name: String
    /// Decoded.
    public var value: String
    /// An option with a name and a value.
    public init(name: String, value: String) { (self.name, self.value) = (name, value) }
  }

  /// A request made by a program; `text` is what a user would type for it.
  public init(name: String? = nil, adapter: String, argument: String, options: [Option] = []) {
    (self.name, self.adapter, self.argument, self.options) = (name, adapter, argument, options)
    let isURL = adapter == "http" && Self.isURL(argument[...])
    let prefix = name.map { percentEncoded($0, escaping: "=:/?#") + "=" } ?? ""
    let body = isURL ? argument : adapter + ":" + percentEncoded(argument, escaping: "?")
    let pairs = options.map {
      percentEncoded($0.name, escaping: "&=") + "=" + percentEncoded($0.value, escaping: "&")
    }
    let tail = pairs.isEmpty ? "" : (isURL ? "#" : "?") + pairs.joined(separator: "&")
    text = prefix + body + tail
  }
}

extension SourceRequest {
  /// Parses the text of a request, without checking whether the adapter exists.
  ///
  /// - `%XX` is the byte XX in a name, an argument or an option: `%26` for `&`, `%3F` for `?`, `%25` for `%`.
  /// - A path that ends in .csv, .tsv or .txt needs no adapter: `prices.csv?value=Close` is `csv:prices.csv?value=Close`.
  /// - A URL with its query is the argument of the adapter `http`; options for reading the answer follow a `#` and are not
  ///   sent to the server: `https://host/get?id=SP500#value=SP500`.
  /// - The text before a `=` is a name unless it contains a `/`: write a path that contains a `=` with `./`.
  public init(parsing text: String) throws(SourceError) {
    var parser = RequestParser(text: text)
    let name = try parser.takeName()
    let isURL = Self.isURL(parser.rest)
    let options = try parser.takeOptions(after: isURL ? "#" : "?")
    if isURL {
      (adapter, argument) = ("http", String(parser.rest))
    } else {
      (adapter, argument) = try parser.adapterAndArgument()
    }
    (self.name, self.options, self.text) = (name, options, text)
  }

  /// What a reader may call its data: its name, else the last part of its argument without the end of a file name.
  package var title: String {
    if let name { return name }
    let word = argument.split(separator: " ").first ?? ""
    let last = word.split(separator: "/").last?.split(separator: "?").first ?? ""
    return last.split(separator: ".").first.map { String($0) } ?? adapter
  }
}

/// Parses a request from both ends.
private struct RequestParser {
  let text: String
  /// The text that has not been parsed.
  var rest: Substring

  init(text: String) { (self.text, rest) = (text, text[...]) }

  /// The text before the first `=`, unless an argument begins before it.
  mutating func takeName() throws(SourceError) -> String? {
    guard let end = rest.firstIndex(where: { "=:/?#".contains($0) }), rest[end] == "=" else { return nil }
    let name = try decoded(rest[..<end])
    if name.isEmpty {
      throw fault("the name before '=' is empty", "Write a name, or leave the '=' out")
    }
    rest = rest[rest.index(after: end)...]
    return name
  }

  /// Removes the options after the first separator and returns them.
  mutating func takeOptions(after separator: Character) throws(SourceError) -> [SourceRequest.Option] {
    guard let start = rest.firstIndex(of: separator) else { return [] }
    let list = rest[rest.index(after: start)...]
    rest = rest[..<start]
    var options: [SourceRequest.Option] = []
    for (index, piece) in list.split(separator: "&", omittingEmptySubsequences: false).enumerated() {
      let option = try self.option(piece, number: index + 1)
      if options.contains(where: { $0.name == option.name }) {
        throw fault("the option '\(option.name)' is given twice", "Leave one of them out")
      }
      options.append(option)
    }
    return options
  }

  private func option(_ piece: Substring, number: Int) throws(SourceError) -> SourceRequest.Option {
    if piece.isEmpty {
      throw fault("option \(number) is empty", "Write option=value, and '&' only between two options")
    }
    guard let equals = piece.firstIndex(of: "=") else {
      let name = try decoded(piece)
      throw fault("the option '\(name)' has no value", "Write \(piece)=VALUE")
    }
    if equals == piece.startIndex {
      throw fault("option \(number) has no name before '='", "Write option=value; '&' in a value is written %26")
    }
    return .init(name: try decoded(piece[..<equals]), value: try decoded(piece[piece.index(after: equals)...]))
  }

  func adapterAndArgument() throws(SourceError) -> (String, String) {
    if let colon = rest.firstIndex(of: ":"), isWord(rest[..<colon]) {
      let argument = try decoded(rest[rest.index(after: colon)...])
      if argument.isEmpty {
        throw fault("nothing follows '\(rest)'", "Name what to read: \(SourceRequest.form)")
      }
      return (String(rest[..<colon]), argument)
    }
    let tables = [".csv", ".tsv", ".txt"]
    let endings = tables + [".gz", ".bz2", ".xz"].flatMap { packed in tables.map { $0 + packed } }
    if endings.contains(where: { rest.lowercased().hasSuffix($0) }) { return ("csv", try decoded(rest)) }
    if text.isEmpty { throw fault("it is empty", "A source is written \(SourceRequest.form)") }
    throw fault(
      "it names no adapter",
      "A source is written \(SourceRequest.form); only a path that ends in .csv, .tsv or .txt needs no adapter")
  }

  private func decoded(_ piece: Substring) throws(SourceError) -> String {
    do throws(PercentFault) {
      return try percentDecoded(piece)
    } catch {
      throw fault("'\(error.piece)' is not an escaped character", "Write %25 for a percent sign")
    }
  }

  private func fault(_ problem: String, _ advice: String) -> SourceError {
    .request(text, problem: problem, advice: advice)
  }
}

extension SourceRequest {
  /// Whether a text is the argument of the adapter `http`, which needs no name of an adapter before it.
  private static func isURL(_ text: Substring) -> Bool {
    ["http://", "https://"].contains { text.lowercased().hasPrefix($0) }
  }

  static let form = "[name=]adapter:argument[?option=value&...], as in random:ar2?rows=1000"
}

/// Whether a text may be the name of an adapter: a letter, then letters, digits and hyphens.
private func isWord(_ text: Substring) -> Bool {
  guard let first = text.first, first.isASCII, first.isLetter else { return false }
  return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
}
