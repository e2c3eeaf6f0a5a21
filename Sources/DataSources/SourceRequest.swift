/// What the user asked for: `[name=]adapter:argument[?option=value&…]`, taken apart.
public struct SourceRequest: Sendable, Equatable {
  /// The name the user gave the column (or the prefix of the columns, where there are several).
  public var name: String?
  /// The word before the colon, which says who answers.
  public var adapter: String
  /// What stands between the colon and the options.
  public var argument: String
  /// In the order they were given; `%XX` decoded, no name twice.
  public var options: [Option]
  /// As it was typed.
  public var text: String

  /// One option of a request, `name=value`.
  public struct Option: Sendable, Equatable {
    /// As it was written.
    public var name: String
    /// Decoded.
    public var value: String
    /// As a request has it.
    public init(name: String, value: String) { (self.name, self.value) = (name, value) }
  }

  /// A request put together by a program; `text` is what a user would have typed for it.
  public init(name: String? = nil, adapter: String, argument: String, options: [Option] = []) {
    (self.name, self.adapter, self.argument, self.options) = (name, adapter, argument, options)
    let isURL = adapter == "http"
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
  /// Takes the text of a request apart; touches nothing outside, and does not know which adapters there are.
  ///
  /// - `%XX` stands for the byte XX in a name, an argument and an option: `%26` for `&`, `%3F` for `?`, `%25` for `%`.
  /// - A path that ends in .csv, .tsv or .txt needs no adapter: `prices.csv?value=Close` is `csv:prices.csv?value=Close`.
  /// - A URL is the argument of the adapter `http`, to the letter and with its own query; options for reading it
  ///   follow a `#`, which no server ever sees: `https://host/get?id=SP500#value=SP500`.
  /// - What stands before a `=` is a name unless it holds a `/`: a path with a `=` in it begins with `./`.
  public init(parsing text: String) throws(SourceError) {
    var parser = RequestParser(text: text)
    let name = try parser.takeName()
    let isURL = parser.rest.lowercased().hasPrefix("http://") || parser.rest.lowercased().hasPrefix("https://")
    let options = try parser.takeOptions(after: isURL ? "#" : "?")
    if isURL {
      (adapter, argument) = ("http", String(parser.rest))
    } else {
      (adapter, argument) = try parser.adapterAndArgument()
    }
    (self.name, self.options, self.text) = (name, options, text)
  }
}

/// Takes a request apart from both ends.
private struct RequestParser {
  let text: String
  /// What has not been read yet.
  var rest: Substring

  init(text: String) { (self.text, rest) = (text, text[...]) }

  /// What stands before the first `=`, if nothing before it could begin an argument.
  mutating func takeName() throws(SourceError) -> String? {
    guard let end = rest.firstIndex(where: { "=:/?#".contains($0) }), rest[end] == "=" else { return nil }
    let name = try decoded(rest[..<end])
    if name.isEmpty {
      throw fault("the name before '=' is empty", "Write a name, or leave the '=' out")
    }
    rest = rest[rest.index(after: end)...]
    return name
  }

  /// The options after the first separator, which are cut off.
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
        throw fault("nothing follows '\(rest)'", "Say what to read: \(SourceRequest.form)")
      }
      return (String(rest[..<colon]), argument)
    }
    let endings = [".csv", ".tsv", ".txt"]
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
      throw fault("'\(error.piece)' stands for no character", "Write %25 for a percent sign")
    }
  }

  private func fault(_ problem: String, _ advice: String) -> SourceError {
    .request(text, problem: problem, advice: advice)
  }
}

extension SourceRequest {
  static let form = "[name=]adapter:argument[?option=value&...], as in random:ar2?rows=1000"
}

/// A letter, then letters, digits and hyphens: what may name an adapter.
private func isWord(_ text: Substring) -> Bool {
  guard let first = text.first, first.isASCII, first.isLetter else { return false }
  return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
}
