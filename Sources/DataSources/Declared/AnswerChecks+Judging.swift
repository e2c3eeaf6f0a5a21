import Files
import Formats

extension AnswerChecks {
  /// One check and its result.
  package struct Finding: Sendable {
    /// The check: `status is 200`, `begins with 'DATE,SPX'`.
    package var check: String
    package var error: FetchError?
  }

  /// - Parameter hiding: the value of the secret, which servers may repeat.
  /// - Throws: the error of the first check that fails.
  func judge(_ response: FetchResponse, url: String, hiding secret: String?) throws(FetchError) {
    for finding in findings(response, url: url, hiding: secret) {
      if let error = finding.error { throw error }
    }
  }

  /// The results of all checks in order, also after a failure.
  func findings(_ response: FetchResponse, url: String, hiding secret: String?) -> [Finding] {
    let answer = Answer(response, url: url, secret: secret)
    var findings = rejections.map { Finding(check: "not " + $0.words(for: $0.kind), error: answer.refusal($0)) }
    findings.append(Finding(check: "status is \(list(statuses.map { String($0) }))", error: answer.status(statuses)))
    findings.append(Finding(check: "body is not empty", error: answer.emptiness))
    if !starts.isEmpty {
      findings.append(Finding(check: "begins with \(quoted(starts))", error: answer.start(starts)))
    }
    for content in contents {
      findings.append(Finding(check: "contains '\(content)'", error: answer.content(content)))
    }
    if !roots.isEmpty { findings.append(Finding(check: "root element is \(list(roots))", error: answer.root(roots))) }
    for place in places {
      let wanted = place.value.map { " and is '\($0)'" } ?? ""
      findings.append(Finding(check: "\(place.path) is there\(wanted)", error: answer.place(place)))
    }
    return findings
  }
}

extension AnswerChecks.Rejection {
  fileprivate func words(for kind: FetchError.Kind) -> String {
    var signs: [String] = []
    if let status { signs.append("status \(status)") }
    if let prefix { signs.append("begins with '\(prefix)'") }
    if let content { signs.append("contains '\(content)'") }
    if let root { signs.append("root element \(root)") }
    if let path { signs.append("\(path) is there") }
    return kind.rawValue + " (" + signs.joined(separator: ", ") + ")"
  }
}

private func list(_ words: [String]) -> String { words.joined(separator: " or ") }
private func quoted(_ words: [String]) -> String { list(words.map { "'\($0)'" }) }

/// An answer that is checked, with its parsed form.
private struct Answer {
  let response: FetchResponse
  let url: String
  let secret: String?
  private let glance: XMLGlance?
  private let json: JSONDocument?

  init(_ response: FetchResponse, url: String, secret: String?) {
    (self.response, self.url, self.secret) = (response, url, secret)
    let first = response.body.prefix(64).first { $0 > 32 && $0 < 127 }
    glance = first == UInt8(ascii: "<") ? XMLGlance(response.body) : nil
    let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    json = isJSON ? try? JSONDocument(response.body, file: url) : nil
  }

  // MARK: - Each check

  func refusal(_ rejection: AnswerChecks.Rejection) -> FetchError? {
    if let status = rejection.status, response.status != status { return nil }
    if let prefix = rejection.prefix, !begins(with: prefix) { return nil }
    if let content = rejection.content, !holds(content) { return nil }
    if let root = rejection.root, glance?.root != root { return nil }
    if let path = rejection.path, text(at: path) == nil { return nil }
    let meaning = rejection.message ?? rejection.kind.meaning
    let said = words(at: rejection.path).map { "; the server says: '\($0)'" } ?? ""
    return FetchError(rejection.kind, url: url, problem: hidden(meaning + said), advice: rejection.kind.advice)
  }

  func status(_ allowed: [Int]) -> FetchError? {
    if allowed.contains(response.status) { return nil }
    // 200 itself, where a source wants another one.
    var error = FetchError(statusOf: response, url: url)
    error.problem = hidden(error.problem)
    return error
  }

  var emptiness: FetchError? {
    guard response.body.allSatisfy({ $0 <= 32 }) else { return nil }
    return FetchError(
      .empty, url: url, problem: "the server sent an empty body, with status \(response.status)",
      advice: FetchError.Kind.empty.advice)
  }

