import Numbers

/// Series of order 1 like a panel: a VAR(1) with the panel's residuals, whole rows of them, and memory of a given form where it
/// is asked for. In standard deviations of the columns.
///
///     x*_{t+1} = c + A x*_t + e_s + b (h(x*_{t-1}, x*_{t-2}, …) - mean h)
///
/// s is one of the rows nearest to x*_t, each as likely, so that the law of the residuals depends on the present row as in the
/// data. Near a unit root, where near rows are neighbours in time too, the residuals come in any other order.
struct OrderOneSeries: Sendable {
  /// How strongly a plant enters: b, and the mean of h, so that the level of the series stays.
  struct Size: Sendable {
    var factor: Double
    var mean: Double
  }

  /// Memory that is planted into one column.
  struct Plant: Sendable {
    var form: PlantedMemory.Form
    /// Of what is left to explain, with the memory.
    var share: Double
    var column: Int
  }

  private let series: ScoreSeries
  private let columns: Int
  /// (1 + D) × D.
  private let coefficients: [Double]
  /// (n - 1) × D.
  private let residuals: [Double]
  /// (n - 1) × D: the rows that have a successor.
  private let levels: [Double]
  /// Values stay within this range, in standard deviations; a fit may be explosive by a little.
  private static let bound = 20.0

  init(_ series: ScoreSeries) {
    let (n, D) = (series.rows, series.columns.count)
    let rows: [[Double]] = (0..<n).map { t in series.columns.map { $0.levels[t] } }
    let regressors: [Double] = rows.dropLast().flatMap { [1.0] + $0 }
    let coefficients = NormalEquations(
      regressors, regressors: 1 + D, rows.dropFirst().flatMap { $0 }, targets: D
    ).ordinary().coefficients
    residuals = zip(rows, rows.dropFirst()).flatMap { now, next in
      (0..<D).map { k in next[k] - Self.prediction(now, coefficients, k, D) }
    }
    levels = rows.dropLast().flatMap { $0 }
    (self.series, columns, self.coefficients) = (series, D, coefficients)
  }

  /// Of any column.
  var isNearUnitRoot: Bool { series.columns.contains(where: \.isNearUnitRoot) }

  private static func prediction(_ x: [Double], _ coefficients: [Double], _ k: Int, _ D: Int) -> Double {
    var sum = coefficients[k]
    for i in 0..<D { sum += x[i] * coefficients[(1 + i) * D + k] }
    return sum
  }

  /// n × D row-major.
  func values(_ stream: RandomStream, planted: (plant: Plant, size: Size)? = nil) -> [Double] {
    let (n, D) = (series.rows, columns)
    var stream = stream
    let order = isNearUnitRoot ? stream.permutation(of: n - 1) : []
    var nearest = NearestLevels(levels, columns: D, count: LocalBootstrap.neighbours(rows: n))
    var past = PlantedPast(series.columns.map(\.isNearUnitRoot), rows: n)
    var now = series.columns.map { $0.levels[0] }
    past.append(now)
    for t in 0..<n - 1 {
      let row = isNearUnitRoot ? order[t] : nearest.rows(of: now)[stream.index(below: nearest.count)]
      var next = (0..<D).map { Self.prediction(now, coefficients, $0, D) + residuals[row * D + $0] }
      if let (plant, size) = planted { next[plant.column] += size.factor * (past.value(plant, rows: n) - size.mean) }
      now = next.map { min(max($0, -Self.bound), Self.bound) }
      past.append(now)
    }
    return (0..<n).flatMap { t in past.columns.map { $0[t] } }
  }

  /// b, so that b² var(h̃) has the share of var(e) + b² var(h̃), with h̃ what the present row leaves of h in the very series
  /// that b makes: what is planted changes the past that it comes from.
  func size(_ plant: Plant, _ stream: RandomStream) -> Size {
    let noise = Moments.variance((0..<series.rows - 1).map { residuals[$0 * columns + plant.column] })
    let wanted = plant.share / (1 - plant.share) * noise
    var size = Size(factor: 0, mean: 0)
    for round in 0..<Self.rounds {
      let (variance, mean) = left(plant, values(stream.split(round), planted: (plant, size)))
      let next = variance > 0 ? (wanted / variance).squareRoot() : 0
      // Half-way in the logarithm: a plant that feeds itself would swing.
      let factor = round == 0 ? next : (size.factor.magnitude * next).squareRoot()
      size = Size(factor: plant.form.isOpposed ? -factor : factor, mean: mean)
    }
    return size
  }
  private static let rounds = 5

