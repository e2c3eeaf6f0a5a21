package import Numbers
import SeriesMemory

/// The gain of one model over another on one column of the test part.
public struct ColumnGain: Sendable, Equatable, Codable {
  /// Which column of the panel, from 0.
  public var column: Int
  /// 1 - MSE / MSE of the competitor, with its interval; nil where the competitor makes no error.
  public var skill: Estimate?
  /// Its one-sided lower bound, at the level of `ForecastGain.lowerBound`.
  public var lowerBound: Double?
  /// One-sided: whether the competitor's squared error is the larger.
  public var dieboldMariano: DieboldMariano
  /// Its p-value after Holm's correction over all columns.
  public var adjustedP: Double

  package init(
    column: Int, skill: Estimate?, lowerBound: Double? = nil, dieboldMariano: DieboldMariano, adjustedP: Double
  ) {
    (self.column, self.skill, self.lowerBound) = (column, skill, lowerBound)
    (self.dieboldMariano, self.adjustedP) = (dieboldMariano, adjustedP)
  }
}

extension ColumnGain {
  /// Column by column.
  ///
  /// - Parameters:
  ///   - model, competitor: on the same rows and columns, at least two rows.
  ///   - level: of the lower bounds.
  ///   - stream: of the bootstrap; each column has its own part.
  package static func each(
    of model: ForecastErrors, over competitor: ForecastErrors, level: Double = Rules.boundLevel, stream: RandomStream
  ) -> [ColumnGain] {
    precondition(model.width == competitor.width, "both predict the same columns")
    let gains = (0..<model.width).map { d in
      let (mine, theirs) = (model.squared(ofColumn: d), competitor.squared(ofColumn: d))
      let skill = Skill(of: mine, over: theirs, level: level, stream: stream.split(d))
      return ColumnGain(
        column: d, skill: skill?.estimate, lowerBound: skill?.lowerBound,
        dieboldMariano: DieboldMariano(differential: zip(theirs, mine).map { $0 - $1 }), adjustedP: 1)
    }
    return zip(gains, Multiplicity.holm(gains.map(\.dieboldMariano.p))).map { gain, p in
      var gain = gain
      gain.adjustedP = p
      return gain
    }
  }
}
