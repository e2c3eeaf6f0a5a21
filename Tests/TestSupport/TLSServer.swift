import FoundationEssentials

/// A server on 127.0.0.1 that speaks TLS and has an answer for some paths.
public struct TLSServer: Sendable {
  /// Where it listens.
  public let port: UInt16
  /// The path of its certificate, in PEM. It has signed it itself: whoever trusts this file trusts the server.
  public let certificate: String

  /// `https://127.0.0.1:PORT/target`.
  public func url(_ target: String) -> String { "https://127.0.0.1:\(port)\(target)" }
}

/// Calls `body` with a server whose certificate is made for this once, and stops it afterwards. It takes the program
/// `openssl`.
///
/// - Parameters:
///   - name: whom the certificate is for: `IP:127.0.0.1`, or something else, `DNS:elsewhere.example`.
///   - answers: whole answers, status line and headers included, by their path without the slash.
public func withTLSServer<Result>(
  certificateFor name: String, answers: [String: String],
  _ body: (TLSServer) async throws -> Result
) async throws -> Result {
  try await withTemporaryFolder { folder in
    for (path, answer) in answers { try answer.write(toFile: "\(folder)/\(path)", atomically: true, encoding: .utf8) }
    let making = try ChildProgram(
      [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", "key.pem", "-out", "certificate.pem", "-days", "2", "-subj", "/CN=engram",
        "-addext", "subjectAltName=\(name)",
      ], in: folder)
    let complaint = making.output()
    if making.wait() != 0 { throw SystemFault(doing: "making a certificate with openssl", reason: complaint) }
    let serving = try ChildProgram(
      [
        "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", "certificate.pem", "-key", "key.pem", "-HTTP",
      ], in: folder)
    defer { _ = serving.kill() }
    // It says `ACCEPT 127.0.0.1:35315` when it is ready.
    let start = "ACCEPT 127.0.0.1:"
    let said = serving.output(until: start)
    let digits = said.firstRange(of: start).map { said[$0.upperBound...].prefix { $0.isNumber } }
    guard let port = digits.flatMap({ UInt16($0) }) else {
      throw SystemFault(doing: "starting openssl s_server", reason: said)
    }
    return try await body(TLSServer(port: port, certificate: folder + "/certificate.pem"))
  }
}
