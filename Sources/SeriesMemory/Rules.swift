import Numbers

/// Every level, confidence, power and threshold that decides something. The rules that use them are in Verdict/ and
/// Claims.swift; every sentence that quotes one takes its text from here.
public enum Rules {
  // MARK: - Intervals and tests

  /// Share of the distribution beyond either end of a two-sided interval.
  public static let tail = 0.025
  /// Confidence of every two-sided interval.
  public static let confidence = 1 - 2 * tail
  /// Level of the lower bounds that decide whether memory pays. It is that of the whole family: the bound of each of m
  /// skills is at boundLevel / m (Bonferroni; Dunn 1961, JASA 56:52-64), which is the first step of Holm (1979).
  public static let boundLevel = 0.05
  /// Confidence of these bounds.
  public static let oneSidedConfidence = 1 - boundLevel
  /// Power with which a detectable effect is found.
  public static let power = 0.80
  /// Resamples of the stationary bootstrap (Politis & Romano 1994).
  public static let resamples = 2000
  /// Draws that a bootstrap quantile needs beyond it. With fewer, the normal bound counts where it is lower.
  public static let tailDraws = 10.0

  // MARK: - Rung 0, there: the data have memory

  /// Level of the score test, the correction for all columns included.
  public static let scoreLevel = 0.01
  /// Own lags that the report prints; results.json has all.
  package static let shownLags = 12
  /// Wider panels have their matrix of columns in results.json only.
  package static let shownSources = 12
  /// In wider panels the memory-less regressions look for scales and splits in as many columns as this, those related most to
  /// what is predicted, and the learnt predictor in as many past and present values; all other columns enter by a line.
  public static let searchedColumns = 12
  /// Memory-less regressions that leave less than this share of a column's variance leave nothing to explain.
  public static let nothingLeft = 1e-3
  /// Where no column has more than this share of its variance left, no memory is missed.
  public static let littleLeft = 0.05
  /// The past enters as increments where the statistic of the augmented Dickey-Fuller test is above minus this, its 1 % point.
  public static let unitRootPoint = 3.43
  /// The past enters as increments also where neighbouring rows correlate by more.
  public static let alikeNeighbours = 0.9
  /// Two memory-less regressions whose residuals correlate by less have left misfit rather than noise.
  public static let residualAgreement = 0.8
  /// Residuals that correlate by more are the same in practice. Where little is left they must, as misfit is soon as large.
  public static let residualsAlike = 0.9
  /// sup F of a break of the mean at 1 % (Andrews 1993, corrected 2003, table 1: one parameter, 15 % trimming).
  public static let breakStatistic = 12.16
  /// With alarms on a larger share of the series' own Markov surrogates, memory is not said to be found.
  public static let ownNullAlarms = 0.05
  /// Surrogates of a kind are made until their p must exceed this.
  public static let surrogateLevel = 0.05
  /// "No memory found" needs the power to detect memory that explains this share of the remaining variance.
  public static let worthSeeing = 0.10
  /// Below so many rows the shares of planted memory, which a formula for long series gives, are rough.
  public static let fewRows = 500
  /// With more than this share of the test values outside the training range, the networks extrapolate.
  public static let farOutside = 0.25
  /// From this share of the test values outside the training range on, the report mentions it.
  public static let someOutside = 0.05

  // MARK: - Long panels

  /// Networks are looked into on at most so many rows: their states are described on the last ones of the panel and decoded
  /// on the last ones of each part.
  public static let analysedRows = 20_000
  /// Predictors without a network are fitted to at most so many training rows, the last ones.
  public static let fittedRows = 100_000
  /// A bootstrap of more rows draws sums of neighbouring ones, at most so many.
  public static let resampledSums = 20_000

  // MARK: - Rung 1, stored: the past can be read from the state

  /// Largest lag that is decoded, where the panel is long enough, in rows.
  public static let decodedLags = 20
  /// Shuffles of each network's pairs of state and past; they give the floor of the capacities.
  public static let decodingShuffles = 2
  /// In wider panels one reference that decodes from the present row serves all networks.
  public static let widestOwnReference = 12
  /// An excess memory capacity counts when it is above its floors by more than this, in lags. Between twins the lower
  /// end of the interval was at most 0.001, in 220 series of seven processes.
  public static let storedExcess = 0.10

  /// Where less of the present row's variance can be read from the state, the reading fails and says nothing of the past.
  public static let presentRead = 0.50

  // MARK: - Rung 2, used: the model depends on its state

