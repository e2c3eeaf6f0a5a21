/// Every threshold that decides something, in one place; the rules themselves stand in Claims.swift.
public enum Rules {
  // What a state is (DESIGN: hidden-state statistics).

  /// A state is saturated beyond this, its range rescaled to [-1, 1].
  public static let saturated = 0.95
  /// A unit is stuck when more than this share of its states is saturated.
  public static let stuckShare = 0.95
  /// A unit is dead when its standard deviation over time is below this.
  public static let dead = 0.01
  /// Lags of the autocorrelation that is reported, 0 included, where the panel is long enough.
  public static let lags = 41

  // What a free run is.

  /// Two values are the same when they differ by less than this, in standard deviations of the training part.
  public static let same = 1e-3
  /// A run that gets further than this from the training mean, in its standard deviations, diverges.
  public static let escape = 10.0
  /// A fixed point must hold for this many steps: a slow swing stands still for a moment at its turning points.
  public static let fixedPointHold = 10

  // What an interval is.

  /// Resamples of the stationary bootstrap.
  public static let resamples = 2000

  // What decides a claim.

  /// Skill below this is negligible.
  public static let margin = 0.01
  /// Two models are alike when they differ by less: in skill; in saturation and activity; in share of living free runs.
  public static let alikeSkill = 0.05
  public static let alikeState = 0.10
  public static let alikeRollout = 0.25
  /// Loss curves that lie further apart than this, relative, are different.
  public static let curveGap = 0.10
  /// Predictions that vary by less than this share of the data's variance are constant in all but name.
  public static let constantPredictions = 0.05
  /// A state is active when its units' standard deviation is above this on average, of a range from -1 to 1.
  public static let active = 0.10
  /// A model has collapsed when more than this share of its units is dead or stuck.
  public static let collapsed = 0.25
  /// One model saturates more than another when the shares differ by more than this.
  public static let saturatesMore = 0.05
  /// A state has lost its dynamics when its activity is lower by more than this share.
  public static let dynamicsLost = 0.20
  /// A kind of free run is what a model does when more than this share of its networks does it.
  public static let majority = 0.50

  // Whether the data have memory (rung 0).

  /// The level of the score test, Holm's correction over the columns included.
  public static let scoreLevel = 0.01
  /// A memory-less fit that leaves less than this share of a column's variance leaves nothing for memory to explain.
  public static let nothingLeft = 1e-5
  /// "No memory found" is said only where memory that explains this share of the rest would have been found.
  public static let worthSeeing = 0.10
}
