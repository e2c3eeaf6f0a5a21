/// A server on 127.0.0.1 that speaks TLS and answers every request with a page about the connection, status 200.
public struct TLSServer: Sendable {
  public let port: UInt16
  /// The path of its certificate, in PEM. It has signed it itself: whoever trusts this file trusts the server.
  public let certificate: String

  /// `https://127.0.0.1:PORT/target`.
  public func url(_ target: String) -> String { "https://127.0.0.1:\(port)\(target)" }
}

/// Calls `body` with a server whose certificate is made for this once, and stops it afterwards. It takes the program
/// `openssl`.
///
/// - Parameter name: whom the certificate is for: `IP:127.0.0.1`, or something else, `DNS:elsewhere.example`.
public func withTLSServer<Result>(
  certificateFor name: String, _ body: (TLSServer) async throws -> Result
) async throws -> Result {
  try await withTemporaryFolder { folder in
    let (key, certificate) = (folder + "/key.pem", folder + "/certificate.pem")
    let making = try ChildProgram([
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=engram", "-addext", "subjectAltName=\(name)",
    ])
    let complaint = making.output()
    if making.wait() != 0 { throw SystemFault(doing: "making a certificate with openssl", reason: complaint) }
    let serving = try ChildProgram([
      "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www",
    ])
    defer { _ = serving.kill() }
    // It says `ACCEPT 127.0.0.1:35315` when it is ready.
    let start = "ACCEPT 127.0.0.1:"
    let said = serving.output(until: start)
    let digits = said.firstRange(of: start).map { said[$0.upperBound...].prefix { $0.isNumber } }
    guard let port = digits.flatMap({ UInt16($0) }) else {
      throw SystemFault(doing: "starting openssl s_server", reason: said)
    }
    return try await body(TLSServer(port: port, certificate: certificate))
  }
}
