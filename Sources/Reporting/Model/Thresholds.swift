import Memory
import Numbers
import SeriesMemory

/// The thresholds of the method, each with its name in the code, its value and what it decides.
extension ReportModel {
  static var thresholds: Table { table("Every threshold that decides a rung or the verdict", deciding) }

  static var furtherThresholds: Table {
    table("Thresholds of states, free runs and claims, and of what is drawn and counted", further)
  }

  private static func table(_ caption: String, _ rows: [Table.Row]) -> Table {
    Table(caption, columns: ["name", "value", .init("what it decides", isProse: true)], rows: rows)
  }

  private static func row(_ name: String, _ value: Double, _ text: String) -> Table.Row {
    .init(name, [.number(value, .exact), .text(text)])
  }

  private static func row(_ name: String, _ value: Int, _ text: String) -> Table.Row {
    .init(name, [.count(value), .text(text)])
  }

  private static func row(_ name: String, _ values: [Double], _ text: String) -> Table.Row {
    .init(name, [.text(values.map(NumberFormat.exact.text).joined(separator: ", ")), .text(text)])
  }

  private static func row(_ name: String, _ values: [Int], _ text: String) -> Table.Row {
    .init(name, [.text(values.map(grouped).joined(separator: ", ")), .text(text)])
  }

  private static let deciding: [Table.Row] = [
    // What an interval is.
    row(
      "oneSidedConfidence", Rules.oneSidedConfidence,
      "confidence of the lower bound that decides whether memory pays, for all skills that may decide together"),
    row("power", Rules.power, "power to detect an effect that is called detectable"),
    // Rung 0: there.
    row("scoreLevel", Rules.scoreLevel, "level of the score test, corrected for the columns"),
    row("ownNullAlarms", Rules.ownNullAlarms, "share of alarms on the series' own surrogates that refutes memory"),
    row(
      "nothingLeft", Rules.nothingLeft,
      "below this share of a column's variance, nothing is left to explain"),
    row(
      "worthSeeing", Rules.worthSeeing,
      "\"no memory found\" requires power to detect memory that explains this share of the remaining variance"),
    row("fewRows", Rules.fewRows, "with fewer rows, shares of planted memory are rough"),
    row(
      "farOutside", Rules.farOutside,
      "above this share of held-out values outside the training range, the states are weak evidence"),
    // Rung 1: stored.
    row("storedExcess", Rules.storedExcess, "past values that the state must hold above its floors"),
    row(
      "presentRead", Rules.presentRead,
      "where less of the present row's variance is read from the state, rung 1 is unclear"),
    // Rung 2: used.
    row("usedRise", Rules.usedRise, "rise of the held-out error below which the state is not used"),
    // Rung 3: useful.
    row("margin", Rules.margin, "skill below this is negligible"),
  ]

