import Memory

/// The thresholds of the method, each with its name in the code, its value and what it decides.
struct Threshold {
  var name: String
  var value: String
  var words: String

  private init(_ name: String, _ value: Double, _ words: String) {
    (self.name, self.value, self.words) = (name, Threshold.text(value), words)
  }

  private init(_ name: String, _ value: Int, _ words: String) {
    (self.name, self.value, self.words) = (name, NumberText.count(value), words)
  }

  private init(_ name: String, _ values: [Int], _ words: String) {
    (self.name, self.words) = (name, words)
    value = values.map(NumberText.count).joined(separator: ", ")
  }

  /// `0.95`, `0.00001`: as many decimals as it has.
  private static func text(_ value: Double) -> String {
    let decimals = (0...9).first { NumberText.powerOfTen($0) * value == (NumberText.powerOfTen($0) * value).rounded() }
    return NumberText.fixed(value, decimals ?? 9)
  }

  static var table: PageTable {
    PageTable(
      caption: "Every threshold that decides something", header: ["value", "what it decides"],
      rows: all.map { .init(name: $0.name, cells: [$0.value, $0.words]) }, corner: "name", isProse: true)
  }

  private static let all: [Threshold] = [
    // What a state is.
    Threshold("saturated", Rules.saturated, "a state is saturated beyond this, its range rescaled to [-1, 1]"),
    Threshold("stuckShare", Rules.stuckShare, "a unit is stuck when more than this share of its states is saturated"),
    Threshold("dead", Rules.dead, "a unit is dead when its standard deviation over time is below this"),
    Threshold("lags", Rules.lags, "lags of the autocorrelation that is reported, 0 included"),
    Threshold("outer", Rules.outer, "a state is outer beyond this, its range rescaled to [-1, 1]"),
    Threshold("mostlyOuter", Rules.mostlyOuter, "a unit switches when more than this share of its states is outer …"),
    Threshold("otherSide", Rules.otherSide, "… and at least this share on either side"),
    // What a free run is.
    Threshold(
      "same", Rules.same,
      "two values are the same when they differ by less, in standard deviations of the training part"),
    Threshold(
      "escape", Rules.escape,
      "a run that gets further from the training mean diverges, in its standard deviations"),
    Threshold("fixedPointHold", Rules.fixedPointHold, "steps that a fixed point must hold for"),
    // What an interval is.
    Threshold("resamples", Rules.resamples, "resamples of the stationary bootstrap"),
    // Rung 0: there.
    Threshold("scoreLevel", Rules.scoreLevel, "level of the score test, correction over the columns included"),
    Threshold(
      "nothingLeft", Rules.nothingLeft,
      "a memory-less fit that leaves less of a column's variance leaves nothing to explain"),
    Threshold(
      "worthSeeing", Rules.worthSeeing,
      "\"no memory found\" is said only where memory that explains this share of the rest would have been found"),
    Threshold(
      "farOutside", Rules.farOutside,
      "networks that must extrapolate for more than this share of the held-out values show little of what they learnt"),
    // Rung 1: stored.
    Threshold("decodedLags", Rules.decodedLags, "largest lag that is decoded"),
    Threshold(
      "decodingShuffles", Rules.decodingShuffles,
      "shuffles of state and past that make the floor of the capacities"),
    Threshold("storedExcess", Rules.storedExcess, "past values that the state must hold above its floors"),
    // Rung 2: used.
    Threshold("usedRise", Rules.usedRise, "rise of the held-out error below which the state is not used"),
    Threshold("longestContext", Rules.longestContext, "longest context a state is rebuilt from, in rows"),
    Threshold("contexts", Rules.contexts, "contexts that are reported, in rows"),
    Threshold("horizonGain", Rules.horizonGain, "share of the gain of context that the memory horizon must have"),
    Threshold("swaps", Rules.swaps, "shuffles of the states in time that a swap is averaged over"),
    Threshold("interventionRows", Rules.interventionRows, "held-out rows that the interventions are run on, at most"),
    // Rung 3: useful.
    Threshold("margin", Rules.margin, "skill below this is negligible"),
    // What decides a claim.
    Threshold("alikeSkill", Rules.alikeSkill, "models are alike when their errors differ by less"),
    Threshold("alikeState", Rules.alikeState, "… their saturation and activity"),
    Threshold("alikeRollout", Rules.alikeRollout, "… their shares of free runs that stay alive"),
    Threshold("curveGap", Rules.curveGap, "loss curves further apart than this, relative, are different"),
    Threshold(
      "constantPredictions", Rules.constantPredictions,
      "predictions that vary by less of the data's variance are constant in all but name"),
    Threshold(
      "active", Rules.active,
      "a state is active when its units vary by more on average, of a range from -1 to 1"),
    Threshold("collapsed", Rules.collapsed, "a model has collapsed when more of its units are dead or stuck"),
    Threshold(
      "saturatesMore", Rules.saturatesMore,
      "one model saturates more than another when the shares differ by more"),
    Threshold("dynamicsLost", Rules.dynamicsLost, "a state has lost its dynamics when its activity is lower by more"),
    Threshold("majority", Rules.majority, "a kind of free run is what a model does when more of its networks do it"),
    // How a state moves.
    Threshold("gradientSteps", Rules.gradientSteps, "longest lag of the gradient, in rows"),
    Threshold("gradientGone", Rules.gradientGone, "the gradient is gone below this, relative to lag 0"),
    Threshold("forgettingSteps", Rules.forgettingSteps, "longest wait for two copies to meet, in rows"),
    Threshold("forgotten", Rules.forgotten, "two copies have met below this share of their first distance"),
    Threshold("jacobianRows", Rules.jacobianRows, "rows at which Jacobians are taken"),
    Threshold("copyStarts", Rules.copyStarts, "starts of the two copies"),
  ]
}
