import Formats
package import TimeSeries

/// Series from a table at a URL.
package struct HTTPSource: DescribedSource {
  private let request: SourceRequest
  private let format: CSVFormat

  /// Reads the request.
  package init(_ request: SourceRequest) throws(SourceError) {
    let reader = try OptionReader(request, accepting: Self.manual.options.map(\.name))
    let url = request.argument.lowercased()
    guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
      throw .request(request.text, problem: "it is not a URL", advice: "Write it as it is: https://host/file.csv")
    }
    self.request = request
    format = try CSVFormat(reader, request)
  }

  /// The series of the request.
  package func series(in environment: SourceEnvironment) async throws -> [Series] {
    var fetch = FetchRequest(source: "http/1", url: request.argument)
    fetch.allowsPlainHTTP = true
    let (format, url) = (format, fetch.url)
    let plan = DocumentPlan(fetch) { (body, origin, name) throws(FormatError) in
      try format.series(from: ByteBlocks(body), file: url, origin: origin, name: name)
    }
    var documents = Documents(environment)
    return try await documents.series(
      of: plan, origin: Origin(request: request.text, adapter: "http"), name: request.name)
  }

  /// For `engram sources http`.
  package static let manual = Manual(
    name: "http",
    summary: "the columns of a table at a URL",
    argument: "https://HOST/…",
    options: CSVFormat.options,
    example: "https://example.com/prices.csv#value=Close",
    details: """
      The URL is used as it is, with its query. Options for reading the table, those of the adapter csv, follow a # and are
      not sent to the server. The answer must have status 200 and must not be an HTML page.

      For XML, JSON, ZIP archives, keys and headers, declare a source: docs/writing-a-source.md.
      """)
}
