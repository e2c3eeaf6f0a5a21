public import TimeSeries

/// Series from a table in a text file.
public struct CSVSource: DataSource {
  private let request: SourceRequest
  private let format: CSVFormat

  public init(_ request: SourceRequest) throws(SourceError) {
    let reader = try OptionReader(request, accepting: CSVFormat.options.map { $0.name })
    if request.argument.isEmpty {
      throw .request(request.text, problem: "it names no file", advice: "Write csv:PATH")
    }
    format = try CSVFormat(reader, request)
    self.request = request
  }

  public func series(in surroundings: Surroundings) async throws(SourceError) -> [Series] {
    let path = request.argument
    let isWhole = path.hasPrefix("/") || surroundings.folder.isEmpty
    let origin = Origin(request: request.text, adapter: "csv")
    return try ByteBlocks.reading(isWhole ? path : surroundings.folder + "/" + path) {
      (blocks: ByteBlocks) throws(SourceError) -> [Series] in
      try format.series(from: blocks, file: path, origin: origin, name: request.name)
    }
  }

  public static let manual = Manual(
    name: "csv",
    summary: "the columns of a table in a text file, with commas, semicolons, tabs or bars between the cells",
    argument: "PATH",
    options: CSVFormat.options,
    example: "csv:fixtures/market/sp500.csv?date=Date&value=Close",
    details: """
      Cells in quotes may hold separators, line ends and doubled quotes (RFC 4180). Lines end in LF, CRLF or, in a file
      without any LF, CR. Every row has as many cells as the header; empty ones may follow. Empty lines are passed over.

      Dates: 2018-12-31, 20181231, 12/31/2018, 31/12/2018, 31.12.2018, 31 Dec 2018, Dec 31, 2018, each also with a time
      of day and an offset (2018-12-31T16:00:00-05:00; without one, UTC); 2018-12; 2018; seconds or milliseconds since
      1970. All dates of a column have one form. Whether the month or the day comes first is settled by the first date
      that can be read one way only; if none can, the file is refused until order= says it.

      Of a column that holds the names of series, key= makes one series for every name. Rows are kept as they come, in
      their order; a missing value is not a number.
      """)
}
