/// What a run is doing, for a line of progress. A run goes through these from first to last.
public enum Stage: String, Sendable, CaseIterable {
  /// Sources are read and aligned.
  case reading = "reading sources"
  /// Every model of the data and of the control is trained.
  case training = "training"
  /// The same procedure runs on data where the answer is known.
  case surrogates = "surrogates"
  /// States, interventions, tests.
  case looking = "looking into the networks"
  /// Of whoever writes the report; `Study.run` ends before it.
  case writing = "drawing and writing"
}
