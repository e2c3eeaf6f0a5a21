import Formats

extension CSVFormat {
  /// The options that every source of CSV text takes.
  public static let options: [Manual.Option] = [
    .init("date", "the column of dates, by name or number, or none to count rows; the default is to look for it"),
    .init("value", "the columns of values by name or number, | between two; the default is every column of numbers"),
    .init("key", "the column that says which series a row belongs to (a long table)"),
    .init("layout", "wide (a column is a series) or long (a key is a series, needs key=); the default is wide"),
    .init("delimiter", "comma, semicolon, tab or pipe, or the character itself; the default is to find out"),
    .init("decimal", "point or comma, the other may group thousands; the default is to find out"),
    .init("header", "first or none; the default is to find out"),
    .init("order", "mdy or dmy, what 1/2/2020 means; the default is what the dates show, never a guess"),
    .init("epoch", "s or ms: dates are seconds or milliseconds since 1970"),
    .init("missing", "texts that mean a missing value, | between two; the default is N/A|NA|NaN|null|.|-|-- and like"),
    .init("comment", "the character that begins a comment line, e.g. %23 for #; the default is none"),
  ]

  /// What a request says about its text. Options that are not of this list are left to the source.
  package init(_ reader: OptionReader, _ request: SourceRequest) throws(SourceError) {
    self.init()
    delimiter = try reader.delimiter(request)
    decimal = try reader.choice("decimal", as: Decimal.self)
    header = try reader.choice("header", as: Header.self)
    order = try reader.choice("order", as: DayOrder.self)
    epoch = try reader.choice("epoch", as: Epoch.self)
    date = reader.string("date").map { $0 == "none" ? .none : .column($0) }
    values = try reader.words("value", request)
    missing = reader.string("missing").map { $0.split(separator: "|").map { String($0) } } ?? Self.usualMarkers
    comment = try reader.comment(request)
    key = reader.string("key")
    let layout = try reader.choice("layout", among: ["wide", "long"])
    if layout == "long", key == nil {
      throw .request(
        request.text, problem: "layout=long needs the column that names the series of a row",
        advice: "Write key=COLUMN")
    }
    if layout == "wide", key != nil {
      throw .request(
        request.text, problem: "key= has no meaning in a wide table", advice: "Write layout=long, or leave key= out")
    }
  }
}

extension OptionReader {
  fileprivate func delimiter(_ request: SourceRequest) throws(SourceError) -> CSVFormat.Delimiter? {
    let character = string("delimiter")
    if let found = CSVFormat.Delimiter.allCases.first(where: { $0.byte == character?.utf8.first }),
      character?.utf8.count == 1
    {
      return found
    }
    return try choice("delimiter", as: CSVFormat.Delimiter.self)
  }

  fileprivate func words(_ name: String, _ request: SourceRequest) throws(SourceError) -> [String]? {
    guard let text = string(name) else { return nil }
    let words = text.split(separator: "|", omittingEmptySubsequences: false).map { String($0) }
    if words.contains("") {
      throw .request(
        request.text, problem: "\(name)=\(text) has an empty entry",
        advice: "Write \(name)=A|B with a bar only between two entries")
    }
    return words
  }

  fileprivate func comment(_ request: SourceRequest) throws(SourceError) -> UInt8? {
    guard let text = string("comment") else { return nil }
    // Anything else may begin a row, or end a line.
    guard let byte = text.utf8.first, text.utf8.count == 1, "#%!*/;:>&'$@~".utf8.contains(byte) else {
      throw .request(
        request.text, problem: "comment=\(text) does not begin a comment",
        advice: "Give one of the characters # % ! * / ; : > & ' $ @ ~, # as %23 and & as %26")
    }
    return byte
  }
}
