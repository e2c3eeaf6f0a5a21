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
    let series: [Series]
    do throws(FormatError) {
      series = try wholeTable(in: environment.folder)
    } catch {
      // In a cancelled task a file is not read to its end, and any error may come of that.
      try Task.checkCancellation()
      throw SourceError.format(error)
    }
    try Task.checkCancellation()
    return series
  }

  private func wholeTable(in folder: String) throws(FormatError) -> [Series] {
    let paths = try TableFiles(request.argument, folder: folder, request: request.text).paths
    var whole: [Series] = []
    for path in paths {
      let part = try series(of: path, shown: paths.count == 1 ? request.argument : path)
      whole = try whole.isEmpty ? part : whole.followed(by: part, of: path, request: request.text)
    }
    if paths.count > 1 {
      for index in whole.indices {
        whole[index].origin.notes.append("read from \(paths.count) files, one after another")
      }
    }
    return divisor == nil ? whole : quotients(of: whole)
  }

  private func series(of path: String, shown: String) throws(FormatError) -> [Series] {
    let origin = Origin(request: request.text, adapter: "csv")
    return try ByteBlocks.reading(path) { (blocks: ByteBlocks) throws(FormatError) -> [Series] in
      try format.series(from: blocks, file: shown, origin: origin, name: divisor == nil ? request.name : nil)
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
    argument: "PATH, PATTERN or -",
    options: CSVFormat.options + [
      .init("per", "divide the values by this column of the same row: value=JPY&per=USD of euro rates is yen a dollar")
    ],
    example: "csv:fixtures/real/sp500_daily.csv?date=Date&value=Close",
    details: """
      What is found out, which columns are dates and values, and what is left out, is printed on standard error and kept in the
      report. Where a column is nearly of dates or numbers, the file is refused with the line, the text and the option that
      settles it.

      A PATTERN such as data/*.csv names several files, which are read in the order of their names as one table. - is
      standard input. Files may be compressed by gzip, bzip2 or xz.

      Cells in quotes may contain separators, line ends and doubled quotes (RFC 4180). Lines end in LF, CRLF or, in a file
      without LF, CR. Every row has as many cells as the header; empty ones may follow. Left out, and reported: lines before
      the header, a row of units below it, empty rows, lines of one text below the table, the row numbers of a data frame.
      Names in two or three rows are joined: Close AAPL.

      Dates: 2018-12-31, 20181231, 12/31/2018, 31/12/2018, 31.12.2018, 31 Dec 2018, Dec 31, 2018, Mon, 31 Dec 2018,
      2018年12月31日, each also with a time of day and an offset (2018-12-31T16:00:00-05:00, 12/31/2018 4:00 PM; without
      one, UTC or zone=); 2018-W52, 2018-Q4, 2018-S2, 2018-12, 2018M12, Dec 2018, 2018, 1958.208; seconds to nanoseconds since 1970.
      Names of months may be English, German, French, Spanish, Italian, Portuguese or Dutch. All dates of a column have one
      form. The first date that can be read in one way only shows whether the month or the day comes first; if there is
      none, order= is needed. Times that are all midnight are days, those of their own offset. With zone=, instants of
      which no two are of one day become days of the zone.

      Each column has its own style of numbers: $1,234.50, 1.234,50 €, 1 234.5, 1'234.5, 0.5%, 12.3M. A column that mixes
      styles is refused, and so is one of which every number can be read in two ways, 1,234.

      key= names the column that holds the names of series; each name becomes a series. Rows keep their order; a missing
      value is not a number. Databases, Parquet files and workbooks: engram sources sqlite, parquet, excel.
      """)
}
