// When a hidden unit is active: what a map of states is ordered by.

/// The centre of mass of each unit's activity over a run of rows, counted from the first of them: Σ t |y_t - ȳ| / Σ |y_t - ȳ|,
/// ȳ being the unit's mean over these rows. nil for a unit that does not move, or whose states are not numbers.
///
/// - Parameters:
///   - states: rows of `units` numbers each.
///   - units: how many.
///   - rows: those that are looked at.
public func activationTimes(_ states: [Float], units: Int, rows: Range<Int>) -> [Double?] {
  precondition(units > 0 && rows.upperBound <= states.count / units, "a run of rows lies within the states")
  return (0..<units).map { unit in
    let values = rows.map { Double(states[$0 * units + unit]) }
    let mean = values.reduce(0, +) / Double(max(1, values.count))
    var (mass, moment) = (0.0, 0.0)
    for (time, value) in values.enumerated() {
      mass += (value - mean).magnitude
      moment += (value - mean).magnitude * Double(time)
    }
    // What rounding leaves of a constant is no activity.
    return mass > 1e-6 * Double(values.count) && mass.isFinite ? moment / mass : nil
  }
}
