import Numbers
package import TimeSeries

/// The first of several sources that gives something. Series of two sources are never joined to one.
package struct FirstSource: DataSource {
  private let request: SourceRequest
  private let choices: [(text: String, source: any DataSource)]

  /// - Parameters:
  ///   - texts: requests to other sources, the one that is wanted most first.
  ///   - request: what was asked for, for what is said of it.
  ///   - registry: the adapters they may ask.
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

  /// The series of the first that gives any.
  package func series(in surroundings: SourceEnvironment) async throws -> [Series] {
    var failures: [(text: String, error: any Error)] = []
    for (text, source) in choices {
      do {
        let series = try await source.series(in: surroundings)
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

  /// Every reason in one sentence; the kind is that of the first.
  private static func failure(_ failures: [(text: String, error: any Error)], _ request: String) -> SourceError {
    let kind = (failures.first?.error as? SourceError)?.kind ?? .unavailable
    let reasons = failures.map { "\($0.text): \($0.error)" }.joined(separator: "; ")
    return .fetch(
      FetchError(
        kind, url: "the source '\(request)'", problem: "none of its sources gave anything. \(reasons)",
        advice: "Add another one, or a file: csv:PATH"))
  }

  /// The adapter `first`, which asks others.
  package static let adapter = Adapter(
    Manual(
      name: "first",
      summary: "the first of several sources that gives something",
      argument: "SOURCE,SOURCE,…",
      options: [],
      example: "sp500=first:cboe:SPX,fred:SP500",
      details: """
        The sources are tried one after the other. The notes of the series say which one served it and why those before
        it did not. Series of two sources are never joined to one.

        Options of a source come with it, their ? written %3F and & written %26: first:cboe:SPX,csv:spx.csv%3Fvalue=Close
        A comma within a source is written %252C.
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
