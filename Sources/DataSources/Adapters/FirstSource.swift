import Numbers
package import TimeSeries

/// The first of several sources that gives series. Series of two sources are never joined.
package struct FirstSource: DataSource {
  private let request: SourceRequest
  private let choices: [(text: String, source: any DataSource)]

  /// - Parameters:
  ///   - texts: requests to other sources, in the order in which they are tried.
  ///   - request: of the user.
  ///   - registry: the adapters of the other sources.
  package init(_ texts: [String], for request: SourceRequest, among registry: SourceRegistry) throws(SourceError) {
    self.request = request
    var choices: [(text: String, source: any DataSource)] = []
    for text in texts {
      var choice = try SourceRequest(parsing: text)
      choice.name = request.name ?? choice.name
      choices.append((text, try registry.source(for: choice)))
    }
    self.choices = choices
  }

  /// The series of the first source that gives any.
  package func series(in environment: SourceEnvironment) async throws -> [Series] {
    var failures: [(text: String, error: any Error)] = []
    for (text, source) in choices {
      do {
        let series = try await source.series(in: environment)
        return series.map { series in
          var series = series
          let before = failures.map { "not served by \($0.text): \($0.error)" }
          series.origin.request = request.text
          series.origin.adapter = request.adapter
          series.origin.servedBy = series.origin.servedBy ?? text
          series.origin.notes = ["served by \(text)"] + before + series.origin.notes
          return series
        }
      } catch let error as CancellationError {
        throw error
      } catch {
        failures.append((text, error))
      }
    }
    throw Self.failure(failures, request.text)
  }

  /// All reasons in one error, whose kind is that of the first.
  private static func failure(_ failures: [(text: String, error: any Error)], _ request: String) -> SourceError {
    let kind = (failures.first?.error as? SourceError)?.kind ?? .unavailable
    let reasons = failures.map { "\($0.text): \($0.error)" }.joined(separator: "; ")
    return .fetch(
      FetchError(
        kind, url: "the source '\(request)'", problem: "none of its sources gave series. \(reasons)",
        advice: "Add another one, or a file: csv:PATH"))
  }

  /// The adapter `first`, which uses others.
  package static let adapter = Adapter(
    Manual(
      name: "first",
      summary: "the first of several sources that gives series",
      argument: "SOURCE,SOURCE,…",
      options: [],
      example: "sp500=first:cboe:SPX,fred:SP500",
      details: """
        The sources are tried in order. The notes of the series name the one that served it and the errors of those before
        it. Series of two sources are never joined.

        Write the options of a source with %3F for ? and %26 for &: first:cboe:SPX,csv:spx.csv%3Fvalue=Close
        Write a comma in a source as %252C.
        """)
  ) { (request, registry) throws(SourceError) in
    _ = try OptionReader(request, accepting: [])
    let texts = request.argument.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    if texts.contains("") {
      throw .request(
        request.text, problem: "a source in its list is empty", advice: "Write a comma only between two sources")
    }
    return try FirstSource(texts, for: request, among: registry)
  }
}
