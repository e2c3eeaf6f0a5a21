import Engram
import Files
import Glibc
import Synchronization

/// A line on standard error that says how far the work is. It is shown on a terminal only.
protocol StatusLine: Sendable {
  var isShown: Bool { get }
}

extension StatusLine {
  /// Whether standard error is a terminal.
  static var canBeShown: Bool { isatty(STDERR_FILENO) == 1 }

  fileprivate func write(_ text: String) { writeToTerminal("\r\(printable(text))\u{1B}[K") }

  /// Removes the line.
  func clear() {
    if isShown { write("") }
  }
}

/// What is being done, how much of it is done, and the time left.
final class Progress: StatusLine {
  let isShown: Bool
  private let label: String
  private let state = Mutex(State())

  private struct State {
    var label = ""
    var start = ContinuousClock.now
    var percent = -1
  }

  init(label: String = "", quiet: Bool) {
    self.label = label
    isShown = !quiet && Self.canBeShown
  }

  /// Any thread may call this at any rate; the line changes when the percentage does.
  func show(_ share: Double) { show(label, share) }

  /// Each stage has its own percentage and clock.
  func show(_ stage: Stage, _ share: Double) {
    let place = (Stage.allCases.firstIndex(of: stage) ?? 0) + 1
    show("\(place)/\(Stage.allCases.count) \(stage.rawValue)", share)
  }

  /// A line that stays; the line that changes goes on below it.
  func say(_ text: String) {
    state.withLock { state in
      clear()
      state.percent = -1
      writeToStandardError(printable(text) + "\n")
    }
  }

  private func show(_ label: String, _ share: Double) {
    guard isShown else { return }
    let percent = Int(share * 100)
    state.withLock { state in
      if label != state.label { state = State(label: label) }
      guard percent > state.percent else { return }
      state.percent = percent
      let elapsed = state.start.duration(to: .now) / Duration.seconds(1)
      let left = share > 0 ? ", about \(Int((elapsed / share - elapsed).rounded(.up))) s left" : ""
      write("\(label) \(percent) %\(left) ")
    }
  }
}

/// How many bytes have come from each host.
final class TransferLine: StatusLine {
  let isShown: Bool
  private let hosts = Mutex<[String: FetchProgress]>([:])
  private let lastShown = Mutex(ContinuousClock.now - .seconds(1))

  init(quiet: Bool) { isShown = !quiet && Self.canBeShown }

  /// Any thread may call this at any rate; the line changes ten times a second.
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
    // A line wider than the terminal could not be removed.
    write(String(words.joined(separator: ", ").prefix(78)))
  }
}

/// `812 B`, `12 kB`, `3.4 MB`.
func size(_ bytes: Int) -> String {
  if bytes < 1000 { return "\(bytes) B" }
  if bytes < 1_000_000 { return "\(bytes / 1000) kB" }
  return "\(bytes / 1_000_000).\(bytes / 100_000 % 10) MB"
}
