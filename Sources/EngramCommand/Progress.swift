import Engram
import Synchronization
import Glibc

/// One line on standard error that says what is being done, how far it is and how long it will take; silent when
/// standard error is not a terminal.
final class Progress: Sendable {
  private let label: String
  private let isShown: Bool
  private let state = Mutex(State())

  private struct State {
    var label = ""
    var start = ContinuousClock.now
    var percent = -1
  }

  init(label: String = "", quiet: Bool) {
    self.label = label
    isShown = !quiet && isatty(STDERR_FILENO) == 1
  }

  /// Any thread may call this, as often as it likes; the line changes when the percentage does.
  func show(_ share: Double) { show(label, share) }

  /// Another stage begins a count and a clock of its own.
  func show(_ stage: Stage, _ share: Double) {
    let place = (Stage.allCases.firstIndex(of: stage) ?? 0) + 1
    show("\(place)/\(Stage.allCases.count) \(stage.rawValue)", share)
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
      writeToStandardError("\r\(label) \(percent) %\(left) \u{1B}[K")
    }
  }

  /// Takes the line away.
  func clear() {
    if isShown { writeToStandardError("\r\u{1B}[K") }
  }
}
