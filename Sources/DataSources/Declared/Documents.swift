import Formats
import Synchronization
import TimeSeries

/// Fetches documents for one request; two series of one document fetch it once.
struct Documents {
  let environment: SourceEnvironment
  private var known: [(request: FetchRequest, document: FetchedDocument)] = []

  init(_ environment: SourceEnvironment) { self.environment = environment }

  mutating func series(of plan: DocumentPlan, origin: Origin, name: String?) async throws -> [Series] {
    guard let (paging, limit) = plan.paging else {
      return try await page(of: plan, plan.request, origin: origin, name: name).series
    }
    return try await pages(of: plan, paging, until: limit, origin: origin, name: name)
  }

  /// One document and its series.
  struct Page {
    var document: FetchedDocument
    var series: [Series]
  }

  /// - Parameter request: that of the plan, or of another page of it.
  mutating func page(
    of plan: DocumentPlan, _ request: FetchRequest, origin: Origin, name: String?
  ) async throws -> Page {
    let url = request.url
    if let (_, document) = known.first(where: { $0.request == request }) {
      return Page(document: document, series: try plan.read(document, origin: origin, name: name))
    }
    guard let fetcher = environment.fetcher else {
      throw SourceError.fetch(
        FetchError(
          .config, url: url, problem: "documents cannot be fetched here", advice: "Give the environment a fetcher"))
    }
    let secret = try environment.value(of: request.secret)
    // An answer is read before it is stored, and not read again.
    let read = ReadAnswer()
    let document: FetchedDocument
    do throws(FetchError) {
      document = try await fetcher.document(for: request) { (response) throws(FetchError) in
        try plan.checks.judge(response, url: url, hiding: secret)
        try read.keep(response.body, url: url, hiding: secret) { (body) throws(FormatError) in
          try plan.series(in: body, origin: origin, name: name)
        }
      }
    } catch {
      throw error.asSourceError
    }
    known.append((request, document))
    guard var series = read.series(of: document.body) else {
      return Page(document: document, series: try plan.read(document, origin: origin, name: name))
    }
    for index in series.indices { series[index].origin = series[index].origin.adding(document) }
    return Page(document: document, series: series)
  }
}

/// The series of an answer, read while it was checked.
private final class ReadAnswer: Sendable {
  private let kept = Mutex<(body: [UInt8], series: [Series])?>(nil)

  /// Reads a body. Throws if the body is wrong, or has not the columns that an earlier one had; not if the request is
  /// wrong from the start.
  func keep(
    _ body: [UInt8], url: String, hiding secret: String?, _ read: ([UInt8]) throws(FormatError) -> [Series]
  ) throws(FetchError) {
    do throws(FormatError) {
      let series = try read(body)
      kept.withLock { $0 = (body, series) }
    } catch {
      switch error {
      case .request(_, let problem, let advice):
        // The copy in the cache was read with the same columns: an answer without them must not replace it.
        guard kept.withLock({ $0 != nil }) else { return }
        throw FetchError(.notData, url: url, problem: problem.hiding(secret), advice: advice)
      case .empty(_, let problem, let advice):
        throw FetchError(.empty, url: url, problem: problem.hiding(secret), advice: advice)
      case .unusable(_, let problem, let advice):
        throw FetchError(.notData, url: url, problem: problem.hiding(secret), advice: advice)
      case .badData(let place, let problem, let advice):
        let spot = "line \(place.line), column \(place.column)" + (place.header.map { " ('\($0)')" } ?? "")
        throw FetchError(
          .parse, url: url, problem: "\(spot): \(problem), found '\(place.text.hiding(secret))'", advice: advice)
      case .unreadable:
        throw FetchError(.parse, url: url, problem: "\(error)".hiding(secret), advice: FetchError.Kind.parse.advice)
      }
    }
  }

  func series(of body: [UInt8]) -> [Series]? {
    kept.withLock { kept in kept.flatMap { $0.body == body ? $0.series : nil } }
  }
}

extension SourceEnvironment {
  /// The value of a secret; nil if there is none to send, or it is not set.
  func value(of secret: Secret?) throws(SourceError) -> String? {
    guard let secret else { return nil }
    do throws(FetchError) { return try self.secret(secret.name) } catch { throw .fetch(error) }
  }
}

extension FetchError {
  /// As a source throws it: a fetch that was cancelled is no failure of the source.
  var asSourceError: any Error { kind == .cancelled ? CancellationError() : SourceError.fetch(self) }
}

extension DocumentPlan {
  fileprivate func read(
    _ document: FetchedDocument, origin: Origin, name: String?
  ) throws(SourceError) -> [Series] {
    do throws(FormatError) {
      return try series(in: document.body, origin: origin.adding(document), name: name)
    } catch {
      throw .format(error)
    }
  }
}

extension Origin {
  /// The origin with a document and its warnings.
  fileprivate func adding(_ document: FetchedDocument) -> Origin {
    var origin = self
    let time = Timestamp(ticks: document.fetchedAt / 1000 * 1000).text(.instant)
    origin.documents.append(
      Document(
        url: document.url, sha256: document.sha256, fetched: document.recorded == nil ? time : nil,
        recorded: document.recorded))
    origin.notes += document.warnings
    if let cache = document.foundCache {
      origin.notes.append("\(document.url): served by the cache in the working folder, ./\(cache)")
    }
    return origin
  }
}
