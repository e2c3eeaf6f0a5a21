import FoundationEssentials

import Glibc

/// A file of keys, `{"FRED_API_KEY": "…"}`, which nobody but its owner may read or write (`chmod 600`). The usual one is
/// `~/.config/engram/secrets.json`.
public struct SecretFile: Sendable {
  /// Where it is.
  public let path: String

  /// A file that is read when a secret is asked for.
  public init(path: String) { self.path = path }

  /// By their names; empty if there is no such file.
  ///
  /// - Throws: if others may read or write it, or it is not what it should be. Never with anything that stands in it.
  public func secrets() throws(FetchError) -> [String: String] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 {
      if errno == ENOENT || errno == ENOTDIR { return [:] }
      throw fault("cannot be read: \(String(cString: strerror(errno)))", "Make it a file that you may read")
    }
    defer { close(descriptor) }
    // Asked of what has been opened, so that it cannot be another file a moment later.
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      throw fault("is not a file", "Put a file of keys there, or nothing")
    }
    let mode = facts.st_mode & 0o777
    guard mode & 0o077 == 0 else {
      throw fault("can be read or written by others (mode \(String(mode, radix: 8)))", "Run: chmod 600 \(path)")
    }
    guard let bytes = contents(of: descriptor) else {
      throw fault("cannot be read, or is larger than a megabyte", "Make it a small file that you may read")
    }
    guard let secrets = try? JSONDecoder().decode([String: String].self, from: Data(bytes)) else {
      throw fault("is not a JSON object of names and texts", "Write it as {\"NAME\": \"value\"}")
    }
    return secrets
  }

  private func contents(of descriptor: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count <= 1 << 20 {
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count < 0 { return nil }
      bytes += buffer.prefix(count)
    }
    return nil
  }

  private func fault(_ problem: String, _ advice: String) -> FetchError {
    FetchError(.config, url: path, problem: "this file of keys " + problem, advice: advice)
  }
}
