import Synchronization

/// What a run is doing, for a line of progress; in this order.
public enum Stage: String, Sendable, CaseIterable {
  /// Sources are read and aligned.
  case reading = "reading sources"
  /// Rung 0 is asked of the data.
  case testing = "testing the series"
  /// Every model of the data and of the control is trained.
  case training = "training"
  /// The same procedure on data where the answer is known.
  case surrogates = "surrogates"
  /// States, interventions, tests.
  case looking = "analysing the networks"
  /// The same series under other changes of variable.
  case changing = "analysing other changes of variable"
  /// For the caller, who writes the report after `Study.run`.
  case writing = "drawing and writing"
}

/// The share of the other changes of variable that is done, shown from when the study itself is.
final class ChangesProgress: Sendable {
  private let state = Mutex((isShown: false, done: 0))
  private let count: Int
  private let report: @Sendable (Stage, Double) -> Void

  init(of count: Int, _ report: @escaping @Sendable (Stage, Double) -> Void) {
    (self.count, self.report) = (count, report)
  }

  func begin() { change { $0.isShown = true } }

  func add() { change { $0.done += 1 } }

  private func change(_ change: (inout (isShown: Bool, done: Int)) -> Void) {
    state.withLock { state in
      change(&state)
      if state.isShown, count > 0 { report(.changing, Double(state.done) / Double(count)) }
    }
  }
}
