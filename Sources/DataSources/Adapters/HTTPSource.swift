import Formats
package import TimeSeries

/// Series from a table at an address of the web.
package struct HTTPSource: DescribedSource {
  private let request: SourceRequest
  private let format: CSVFormat

  /// Reads what is wanted, or says which part of the request is wrong.
  package init(_ request: SourceRequest) throws(SourceError) {
    let reader = try OptionReader(request, accepting: Self.manual.options.map(\.name))
    let url = request.argument.lowercased()
    guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
      throw .request(request.text, problem: "it is no address", advice: "Write it as it is: https://host/file.csv")
    }
    self.request = request
    format = try CSVFormat(reader, request)
  }

  /// The series that the request asked for.
  package func series(in surroundings: SourceEnvironment) async throws -> [Series] {
    var fetch = FetchRequest(source: "http/1", url: request.argument)
    fetch.allowsPlainHTTP = true
    let (format, url) = (format, fetch.url)
    let plan = DocumentPlan(fetch) { (body, origin, name) throws(FormatError) in
      try format.series(from: ByteBlocks(body), file: url, origin: origin, name: name)
    }
    var documents = Documents(surroundings)
    return try await documents.series(
      of: plan, origin: Origin(request: request.text, adapter: "http"), name: request.name)
  }

  /// For `engram sources http`.
  package static let manual = Manual(
    name: "http",
    summary: "the columns of a table at an address of the web",
    argument: "https://HOST/…",
    options: CSVFormat.options,
    example: "https://example.com/prices.csv#value=Close",
    details: """
      The address is taken to the letter, with its own query. How to read the table follows a #, which no server ever
      sees, with the options of the adapter csv. The answer must have status 200 and must not be a page of HTML.

      For XML, JSON, ZIP archives, keys and headers, declare a source: docs/writing-a-source.md.
      """)
}
