/// Looks up the keys of servers in the environment, then in a file that only the user can read. The file is read on
/// demand.
public struct SecretStore: Sendable {
  private let environment: [String: String]
  private let file: SecretFile?

  /// - Parameters:
  ///   - environment: the variables, which override the file.
  ///   - file: nil for none; it need not exist.
  public init(environment: [String: String], file: SecretFile? = nil) {
    (self.environment, self.file) = (environment, file)
  }

  /// The key of a name; nil if it is not set, or empty.
  ///
  /// - Throws: if the file exists and cannot be used.
  public func value(of name: String) throws(FetchError) -> String? {
    if let value = environment[name], !value.isEmpty { return value }
    guard let value = try file?.secrets()[name], !value.isEmpty else { return nil }
    return value
  }
}

extension Secret {
  /// The value to send.
  ///
  /// A short key could occur in the data from which it is removed, and a line break in a key would begin a new header; no
  /// server issues such keys.
  ///
  /// - Parameter url: of the request, without secrets.
  func value(
    from lookUp: (String) throws(FetchError) -> String?, for url: String
  ) throws(FetchError) -> String {
    guard let value = try lookUp(name), !value.isEmpty else {
      throw FetchError(
        .auth, url: url, problem: "it needs a key, and \(name) is not set",
        advice: "Set the environment variable \(name), or add it to ~/.config/engram/secrets.json")
    }
    let problem: String? =
      if value.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
        "contains a line break or another control character"
      } else if value.utf8.count < 4 {
        "is shorter than four characters"
      } else if value.utf8.count < 8, value.utf8.allSatisfy({ $0 < UInt8(ascii: "A") }) {
        "is a number of fewer than eight digits, which may occur in the data"
      } else {
        nil
      }
    if let problem {
      throw FetchError(
        .config, url: url, problem: "the key \(name) \(problem)",
        advice: "Set \(name) to the key that the server issued")
    }
    return value
  }
}
