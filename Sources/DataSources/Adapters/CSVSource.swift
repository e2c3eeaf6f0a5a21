import Formats
package import TimeSeries

/// Series from a table in a text file.
package struct CSVSource: DescribedSource {
  private let request: SourceRequest
  private let format: CSVFormat
  /// The column by which every value is divided, for a cross rate from two quotes of one table.
  private let divisor: String?

  /// Reads the request.
  package init(_ request: SourceRequest) throws(SourceError) {
    let reader = try OptionReader(request, accepting: Self.manual.options.map(\.name))
    if request.argument.isEmpty {
      throw .request(request.text, problem: "it names no file", advice: "Write csv:PATH")
    }
    var format = try CSVFormat(reader, request)
    divisor = reader.string("per")
    if let divisor {
      guard let values = format.values, !values.contains(divisor) else {
        throw .request(
          request.text, problem: "per=\(divisor) divides the columns of value=, which names no other column",
          advice: "Name the columns to divide, e.g. value=JPY&per=USD")
      }
      format.values = values + [divisor]
    }
    self.format = format
    self.request = request
  }

  /// The series of the request.
  package func series(in environment: SourceEnvironment) async throws -> [Series] {
    let path = request.argument
    let isWhole = path.hasPrefix("/") || environment.folder.isEmpty
    let origin = Origin(request: request.text, adapter: "csv")
    do throws(FormatError) {
      let series = try ByteBlocks.reading(isWhole ? path : environment.folder + "/" + path) {
        (blocks: ByteBlocks) throws(FormatError) -> [Series] in
        try format.series(from: blocks, file: path, origin: origin, name: divisor == nil ? request.name : nil)
      }
      return divisor == nil ? series : quotients(of: series)
    } catch {
      throw SourceError.format(error)
    }
  }

  /// Every series but the last, divided by the last row by row; a missing or zero divisor gives a missing value.
  private func quotients(of series: [Series]) -> [Series] {
    guard let divisor = series.last else { return series }
    return series.dropLast().map { dividend in
      var quotient = dividend
      quotient.values = zip(dividend.values, divisor.values).map { $1 == 0 ? .nan : $0 / $1 }
      let single = series.count == 2 ? request.name : request.name.map { $0 + "-" + dividend.name }
      quotient.name = single ?? "\(dividend.name)/\(divisor.name)"
      return quotient
    }
  }

  /// For `engram sources csv`.
  package static let manual = Manual(
    name: "csv",
    summary: "the columns of a table in a text file, with commas, semicolons, tabs or bars between the cells",
    argument: "PATH",
    options: CSVFormat.options + [
      .init("per", "divide the values by this column of the same row: value=JPY&per=USD of euro rates is yen a dollar")
    ],
    example: "csv:fixtures/real/sp500_daily.csv?date=Date&value=Close",
    details: """
      Cells in quotes may contain separators, line ends and doubled quotes (RFC 4180). Lines end in LF, CRLF or, in a file
      without LF, CR. Every row has as many cells as the header; empty ones may follow. Empty lines are skipped.

      Dates: 2018-12-31, 20181231, 12/31/2018, 31/12/2018, 31.12.2018, 31 Dec 2018, Dec 31, 2018, each also with a time
      of day and an offset (2018-12-31T16:00:00-05:00; without one, UTC); 2018-12; 2018; seconds or milliseconds since
      1970. All dates of a column have one form. The first date that can be read in one way only shows whether the month or
      the day comes first; if there is none, order= is needed.

      key= names the column that holds the names of series; each name becomes a series. Rows keep their order; a missing
      value is not a number.
      """)
}
