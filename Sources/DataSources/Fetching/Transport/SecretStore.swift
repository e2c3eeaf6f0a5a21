/// Where the keys of servers are: in the environment, or else in a file that the user alone can read. Both come in as
/// values; nothing is read before the first key is asked for.
public struct SecretStore: Sendable {
  private let environment: [String: String]
  private let file: SecretFile?

  /// - Parameters:
  ///   - environment: the variables; one that is set wins over the file.
  ///   - file: nil where there is none. One that does not exist is as good as an empty one.
  public init(environment: [String: String], file: SecretFile? = nil) {
    (self.environment, self.file) = (environment, file)
  }

  /// The key of that name; nil if it is set nowhere. An empty variable is not set.
  ///
  /// - Throws: when the file is there but must not be used, or cannot.
  public func value(of name: String) throws(FetchError) -> String? {
    if let value = environment[name], !value.isEmpty { return value }
    guard let value = try file?.secrets()[name], !value.isEmpty else { return nil }
    return value
  }
}

extension Secret {
  /// The value as it may be sent.
  ///
  /// A short key could be a part of the data that it is later struck out of, and a line break in one would begin a new
  /// header: neither is a key that a server hands out.
  ///
  /// - Parameter url: what it is for, as it may be shown.
  func value(
    from lookUp: (String) throws(FetchError) -> String?, for url: String
  ) throws(FetchError) -> String {
    guard let value = try lookUp(name), !value.isEmpty else {
      throw FetchError(
        .auth, url: url, problem: "it takes a key, and \(name) is not set",
        advice: "Set the environment variable \(name), or add it to ~/.config/engram/secrets.json")
    }
    let problem: String? =
      if value.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
        "holds a line break or another control character"
      } else if value.utf8.count < 4 {
        "is shorter than four characters"
      } else if value.utf8.count < 8, value.utf8.allSatisfy({ $0 < UInt8(ascii: "A") }) {
        "is a number of less than eight digits, which may stand in the data too"
      } else {
        nil
      }
    if let problem {
      throw FetchError(
        .config, url: url, problem: "the key \(name) \(problem)",
        advice: "Set \(name) to the key as the server gave it")
    }
    return value
  }
}