  func start(_ starts: [String]) -> FetchError? {
    starts.contains(where: begins) ? nil : mismatch("a body that begins with \(quoted(starts))")
  }

  func content(_ content: String) -> FetchError? {
    holds(content) ? nil : mismatch("a body that contains '\(content)'")
  }

  func root(_ roots: [String]) -> FetchError? {
    if let glance, roots.contains(glance.root) { return nil }
    return mismatch("XML whose root element is \(list(roots))")
  }

  func place(_ place: AnswerChecks.Place) -> FetchError? {
    guard let json else { return mismatch("JSON with \(place.path)") }
    let found = text(at: place.path)
    guard let found else {
      if !isEmpty(place.path, json) { return mismatch("JSON with \(place.path)") }
      return FetchError(
        .empty, url: url, problem: "\(place.path) of the answer is empty",
        advice: FetchError.Kind.empty.advice)
    }
    guard let wanted = place.value, found != wanted else { return nil }
    return mismatch("JSON whose \(place.path) is '\(wanted)', which is '\(found)' here")
  }

  // MARK: - What is in it

  private func begins(with prefix: String) -> Bool {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let body = response.body.starts(with: mark) ? response.body.dropFirst(3) : response.body[...]
    return body.drop { $0 <= 32 }.starts(with: prefix.utf8)
  }

  private func holds(_ content: String) -> Bool {
    response.body.firstRange(of: Array(content.utf8)) != nil
  }

  private func text(at path: String) -> String? {
    guard let json, let path = try? JSONPath(path) else { return nil }
    return json.summary(at: path)
  }

  /// An empty list on the way: the server has no rows, rather than another kind of answer.
  private func isEmpty(_ path: String, _ json: JSONDocument) -> Bool {
    guard let path = try? JSONPath(path) else { return false }
    return json.hasEmptyArray(along: path)
  }

  /// The message of the server: the text at a path, or one that is found where servers usually put it.
  private func words(at path: String?) -> String? {
    if let path, let json, let path = try? JSONPath(path), let text = json.text(at: path), !text.isEmpty {
      return text.count > 200 ? text.prefix(200) + "…" : text
    }
    return serverWords(response.body)
  }

  // MARK: - Errors

  private func mismatch(_ expected: String) -> FetchError {
    FetchError(
      .notData, url: url, problem: hidden("expected \(expected), found \(found)"),
      advice: FetchError.Kind.notData.advice)
  }

  /// The found body, for an error.
  private var found: String {
    if looksLikeHTML(response.body) {
      return "a page" + (documentTitle(of: response.body).map { " titled '\($0)'" } ?? " without a title")
    }
    return "'\(beginning)'"
  }

  /// The first 80 bytes on one line.
  private var beginning: String {
    let text = printable(String(decoding: response.body.prefix(80), as: UTF8.self))
    return response.body.count > 80 ? text + "…" : text
  }

  private func hidden(_ text: String) -> String { text.hiding(secret) }
}

extension String {
  /// The text without a secret.
  func hiding(_ secret: String?) -> String {
    guard let secret, !secret.isEmpty else { return self }
    return Redactor(secret: secret).text(self, mark: "…")
  }
}

extension FetchError.Kind {
  /// The meaning of an answer of this kind.
  fileprivate var meaning: String {
    switch self {
    case .quota: "the quota is used up"
    case .auth: "the key is missing or was refused"
    case .blocked: "the server refuses programs"
    case .rateLimited: "too many requests in a short time"
    case .notFound: "there is no such series"
    case .unavailable: "the server cannot answer now"
    case .empty: "there are no rows"
    default: "the answer is not data"
    }
  }

  /// What to do about it.
  var advice: String {
    switch self {
    case .quota: "Wait until it is renewed, or use another source"
    case .auth: "Check the key; engram sources NAME says how it is given"
    case .blocked: "Use another source, or read a file that you downloaded"
    case .rateLimited: "Wait some minutes, and ask for less at a time"
    case .notFound: "Check the name of the series"
    case .unavailable: "Try again later, or use another source"
    case .empty: "Ask for another series or range, or try again later"
    default: "The provider may have changed the data: `engram sources test FILE` shows the answer"
    }
  }
}