  private static let further: [Table.Row] = [
    // What a state is.
    row("saturated", Rules.saturated, "a state is saturated beyond this, its range rescaled to [-1, 1]"),
    row("stuckShare", Rules.stuckShare, "a unit is stuck when more than this share of its states is saturated"),
    row("dead", Rules.dead, "a unit is dead when its standard deviation over time is below this"),
    row("lags", Rules.lags, "lags of the autocorrelation that is reported, 0 included"),
    row("outer", Rules.outer, "a state is outer beyond this, its range rescaled to [-1, 1]"),
    row("mostlyOuter", Rules.mostlyOuter, "a unit switches when more than this share of its states is outer …"),
    row("otherSide", Rules.otherSide, "… and at least this share on either side"),
    // What a free run is.
    row(
      "same", Rules.same,
      "two values are the same when they differ by less, in standard deviations of the training part"),
    row(
      "escape", Rules.escape,
      "a run that gets further from the training mean diverges, in standard deviations"),
    row("fixedPointHold", Rules.fixedPointHold, "a fixed point must last this many steps"),
    row("envelopeWindows", Rules.envelopeWindows, "windows in which the amplitude of a free run is measured"),
    row(
      "envelopeFall", Rules.envelopeFall, "a run decays when its amplitude falls to this share or less in each window"),
    row("turningPoints", Rules.turningPoints, "a decaying run with as many turning points is damped"),
    // How the rungs are measured.
    row("confidence", Rules.confidence, "confidence of every two-sided interval"),
    row("boundLevel", Rules.boundLevel, "level of the lower bound where one skill alone may decide"),
    row(
      "searchedColumns", Rules.searchedColumns,
      "wider panels: the memory-less regressions are curved in as many columns, straight in all others"),
    row("littleLeft", Rules.littleLeft, "at most this share of a column's variance is little: it hides no memory"),
    row(
      "unitRootPoint", Rules.unitRootPoint, "above minus this Dickey-Fuller statistic the past enters as increments"),
    row("alikeNeighbours", Rules.alikeNeighbours, "so it does where neighbouring rows correlate by more"),
    row(
      "residualAgreement", Rules.residualAgreement, "two memory-less regressions must leave residuals that correlate"),
    row(
      "residualsAlike", Rules.residualsAlike,
      "above this correlation their agreement is what is drawn; with little left, they must correlate so"),
    row("breakStatistic", Rules.breakStatistic, "sup F of a break of the mean"),
    row("surrogateLevel", Rules.surrogateLevel, "no more surrogates are made once their p must exceed this"),
    row("horizonGain", Rules.horizonGain, "share of the gain of context that defines the memory horizon"),
    row("autoregressionShare", Rules.autoregressionShare, "above this share of the gain, an autoregression is advised"),
    row("resamples", Rules.resamples, "resamples of the stationary bootstrap"),
    row("tailDraws", Rules.tailDraws, "with fewer draws beyond a bootstrap quantile, the normal bound counts if lower"),
    row("analysedRows", Rules.analysedRows, "states are described and decoded on so many rows, the last ones, at most"),
    row("fittedRows", Rules.fittedRows, "predictors without a network are fitted to so many training rows at most"),
    row("resampledSums", Rules.resampledSums, "the bootstrap of more rows draws sums of neighbours, at most so many"),
    row("decodedLags", Rules.decodedLags, "largest lag that is decoded"),
    row(
      "widestOwnReference", Rules.widestOwnReference,
      "in wider panels one reference that decodes from the present row serves all networks"),
    row(
      "decodingShuffles", Rules.decodingShuffles,
      "shuffles of state and past that give the floor of the capacities"),
    row("longestContext", Rules.longestContext, "longest context that a state is rebuilt from, in rows"),
    row("contexts", Rules.contexts, "contexts that are reported, in rows"),
    row("swaps", Rules.swaps, "shuffles of the states in time that a swap averages over"),
    row("interventionRows", Rules.interventionRows, "held-out rows that interventions use, at most"),
    row("someOutside", Rules.someOutside, "above this share of held-out values outside, the report mentions it"),
    row("tail", Rules.tail, "share beyond each end of a two-sided interval"),
    // What decides a claim.
    row("alikeSkill", Rules.alikeSkill, "models are alike when their errors differ by less"),
    row("alikeState", Rules.alikeState, "… their saturation and activity"),
    row("alikeRollout", Rules.alikeRollout, "… their shares of free runs that stay alive"),
    row("curveGap", Rules.curveGap, "loss curves differ when they are further apart than this, relative"),
    row(
      "constantPredictions", Rules.constantPredictions,
      "predictions with less than this share of the data's variance count as constant"),
    row(
      "active", Rules.active,
      "a state is active when its units vary by more on average, on a range from -1 to 1"),
    row("collapsed", Rules.collapsed, "a model has collapsed when more of its units are dead or stuck"),
    row(
      "saturatesMore", Rules.saturatesMore,
      "one model saturates more than another when the shares differ by more"),
    row(
      "dynamicsLost", Rules.dynamicsLost,
      "a state has lost its dynamics when its activity is lower by more than this share"),
    row("majority", Rules.majority, "a model shows a kind of free run when more than this share of its networks do"),
    // How a state moves.
    row("gradientSteps", Rules.gradientSteps, "longest lag of the gradient, in rows"),
    row("gradientGone", Rules.gradientGone, "the gradient has vanished below this, relative to lag 0"),
    row("forgettingSteps", Rules.forgettingSteps, "longest time for two copies to converge, in rows"),
    row("forgotten", Rules.forgotten, "two copies have converged below this share of their first distance"),
    row("jacobianRows", Rules.jacobianRows, "rows at which Jacobians are computed"),
    row("copyStarts", Rules.copyStarts, "starts of the two copies"),
    // What reports, sweeps and calibration use.
    row("lateEpoch", Rules.lateEpoch, "training has not ended when the mean best epoch is later, as a share of all"),
    row("discoveryRate", Rules.discoveryRate, "false discovery rate of a sweep"),
    row("markedFalseAlarms", Rules.markedFalseAlarms, "false-alarm rate that the calibration figure marks"),
    row("markedPowers", Rules.markedPowers, "powers that the calibration figure marks"),
    row("flat", Rules.flat, "a prediction of the original's demo is flat below this share of the data's deviation"),
  ]
}
