public import TimeSeries

/// What one request gave when it was read.
public struct SourceReading: Sendable {
  /// As it was written, but for keys in a URL.
  public var request: String
  /// The series, or why there are none.
  public var result: Result<[Series], SourceError>
  /// How long it took.
  public var duration: Duration

  /// Empty if the source failed.
  public var series: [Series] { (try? result.get()) ?? [] }
  private static let tables = ["csv", "http", "sdmx", "sqlite", "parquet", "excel", "exec"]
  /// One line about what was found out from a table: which columns are dates and values, and what was left out. Nil for
  /// sources that find out nothing.
  public var findings: String? {
    guard let first = series.first, Self.tables.contains(first.origin.adapter) else { return nil }
    let notes = first.origin.notes
    return notes.isEmpty ? nil : "\(request): " + notes.joined(separator: "; ")
  }
  /// Nil if the source gave its series.
  public var error: SourceError? { if case .failure(let error) = result { error } else { nil } }
}

extension [SourceReading] {
  /// Several tables of which one has no dates that were found: joined by the number of the row, two tables of different
  /// years would look like one. Each source must then say that there are no dates.
  package mutating func refuseUnsaidRowNumbers() {
    guard count > 1 else { return }
    for index in indices where self[index].series.contains(where: { $0.origin.countsRows == true }) {
      self[index].result = .failure(
        .request(
          self[index].request, problem: "no dates were found, and tables are joined by row number only if each says so",
          advice: "Name the column of dates, date=COLUMN, or write date=none for this source"))
    }
  }
}

extension SourceRegistry {
  /// Reads several sources, a few at a time; a source that fails does not stop the others.
  ///
  /// - Parameters:
  ///   - requests: as they are written in a study.
  ///   - environment: what the sources see of the outside world.
  ///   - simultaneously: how many are read at a time. The default is 8.
  ///   - progress: called with the number of sources that are done.
  /// - Returns: an outcome for each request, in their order.
  /// - Throws: `CancellationError`, and nothing else, if the task is cancelled.
  public func read(
    _ requests: [String], in environment: SourceEnvironment, simultaneously: Int = 8, progress: (Int) -> Void = { _ in }
  ) async throws -> [SourceReading] {
    var readings = [SourceReading?](repeating: nil, count: requests.count)
    try await withThrowingTaskGroup(of: (Int, SourceReading).self) { group in
      var next = 0
      func start() {
        guard next < requests.count else { return }
        let index = next
        next += 1
        group.addTask { (index, try await read(requests[index], in: environment)) }
      }
      for _ in 0..<max(1, simultaneously) { start() }
      var done = 0
      while let (index, reading) = try await group.next() {
        readings[index] = reading
        done += 1
        progress(done)
        start()
      }
    }
    try Task.checkCancellation()
    return readings.compactMap { $0 }
  }

  private func read(_ request: String, in environment: SourceEnvironment) async throws -> SourceReading {
    try Task.checkCancellation()
    let start = ContinuousClock.now
    let result: Result<[Series], SourceError>
    do {
      // A URL in a request may hold a key, which belongs in no report.
      let series = try await source(request).series(in: environment).map { series in
        var series = series
        series.origin.request = Redactor().line(series.origin.request)
        series.origin.servedBy = series.origin.servedBy.map { Redactor().line($0) }
        series.origin.notes = series.origin.notes.map { Redactor().line($0) }
        return series
      }
      result = .success(series)
    } catch let error as SourceError {
      result = .failure(error)
    } catch let error as CancellationError {
      throw error
    } catch {
      // A source of the caller's own may throw anything.
      result = .failure(
        .fetch(
          FetchError(
            .unavailable, url: "the source '\(Redactor().line(request))'", problem: "\(error)",
            advice: "See what this source needs")))
    }
    return SourceReading(request: Redactor().line(request), result: result, duration: start.duration(to: .now))
  }
}
