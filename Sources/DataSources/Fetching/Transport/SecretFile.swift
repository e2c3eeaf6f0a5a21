import FoundationEssentials

import Glibc

/// A file of keys, `{"FRED_API_KEY": "…"}`, that only its owner may read and write (`chmod 600`), usually
/// `~/.config/engram/secrets.json`.
public struct SecretFile: Sendable {
  /// The path.
  public let path: String

  /// A file that is read on demand.
  public init(path: String) { self.path = path }

  /// The keys by name; empty if there is no file.
  ///
  /// - Throws: if others may read or write the file, or it is not valid. The error does not quote the file.
  public func secrets() throws(FetchError) -> [String: String] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0 {
      if errno == ENOENT || errno == ENOTDIR { return [:] }
      throw fault("cannot be read: \(String(cString: strerror(errno)))", "Make it a file that you may read")
    }
    defer { close(descriptor) }
    // The open file is checked, which cannot be replaced meanwhile.
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      throw fault("is not a file", "Replace it by a file of keys, or remove it")
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
