import Files
import Glibc
import Synchronization

/// Standard output. Every write and the last flush are checked: a result that was not written whole is an error.
enum StandardOutput {
  private struct State {
    var waiting: [UInt8] = []
    /// The reason of the first write that failed; nothing is written after it.
    var failure: String?
  }
  private static let state = Mutex(State())

  /// Refuses a standard output that is closed, before any work. The three streams are made to exist, since else the first
  /// file that is opened would take the place of one.
  static func prepare() throws(CommandFault) {
    for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) < 0 {
      // For standard output a file that cannot be written.
      _ = open("/dev/null", stream == STDOUT_FILENO ? O_RDONLY : O_RDWR)
    }
    let flags = fcntl(STDOUT_FILENO, F_GETFL)
    if flags < 0 || flags & O_ACCMODE == O_RDONLY { throw fault("it is closed") }
  }

  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  static func append(_ text: String) {
    state.withLock { state in
      if state.failure != nil { return }
      state.waiting += text.utf8
      if state.waiting.count >= 1 << 16 { flush(&state) }
    }
  }

  /// Writes what waits. A failure is reported by `finish`.
  static func flush() { state.withLock { flush(&$0) } }

  private static func flush(_ state: inout State) {
    defer { state.waiting = [] }
    if state.failure != nil || state.waiting.isEmpty { return }
    if let reason = Disk.writeAll(state.waiting, to: STDOUT_FILENO) {
      if errno == EPIPE { endQuietly() }
      state.failure = reason
    }
  }

  /// Writes the rest and closes the stream, which is when some file systems report a full disk.
  static func finish() throws(CommandFault) {
    flush()
    if close(STDOUT_FILENO) != 0 { state.withLock { $0.failure = $0.failure ?? Disk.reason() } }
    if let reason = state.withLock({ $0.failure }) { throw fault("\(reason); what was printed is not complete") }
  }

  /// As the program would have ended if its parent did not ignore SIGPIPE: whoever reads the pipe wants no more.
  private static func endQuietly() -> Never {
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    exit(128 + SIGPIPE)
  }

  private static func fault(_ reason: String) -> CommandFault { CommandFault("writing to standard output: \(reason)") }
}

/// Prints results in place of Swift's `print`, which does not check what it writes. Control characters are escaped.
func print(_ text: String, terminator: String = "\n") {
  StandardOutput.append(escapedLines(text) + terminator)
}

/// Prints text in which the program itself has set colours.
func print(coloured text: String, terminator: String = "\n") {
  StandardOutput.append(escapedLines(text, keepingColours: true) + terminator)
}

/// Standard error is for progress and messages, never for results. Control characters are escaped.
func writeToStandardError(_ text: String) { writeToTerminal(escapedLines(text)) }

/// A warning on one line.
func warn(_ text: String) { writeToStandardError("WARNING: \(printable(text))\n") }

/// Writes to standard error what moves the cursor of a terminal.
func writeToTerminal(_ text: String) {
  // Results come first where both go to one place.
  StandardOutput.flush()
  _ = Disk.writeAll(Array(text.utf8), to: STDERR_FILENO)
}