  /// Of h: the variance of what the present row leaves, and the mean.
  private func left(_ plant: Plant, _ x: [Double]) -> (variance: Double, mean: Double) {
    let (n, D) = (series.rows, columns)
    var past = PlantedPast(series.columns.map(\.isNearUnitRoot), rows: n)
    var (regressors, targets): ([Double], [Double]) = ([], [])
    for t in 0..<n {
      let row = Array(x[t * D..<(t + 1) * D])
      past.append(row)
      regressors += [1] + row
      targets.append(past.value(plant, rows: n))
    }
    let fit = NormalEquations(regressors, regressors: 1 + D, targets, targets: 1).ordinary().coefficients
    let left = (0..<n).map { t in
      targets[t] - fit[0] - (0..<D).reduce(0) { $0 + fit[1 + $1] * x[t * D + $1] }
    }
    return (Moments.variance(left), Moments.mean(targets))
  }
}

extension PlantedMemory.Form {
  /// Values of the own column enter with a minus: with a plus, what is planted would grow out of a persistent series.
  fileprivate var isOpposed: Bool {
    switch self {
    case .near, .far, .average: true
    case .other, .magnitude, .pair, .present: false
    }
  }
}

/// The rows of a table that are nearest to a point.
private struct NearestLevels {
  private let x: [Double]
  private let columns: Int
  let count: Int
  private var best: [(distance: Double, row: Int)]

  init(_ x: [Double], columns D: Int, count: Int) {
    (self.x, columns, self.count) = (x, D, min(count, x.count / D))
    best = []
    best.reserveCapacity(self.count)
  }

  /// In no order.
  mutating func rows(of point: [Double]) -> [Int] {
    best.removeAll(keepingCapacity: true)
    var farthest = 0
    for row in 0..<x.count / columns {
      var distance = 0.0
      for d in 0..<columns {
        let difference = x[row * columns + d] - point[d]
        distance += difference * difference
      }
      if best.count < count {
        best.append((distance, row))
      } else if distance < best[farthest].distance {
        best[farthest] = (distance, row)
      } else {
        continue
      }
      if best.count == count { farthest = best.indices.max { best[$0].distance < best[$1].distance } ?? 0 }
    }
    return best.map(\.row)
  }
}

/// The rows so far and what is planted of them, as `PlantedMemory` has it.
private struct PlantedPast {
  private(set) var columns: [[Double]]
  private let isNearUnitRoot: [Bool]
  private var averages: [Double]
  private static let decay = PlantedMemory.decay

  init(_ isNearUnitRoot: [Bool], rows: Int) {
    self.isNearUnitRoot = isNearUnitRoot
    columns = isNearUnitRoot.map { _ in [] }
    for d in columns.indices { columns[d].reserveCapacity(rows) }
    averages = isNearUnitRoot.map { _ in 0 }
  }

  mutating func append(_ row: [Double]) {
    for d in columns.indices {
      columns[d].append(row[d])
      // The average without the present row.
      averages[d] = Self.decay * averages[d] + (1 - Self.decay) * lagged(d, 1)
    }
  }

  /// The level k rows back, or the increment to it from the row after; 0 before the first row.
  private func lagged(_ d: Int, _ k: Int) -> Double {
    let t = columns[d].count - 1
    guard t >= k else { return 0 }
    guard isNearUnitRoot[d] else { return columns[d][t - k] }
    return columns[d][t - k] - columns[d][t - k + 1]
  }

  func value(_ plant: OrderOneSeries.Plant, rows n: Int) -> Double {
    let d = plant.column
    return switch plant.form {
    case .near: lagged(d, 1)
    case .far: lagged(d, PlantedMemory.farLag(rows: n))
    case .other: lagged((d + 1) % columns.count, 2)
    case .magnitude: lagged(d, 2).magnitude
    case .pair: sign(lagged(d, 3)) * sign(lagged(d, 4))
    case .present: sign(columns[d].last ?? 0) * sign(lagged(d, 5))
    case .average: averages[d]
    }
  }
}
