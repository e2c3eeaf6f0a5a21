import Engram
import Synchronization
import Glibc

/// One line on standard error that says what is coming from where; silent when standard error is not a terminal.
final class TransferLine: Sendable {
  private let isShown: Bool
  private let hosts = Mutex<[String: FetchProgress]>([:])
  private let lastShown = Mutex(ContinuousClock.now - .seconds(1))

  init(quiet: Bool) { isShown = !quiet && isatty(STDERR_FILENO) == 1 }

  /// Any thread may call this, as often as it likes; the line changes ten times a second.
  func show(_ progress: FetchProgress) {
    guard isShown else { return }
    let all = hosts.withLock { hosts in
      hosts[progress.host] = progress
      return hosts.values.sorted { $0.host < $1.host }
    }
    let isDue = lastShown.withLock { last in
      guard ContinuousClock.now - last > .milliseconds(100) else { return false }
      last = .now
      return true
    }
    guard isDue else { return }
    let words = all.map { one in
      "\(one.host) " + (one.total.map { "\(size(one.bytes)) of \(size($0))" } ?? size(one.bytes))
    }
    // One line of a usual terminal: a longer one could not be taken back.
    writeToStandardError("\r" + words.joined(separator: ", ").prefix(78) + "\u{1B}[K")
  }

  /// Takes the line away.
  func clear() {
    if isShown { writeToStandardError("\r\u{1B}[K") }
  }
}

/// `812 B`, `12 kB`, `3.4 MB`.
func size(_ bytes: Int) -> String {
  if bytes < 1000 { return "\(bytes) B" }
  if bytes < 1_000_000 { return "\(bytes / 1000) kB" }
  return "\(bytes / 1_000_000).\(bytes / 100_000 % 10) MB"
}
