import Numbers

// Columns that are parts of one whole: a row of all of them suffices, or one column's past is missing in it.

extension RandomProcess {
  /// A map on a ring; the noise stays in the orbit, and the orbit within (0, 1).
  static let coupledMaps = RandomProcess(
    name: "coupled-maps", summary: "logistic maps on a ring, each mixed with its two neighbours",
    equation:
      "x_{t,i} = (1 - coupling) f_i + coupling (f_{i-1} + f_{i+1}) / 2 + sigma e_{t,i}, f = r x (1 - x) of row t-1",
    reference: "Kaneko 1984",
    parameters: [
      .init("r", 3.9, 1...3.9, "the growth; chaotic at 3.9"),
      .init("coupling", 0.2, 0...1, "the weight of the neighbours"),
      .init("sigma", 0.02, 0...1, "the standard deviation of a push"),
    ],
    truth: .init(
      presentSuffices: true, "the mean of the next row is a function of the row; one column would need memory"),
    burnIn: 1000, defaultColumns: 5,
    recipe: .joint { p, columns, rows, stream in
      let (r, coupling, sigma) = (p["r"], p["coupling"], p["sigma"])
      var row = (0..<columns).map { _ in stream.uniform(0.01, 0.99) }
      return transposed(rows, columns) {
        let f = row.map { r * $0 * (1 - $0) }
        for i in 0..<columns {
          let around = f[(i + columns - 1) % columns] + f[(i + 1) % columns]
          let next = (1 - coupling) * f[i] + coupling / 2 * around + sigma * stream.gaussian()
          row[i] = min(max(next, 0.001), 0.999)
        }
        return row
      }
    })

  /// The profile is drawn once for each column.
  static let clock = RandomProcess(
    name: "clock", summary: "the hour of the day, and columns that follow a profile of the hour before",
    equation: "x_{t,1} = (t + start) mod period, x_{t,i} = strength profile_i(x_{t-1,1}) + sigma e_{t,i}",
    reference: "after the daily profiles of Cleveland et al. 1990",
    parameters: [
      .init("period", 24, 2...1000, whole: true, "hours in a day"),
      .init("strength", 1, .noise, "the standard deviation of a profile"),
      .init("sigma", 0.5, .scale, "the standard deviation of the noise"),
    ],
    truth: .init(presentSuffices: true, "the hour of the row tells the mean of the next; without it the past would"),
    defaultColumns: 2,
    recipe: .joint { p, columns, rows, stream in
      let (period, strength, sigma) = (Int(p["period"]), p["strength"], p["sigma"])
      let profiles = (1..<max(2, columns)).map { _ in (0..<period).map { _ in stream.gaussian() } }
      var hour = stream.index(below: period)
      return transposed(rows, columns) {
        let before = hour
        hour = (hour + 1) % period
        return [Double(hour)]
          + (1..<max(1, columns)).map { strength * profiles[$0 - 1][before] + sigma * stream.gaussian() }
      }
    })

  static let leader = RandomProcess(
    name: "leader", summary: "noise, of which the first column follows an earlier value of the last",
    equation: "x_{t,1} = strength x_{t-1-delay,D} + sqrt(1 - strength^2) e_{t,1}, all other columns e_{t,i}",
    reference: "Granger 1969",
    parameters: [
      .init("delay", 2, 0...1000, whole: true, "rows from the present one back to the value that helps"),
      .init("strength", 0.45, .stable, "its weight; the square is the share of the variance that it explains"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value of column 1 is strength x_{t-delay,D}",
      unless: .init("delay=0 or strength=0") { $0["delay"] == 0 || $0["strength"] == 0 }),
    defaultColumns: 5,
    recipe: .joint { p, columns, rows, stream in
      let (delay, strength) = (Int(p["delay"]), p["strength"])
      let rest = (1 - strength * strength).squareRoot()
      var past: [Double] = []
      return transposed(rows, columns) {
        var row = (0..<columns).map { _ in stream.gaussian() }
        if past.count > delay { row[0] = strength * past[past.count - 1 - delay] + rest * row[0] }
        past.append(row[columns - 1])
        return row
      }
    })
}

/// Columns × rows from rows that are drawn one after the other.
func transposed(_ rows: Int, _ columns: Int, _ draw: () -> [Double]) -> [[Double]] {
  var result = [[Double]](repeating: [], count: columns)
  for column in result.indices { result[column].reserveCapacity(rows) }
  for _ in 0..<rows {
    let row = draw()
    for i in 0..<columns { result[i].append(row[i]) }
  }
  return result
}
