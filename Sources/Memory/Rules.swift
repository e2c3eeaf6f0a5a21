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
  /// See `alikeSkill`: in saturation and activity.
  public static let alikeState = 0.10
  /// See `alikeSkill`: in the share of living free runs.
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
  /// Networks that must extrapolate for more than this share of the held-out values show little of what they learnt.
  public static let farOutside = 0.25

  // What a unit is (UnitKinds).

  /// Outside [0.1, 0.9] of the range of σ: beyond this when it is rescaled to [-1, 1].
  public static let outer = 0.80
  /// A unit switches when more than this share of its states is outer, and on either side at least `otherSide`.
  public static let mostlyOuter = 0.50
  /// See `mostlyOuter`: the share on either side.
  public static let otherSide = 0.05

  // What is stored (rung 1).

  /// The largest lag that is decoded, where the panel is long enough.
  public static let decodedLags = 20
  /// Shuffles of each network's pairs of state and past: the floor of the capacities.
  public static let decodingShuffles = 2
  /// An excess memory capacity counts when it is above its floors by more than this, in lags. For twins held against
  /// other twins the lower end of the interval was at most 0.001, in 220 series of seven processes.
  public static let storedExcess = 0.10

  // What is used (rung 2).

  /// The longest context a state is rebuilt from, where the panel reaches back as far.
  public static let longestContext = 128
  /// Contexts that are reported.
  public static let contexts = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128]
  /// Share of the gain of context that a memory horizon must have.
  public static let horizonGain = 0.95
  /// Permutations of the states in time that a swap is averaged over.
  public static let swaps = 8
  /// Held-out rows that the interventions are run on, at most: the first ones.
  public static let interventionRows = 20_000
  /// A relative rise of the held-out loss below this is no use of the state: as much as a skill that is negligible.
  public static let usedRise = 0.01

  // How a state moves (Dynamics).

  /// The longest lag of the gradient and where it counts as gone, relative to lag 0.
  public static let gradientSteps = 64
  /// See `gradientSteps`: where the gradient counts as gone.
  public static let gradientGone = 0.05
  /// The longest wait for two copies to meet and what share of their first distance counts as met.
  public static let forgettingSteps = 256
  /// See `forgettingSteps`: what counts as met.
  public static let forgotten = 0.01
  /// Rows of the panel at which Jacobians are taken, evenly spaced; starts of the two copies.
  public static let jacobianRows = 128
  /// See `jacobianRows`: starts of the two copies.
  public static let copyStarts = 32
}
