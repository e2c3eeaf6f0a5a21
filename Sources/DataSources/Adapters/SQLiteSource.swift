import Files
import Formats
import Glibc
package import TimeSeries

/// Series from a query of an SQLite database.
package struct SQLiteSource: DescribedSource {
  private let request: SourceRequest
  private let format: CSVFormat
  private let query: String?

  /// Reads the request.
  package init(_ request: SourceRequest) throws(SourceError) {
    let reader = try OptionReader(request, accepting: Self.manual.options.map(\.name))
    self.request = request
    query = reader.string("query")
    var format = try CSVFormat(reader, request)
    (format.delimiter, format.header, format.quote, format.skip) = (.comma, .first, UInt8(ascii: "\""), 0)
    self.format = format
  }

  /// The series of the request.
  package func series(in environment: SourceEnvironment) async throws -> [Series] {
    let file = request.argument
    let path = file.hasPrefix("/") || environment.folder.isEmpty ? file : environment.folder + "/" + file
    guard access(path, R_OK) == 0 else {
      throw SourceError.format(.unreadable(path, reason: Disk.reason()))
    }
    let table = try SQLiteQuery(path: path, request: request.text).table(query)
    let origin = Origin(request: request.text, adapter: "sqlite")
    do throws(FormatError) {
      return try format.series(from: ByteBlocks(table), file: file, origin: origin, name: request.name)
    } catch {
      throw SourceError.format(error)
    }
  }

  /// The options of CSV text that matter for a table of cells.
  private static let ownOptions = [
    "date", "value", "drop", "key", "layout", "zone", "order", "epoch", "missing", "decimal", "minus",
  ]

  /// For `engram sources sqlite`.
  package static let manual = Manual(
    name: "sqlite",
    summary: "the rows of a query of an SQLite database",
    argument: "FILE",
    options: [.init("query", "one SELECT, with & as %26 and % as %25; the default is the whole of the only table")]
      + CSVFormat.options.filter { ownOptions.contains($0.name) },
    example: "sqlite:fixtures/cases/prices.sqlite?query=SELECT day, close FROM prices ORDER BY day",
    details: """
      The file is opened for reading only, and the query may only read its tables. Columns of dates and values are found out
      as those of the adapter csv (engram sources csv); in errors the line is that of the result, the header first. NULL is a
      missing value.
      """)
}
