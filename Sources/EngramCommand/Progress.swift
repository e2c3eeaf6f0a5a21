import Synchronization
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One line on standard error that says how far the work is and how long it will take; silent when standard
/// error is not a terminal.
final class Progress: Sendable {
  private let label: String
  private let isShown: Bool
  private let start = ContinuousClock.now
  private let lastShown = Mutex(-1)

  init(label: String, quiet: Bool) {
    self.label = label
    isShown = !quiet && isatty(STDERR_FILENO) == 1
  }

  /// Any thread may call this, as often as it likes; the line changes when the percentage does.
  func show(_ share: Double) {
    guard isShown else { return }
    let percent = Int(share * 100)
    lastShown.withLock { last in
      guard percent > last else { return }
      last = percent
      let elapsed = start.duration(to: .now) / Duration.seconds(1)
      let left = share > 0 ? Int((elapsed / share - elapsed).rounded(.up)) : 0
      writeToStandardError("\r\(label) \(percent) %, about \(left) s left \u{1B}[K")
    }
  }

  /// Takes the line away.
  func clear() {
    if isShown { writeToStandardError("\r\u{1B}[K") }
  }
}
