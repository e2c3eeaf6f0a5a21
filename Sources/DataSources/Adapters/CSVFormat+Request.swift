import Formats
import Numbers
import TimeSeries

extension CSVFormat {
  /// The options that every source of CSV text takes.
  public static let options: [Manual.Option] = [
    .init(
      "date",
      "the column of dates, by name or number; Date+Time or Year+Month where its parts are in several; none to count rows;"
        + " the default is to look for it"),
    .init("value", "the columns of values by name or number, | between two; the default is every column of numbers"),
    .init("drop", "the columns to leave out, | between two"),
    .init(
      "key", "the column that says which series a row belongs to (a long table), or several with + between: geo+unit"),
    .init("layout", "wide (a column is a series) or long (a key is a series, needs key=); the default is wide"),
    .init(
      "zone", "the zone of times without an offset, and of the days of instants, e.g. Europe/Berlin; the default is UTC"
    ),
    .init("order", "mdy or dmy, what 1/2/2020 means; the default is what the dates show, never a guess"),
    .init(
      "epoch",
      "dates are numbers: s, ms, us or ns since 1970; excel, days since 1899-12-30; year, such as 1958.208; the default is"
        + " to know seconds to nanoseconds by their number of digits"),
    .init(
      "missing",
      "texts and numbers that mean a missing value, | between two; the default is N/A|NA|NaN|null|.|-|-- and like"),
    .init(
      "decimal",
      "point or comma, the other may group thousands; of single columns Kurs:comma|Rate:point; the default is to find out"
        + " for each column"),
    .init("encoding", "utf-8, latin1 (also Windows-1252) or utf-16; the default is utf-8"),
    .init("minus", "hyphen or unicode; unicode reads U+2212 as a minus sign; the default is to refuse it"),
    .init(
      "delimiter",
      "comma, semicolon, tab, pipe, space (one or more), or the character itself; the default is to find out"),
    .init("quote", "double or single, or the character itself; the default is to find out"),
    .init("header", "none, first, or how many rows name the columns: 1, 2 or 3; the default is to find out"),
    .init("skip", "how many lines are before the table; the default is to find out"),
    .init("comment", "the character that begins a comment line, e.g. %23 for #; the default is none"),
  ]

  /// What a request says about its text. Options that are not of this list are left to the source, whose manual may leave
  /// out those about the text itself.
  package init(_ reader: OptionReader, _ request: SourceRequest) throws(SourceError) {
    self.init()
    if reader.accepts("delimiter") { delimiter = try reader.delimiter(request) }
    if reader.accepts("quote") { quote = try reader.quote(request) }
    if reader.accepts("skip") { skip = try reader.integer("skip", in: 0...1_000_000) }
    (decimal, decimals) = try reader.decimals(request)
    if reader.accepts("encoding") { encoding = try reader.choice("encoding", as: Encoding.self) }
    allowsLongMinus = try reader.choice("minus", among: ["hyphen", "unicode"]) == "unicode"
    if reader.accepts("header") { header = try reader.header(request) }
    order = try reader.choice("order", as: DayOrder.self)
    epoch = try reader.choice("epoch", as: Epoch.self)
    zone = try reader.zone(request)
    date = reader.string("date").map { $0 == "none" ? .none : .column($0) }
    values = try reader.words("value", request)
    drop = try reader.words("drop", request) ?? []
    missing = reader.string("missing").map { $0.split(separator: "|").map { String($0) } } ?? Self.usualMarkers
    if reader.accepts("comment") { comment = try reader.comment(request) }
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
    if values != nil, !drop.isEmpty {
      throw .request(
        request.text, problem: "drop= has no meaning beside value=, which names all columns that are read",
        advice: "Leave one of them out")
    }
  }
}

extension OptionReader {
  fileprivate func delimiter(_ request: SourceRequest) throws(SourceError) -> CSVFormat.Delimiter? {
    guard let text = string("delimiter") else { return nil }
    if let delimiter = CSVFormat.Delimiter(rawValue: text) { return delimiter }
    throw .request(
      request.text, problem: "delimiter=\(text) cannot separate cells",
      advice: "Write comma, semicolon, tab, pipe, space, or a sign such as ; or %7C")
  }

  /// Of all columns, and of those that are named: `comma`, `Kurs:comma|Rate:point`, `comma|Rate:point`.
  fileprivate func decimals(
    _ request: SourceRequest
  ) throws(SourceError) -> (CSVFormat.Decimal?, [CSVFormat.ColumnDecimal]) {
    guard let parts = try words("decimal", request) else { return (nil, []) }
    var (common, own): (CSVFormat.Decimal?, [CSVFormat.ColumnDecimal]) = (nil, [])
    for part in parts {
      let colon = part.lastIndex(of: ":")
      let word = colon.map { part[part.index(after: $0)...] } ?? part[...]
      guard let decimal = CSVFormat.Decimal(rawValue: String(word)), colon != nil || common == nil else {
        throw .request(
          request.text, problem: "decimal=\(part) is not a choice",
          advice: "Write point or comma, once, and for single columns NAME:comma or NAME:point with | between two")
      }
      if let colon { own.append(.init(column: String(part[..<colon]), decimal: decimal)) } else { common = decimal }
    }
    return (common, own)
  }

  fileprivate func quote(_ request: SourceRequest) throws(SourceError) -> UInt8? {
    guard let text = string("quote") else { return nil }
    switch text {
    case "double", "\"": return UInt8(ascii: "\"")
    case "single", "'": return UInt8(ascii: "'")
    default:
      guard let byte = text.utf8.first, text.utf8.count == 1, "`~^!$%*/_@#".utf8.contains(byte) else {
        throw .request(
          request.text, problem: "quote=\(text) cannot stand around a cell",
          advice: "Write double, single, or one of the characters ` ~ ^ ! $ % * / _ @ #")
      }
      return byte
    }
  }

  fileprivate func header(_ request: SourceRequest) throws(SourceError) -> CSVFormat.Header? {
    guard let text = string("header") else { return nil }
    if let header = CSVFormat.Header(rawValue: text) { return header }
    throw .request(
      request.text, problem: "header=\(text) is not a choice",
      advice: "There are: none, first, and a number from 1 to 9")
  }

  fileprivate func zone(_ request: SourceRequest) throws(SourceError) -> Zone? {
    guard let name = string("zone") else { return nil }
    if let zone = Zone(name) { return zone }
    let meant = nearest(to: name, among: Zone.names).map { "Did you mean '\($0)'? " } ?? ""
    throw .request(
      request.text, problem: "there is no time zone '\(name)'",
      advice: meant + "Write one such as Europe/Berlin, America/New_York, UTC, UTC+05:30")
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