  /// A smaller relative rise of the held-out loss is no use of the state; as small as a negligible skill.
  public static let usedRise = 0.01
  /// Longest context that a state is rebuilt from, where the panel reaches back as far, in rows.
  public static let longestContext = 128
  /// Contexts that are reported, in rows.
  public static let contexts = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128]
  /// Share of the gain of context that the memory horizon must have.
  public static let horizonGain = 0.95
  /// Permutations of the states in time that a swap is averaged over.
  public static let swaps = 8
  /// The interventions run on at most this many held-out rows, the first ones.
  public static let interventionRows = 20_000

  // MARK: - Rung 3, useful: memory pays

  /// A skill below this is negligible.
  public static let margin = 0.01
  /// An autoregression with more than this share of the gain is recommended in place of a network.
  public static let autoregressionShare = 0.90

  // MARK: - States and units

  /// A state is saturated beyond this, its range rescaled to [-1, 1].
  public static let saturated = 0.95
  /// A unit is stuck when more than this share of its states is saturated.
  public static let stuckShare = 0.95
  /// A unit is dead when its standard deviation over time is below this.
  public static let dead = 0.01
  /// Lags of the reported autocorrelation, 0 included, where the panel is long enough.
  public static let lags = 41
  /// A state is outer beyond this, its range rescaled to [-1, 1]: outside [0.1, 0.9] of the range of σ.
  public static let outer = 0.80
  /// A unit switches when more than this share of its states is outer, and at least `otherSide` on either side.
  public static let mostlyOuter = 0.50
  /// See `mostlyOuter`.
  public static let otherSide = 0.05

  // MARK: - State dynamics

  /// Longest lag of the gradient, in rows.
  public static let gradientSteps = 64
  /// The gradient is gone below this, relative to lag 0.
  public static let gradientGone = 0.05
  /// Longest wait for two copies of the state to meet, in rows.
  public static let forgettingSteps = 256
  /// Two copies have met below this share of their first distance.
  public static let forgotten = 0.01
  /// Rows at which Jacobians are taken, evenly spaced.
  public static let jacobianRows = 128
  /// Starts of the two copies.
  public static let copyStarts = 32

  // MARK: - Free runs

  /// Two values are the same when they differ by less, in standard deviations of the training part.
  public static let same = 1e-3
  /// A run diverges when it is further from the training mean, in standard deviations.
  public static let escape = 10.0
  /// Windows of equal length in which the envelope of a free run is measured.
  public static let envelopeWindows = 5
  /// The envelope decays where the amplitude falls at least to this share from each window to the next.
  public static let envelopeFall = 0.95
  /// Turning points of a decaying run from which on it oscillates: two periods.
  public static let turningPoints = 4
  /// Steps that a fixed point must hold: a slow oscillation hardly moves at its turning points.
  public static let fixedPointHold = 10

  // MARK: - Claims

  /// Two models are alike when their held-out errors differ by less, as a skill.
  public static let alikeSkill = 0.05
  /// Two models are alike when their saturation and activity differ by less.
  public static let alikeState = 0.10
  /// Two models are alike when their shares of living free runs differ by less.
  public static let alikeRollout = 0.25
  /// Loss curves that are further apart, relative, are different.
  public static let curveGap = 0.10
  /// Predictions that vary by less than this share of the data's variance are constant in practice.
  public static let constantPredictions = 0.05
  /// A state is active when its units have a larger standard deviation on average, of a range from -1 to 1.
  public static let active = 0.10
  /// A model has collapsed when more than this share of its units is dead or stuck.
  public static let collapsed = 0.25
  /// One model saturates more than another when the shares differ by more.
  public static let saturatesMore = 0.05
  /// A state has lost its dynamics when its activity is lower by more than this share.
  public static let dynamicsLost = 0.20
  /// A model shows a kind of free run when more than this share of its networks does; a state has collapsed when more
  /// than this share of its units is dead or stuck.
  public static let majority = 0.50

  // MARK: - Reports, sweeps and calibration

  /// Training has not ended when the mean best epoch is later than this share of all epochs.
  public static let lateEpoch = 0.95
  /// False discovery rate of a sweep (Benjamini & Hochberg 1995).
  public static let discoveryRate = 0.05
  /// False-alarm rate that the calibration figure marks.
  public static let markedFalseAlarms = 0.05
  /// Powers that the calibration figure marks.
  public static let markedPowers = [0.80, 0.95]
  /// A free run of the original's demo is flat when its last ten steps vary by less, in standard deviations of the data.
  public static let flat = 0.05
}

// MARK: - Derived values

extension Rules {
  /// Normal quantile at 1 - `tail`, correctly rounded. A constant because the Student quantiles are a table for it.
  package static let twoSidedNormal = 1.959963984540054
}

// MARK: - Text

extension Rules {
  /// `95 %`
  package static let confidenceText = percent(confidence)
  /// `95 % interval`
  package static let intervalText = confidenceText + " interval"
  /// `one-sided 95 %`
  package static let oneSidedText = "one-sided " + percent(oneSidedConfidence)
  /// `lower bound, one-sided 95 %`
  package static let boundText = "lower bound, " + oneSidedText
  /// `80 %`
  package static let powerText = percent(power)
  /// `1 %`
  package static let marginText = percent(margin)
  /// `0.01`
  package static let scoreLevelText = NumberFormat.exact.text(scoreLevel)

  /// A threshold as a percentage with as many decimals as it has: `95 %`, `0.001 %`.
  package static func percent(_ share: Double) -> String { NumberFormat.wholeShare.text(share) }
}
