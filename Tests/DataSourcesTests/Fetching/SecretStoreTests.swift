import DataSources
import Glibc
import TestSupport
import Testing

@Suite("Keys")
struct SecretStoreTests {
  private func write(_ text: String, mode: mode_t, in folder: String) throws -> SecretFile {
    let path = folder + "/secrets.json"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    try #require(Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count)
    try #require(fchmod(descriptor, mode) == 0)
    return SecretFile(path: path)
  }

  @Test("come from the environment, else from the file")
  func both() async throws {
    try await withTemporaryFolder { folder in
      let file = try write("{\"A\": \"from the file\", \"B\": \"b\", \"C\": \"\"}", mode: 0o600, in: folder)
      let store = SecretStore(environment: ["A": "from the environment", "B": ""], file: file)
      #expect(try store.value(of: "A") == "from the environment")
      #expect(try store.value(of: "B") == "b")
      #expect(try store.value(of: "C") == nil)
      #expect(try store.value(of: "D") == nil)
    }
  }

  @Test("need no file")
  func noFile() throws {
    #expect(try SecretStore(environment: [:], file: SecretFile(path: "/nowhere/secrets.json")).value(of: "A") == nil)
    #expect(try SecretStore(environment: [:]).value(of: "A") == nil)
  }

  @Test(
    "are not taken from a file that others may read or write", arguments: [0o644, 0o640, 0o604, 0o620, 0o602, 0o610])
  func openFile(mode: mode_t) async throws {
    try await withTemporaryFolder { folder in
      let file = try write("{\"A\": \"s3cr3t\"}", mode: mode, in: folder)
      let error = #expect(throws: FetchError.self) {
        try SecretStore(environment: [:], file: file).value(of: "A")
      }
      #expect(
        error?.description
          == "\(file.path): this file of keys can be read or written by others (mode \(String(mode, radix: 8))). "
          + "Run: chmod 600 \(file.path)")
      #expect(error?.kind == .config)
      // What the environment has is not looked for in the file.
      #expect(try SecretStore(environment: ["A": "a"], file: file).value(of: "A") == "a")
    }
  }

  @Test("are not taken from a file that is something else", arguments: ["", "s3cr3t", "[\"s3cr3t\"]", "{\"A\": 1}"])
  func otherFile(text: String) async throws {
    try await withTemporaryFolder { folder in
      let file = try write(text, mode: 0o600, in: folder)
      let error = #expect(throws: FetchError.self) { try file.secrets() }
      #expect(error?.problem == "this file of keys is not a JSON object of names and texts")
      #expect(error?.description.contains("s3cr3t") == false)
    }
    let error = #expect(throws: FetchError.self) { try SecretFile(path: "/").secrets() }
    #expect(error?.problem == "this file of keys is not a file")
  }
}
