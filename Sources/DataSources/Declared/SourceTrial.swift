import Files
import Formats
import Synchronization
package import TimeSeries

/// The steps of reading a declared source, for the author of a declaration.
package struct SourceTrial: Sendable {
  /// The URL without secrets.
  package var url: String
  /// The name of the secret that is sent, if any.
  package var secret: String?
  package var answer: Answer?
  package var findings: [AnswerChecks.Finding] = []
  /// The series; empty if it was not read.
  package var series: [Series] = []
  package var failure: (step: Step, error: SourceError)?

  package enum Step: String, Sendable { case asking, checking, reading }

  package struct Answer: Sendable {
    package var status: Int?
    package var contentType: String?
    package var size: Int
    package var origin: FetchedDocument.Origin?
    /// The first 200 bytes on one line.
    package var beginning: String
    package var warnings: [String] = []
  }
}

extension DeclaredSource {
  /// Fetches all documents of the source and reports the steps of each.
  ///
  /// - Throws: `CancellationError`; `SourceError` if a secret cannot be read.
  package func trials(in environment: SourceEnvironment) async throws -> [SourceTrial] {
    var trials: [SourceTrial] = []
    for plan in plans { trials.append(try await plan.trial(in: environment)) }
    return trials
  }
}

extension DocumentPlan {
  fileprivate func trial(in environment: SourceEnvironment) async throws -> SourceTrial {
    let url = request.url
    var trial = SourceTrial(url: url, secret: request.secret?.name)
    guard let fetcher = environment.fetcher else { return trial }
    let secret = try environment.value(of: request.secret)
    let seen = Seen()
    do throws(FetchError) {
      let document = try await fetcher.document(for: request) { (response) throws(FetchError) in
        seen.note(response, checks.findings(response, url: url, hiding: secret))
        try checks.judge(response, url: url, hiding: secret)
      }
      trial.take(seen, secret)
      trial.answer = trial.answer ?? .init(size: document.body.count, beginning: line(document.body, hiding: secret))
      trial.answer?.origin = document.origin
      trial.answer?.warnings = document.warnings
      trial.read(document, by: self)
    } catch {
      if error.kind == .cancelled { throw CancellationError() }
      trial.take(seen, secret)
      trial.failure = (trial.answer == nil ? .asking : .checking, .fetch(error))
    }
    return trial
  }
}

extension SourceTrial {
  fileprivate mutating func take(_ seen: Seen, _ secret: String?) {
    guard let (response, findings) = seen.last else { return }
    self.findings = findings
    answer = .init(
      status: response.status, contentType: response.header("content-type"), size: response.body.count,
      beginning: line(response.body, hiding: secret))
  }

  fileprivate mutating func read(_ document: FetchedDocument, by plan: DocumentPlan) {
    do throws(FormatError) {
      series = try plan.series(in: document.body, origin: Origin(request: url, adapter: "trial"), name: nil)
    } catch {
      failure = (.reading, .format(error))
    }
  }
}

/// The last answer that was checked.
private final class Seen: Sendable {
  private let answer = Mutex<(response: FetchResponse, findings: [AnswerChecks.Finding])?>(nil)

  func note(_ response: FetchResponse, _ findings: [AnswerChecks.Finding]) {
    answer.withLock { $0 = (response, findings) }
  }

  var last: (response: FetchResponse, findings: [AnswerChecks.Finding])? { answer.withLock { $0 } }
}

private func line(_ body: [UInt8], hiding secret: String?) -> String {
  let start = body.prefix(200)
  let text = String(validating: start, as: UTF8.self) ?? start.reduce("") { $0 + String(UnicodeScalar($1)) }
  return printable(text.hiding(secret)) + (body.count > 200 ? "…" : "")
}
