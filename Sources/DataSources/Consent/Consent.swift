/// What files may do that the user did not write on the command line: studies, and declarations in the current folder.
package struct Consent: Sendable {
  /// Files that may run programs, name secrets and replace built-in sources.
  package var trusted: TrustedFiles
  /// Whether every file may run programs.
  package var allowsPrograms: Bool
  /// The secrets that every file may use.
  package var secrets: Set<String>
  /// Receives what files demand, which is then allowed; for `engram trust`.
  package var record: (@Sendable (Demand) -> Void)?

  package init(trusted: TrustedFiles = TrustedFiles(), allowsPrograms: Bool = false, secrets: Set<String> = []) {
    (self.trusted, self.allowsPrograms, self.secrets) = (trusted, allowsPrograms, secrets)
  }
}

/// A file that makes requests, with the consent of the user.
package struct Asker: Sendable {
  /// The path, as it was given.
  package var file: String
  private let isTrusted: Bool
  private let consent: Consent

  /// - Parameter sha256: of the bytes that were read.
  package init(_ file: String, sha256: String, _ consent: Consent) {
    (self.file, self.consent) = (file, consent)
    isTrusted = consent.trusted.hold(file, sha256: sha256)
  }

  /// Whether the file may replace another source of its name.
  var mayReplace: Bool { isTrusted }

  /// Admits a source that a request of the file names. A secret belongs to the declaration that names it, so the file
  /// answers for it only where its request chooses the host.
  func admit(requested source: any DataSource, by request: SourceRequest) throws(SourceError) {
    for demand in (source as? any DemandingSource)?.demands ?? [] {
      if case .secret(_, _, false) = demand { continue }
      try admit(demand, of: request.text)
    }
  }

  /// Admits a source that the file declares.
  func admit(declared source: any DataSource, for request: SourceRequest) throws(SourceError) {
    for demand in (source as? any DemandingSource)?.demands ?? [] { try admit(demand, of: request.text) }
  }

  private func admit(_ demand: Demand, of request: String) throws(SourceError) {
    if let record = consent.record { return record(demand) }
    var options = demand.secrets.filter { !isTrusted && !consent.secrets.contains($0) }.map { "--allow-secret \($0)" }
    var problem = "\(file) is not trusted, and it would \(demand)"
    if case .program(let path, _, _) = demand, !consent.allowsPrograms {
      if !isTrusted {
        options.insert("--allow-exec", at: 0)
      } else if path.contains("/"), !consent.trusted.hold(path) {
        options.insert("--allow-exec", at: 0)
        problem = "\(file) would \(demand), which is not the program that was trusted with it"
      }
    }
    if options.isEmpty { return }
    throw .request(
      request, problem: problem + ". Nothing was run or sent",
      advice: "Read it first; then allow it with `engram trust \(file)`, or once with \(options.joined(separator: " "))"
    )
  }
}

/// A declaration that would replace another source and may not.
struct RefusedReplacement: Sendable {
  var file: String
  /// What is declared already, in words.
  var replaced: String
  /// Completes "it would"; empty for a declaration that only fetches documents.
  var demands: [String]

  func refusal(_ request: SourceRequest) -> SourceError {
    let words = (["answer in place of \(replaced)"] + demands).joined(separator: ", and ")
    return .request(
      request.text,
      problem: "\(file) declares '\(request.adapter)', too, and is not trusted. It would \(words). "
        + "Nothing was run or sent",
      advice: "Read it first; then allow it with `engram trust \(file)`, or rename or remove it")
  }
}
