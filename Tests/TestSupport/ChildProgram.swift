package import Glibc

/// A program that a test started, with what it prints on either stream.
package struct ChildProgram {
  package let identifier: pid_t
  private let output: Int32

  /// - Parameters:
  ///   - arguments: the program, by path or by a name that the shell finds, and what it is given.
  ///   - folder: in which it runs.
  package init(_ arguments: [String], in folder: String = ".") throws {
    var ends: [Int32] = [0, 0]
    // A pair of sockets, as a pipe cannot be kept from other programs that start at the same time.
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      throw SystemFault(doing: "opening a pair of sockets")
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
    let arguments = ["sh", "-c", "cd \"$0\" && exec \"$@\"", folder] + arguments
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    // It finds what it needs without an environment.
    var environment: [UnsafeMutablePointer<CChar>?] = [nil]
    var identifier = pid_t()
    let status = posix_spawn(&identifier, "/bin/sh", &actions, nil, &words, &environment)
    close(ends[1])
    guard status == 0 else {
      close(ends[0])
      throw SystemFault(doing: "starting /bin/sh", reason: String(cString: strerror(status)))
    }
    (self.identifier, output) = (identifier, ends[0])
  }

  /// What it prints until there is a whole line with this piece, or it has ended.
  package func output(until piece: String? = nil) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(output, &buffer, buffer.count)
      if count <= 0 { break }
      bytes += buffer.prefix(count)
      let text = String(decoding: bytes, as: UTF8.self)
      if let piece, let found = text.firstRange(of: piece), text[found.upperBound...].contains("\n") { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Waits for its end; 0 if all went well for it.
  package func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    close(output)
    return status
  }

  @discardableResult
  package func kill() -> Int32 {
    Glibc.kill(identifier, SIGKILL)
    return wait()
  }
}
