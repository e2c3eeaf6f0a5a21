import Numbers

/// What a recurrent state could have kept: functions of the past, each a column of the test.
struct PastFeatures: Sendable {
  /// Features that are corrected for their own number before families are compared.
  enum Family: String, Sendable, Codable, CaseIterable {
    case near = "own lags"
    case far = "own distant lags"
    case other = "lags of other columns"
    case even = "magnitudes"
    case product = "products with the present row"
    case pairs = "products of two past values"
    case shapes = "curves of one past value"
    case averages
    case learnt = "a predictor learnt on the past"
  }

  struct Feature: Sendable {
    var family: Family
    /// Rows back from the present one; of the farthest value where there are two; 0 for an average.
    var lag: Int
    /// The column whose past it is.
    var column: Int
    var kind: Kind
  }

  enum Kind: Sendable {
    case value
    case magnitude
    /// With the present score of `column`.
    case product(with: Int)
    case signs(with: Int)
    /// Of two lags of one column.
    case pair(Int)
    case pairOfSigns(Int)
    case cosine(Double)
    case sine(Double)
    case odd
    case average(Double)
    case averageMagnitude(Double)
  }

  static let near = 12
  private static let interactions = 24
  private static let pairs = 8
  private static let shapes = 6
  private static let crossProducts = 3
  /// Lagged values of all other columns together.
  private static let others = 150
  private static let longest = 400
  /// Interactions of columns are left out of wider panels.
  private static let widestForProducts = 12
  /// Decay factors of exponential averages.
  static let decays = [0.5, 0.8, 0.9, 0.95, 0.98]

  let features: [Feature]
  private let series: ScoreSeries
  private let column: Int
  private let first: Int

  /// Own lags up to a fifth of the rows, at most 400.
  static func longestLag(rows n: Int) -> Int { max(near, min(n / 5, longest)) }

  /// - Parameter first: the first row of the test.
  init(of series: ScoreSeries, column d: Int, from first: Int) {
    (self.series, column, self.first) = (series, d, first)
    let D = series.columns.count
    let longest = Self.longestLag(rows: series.rows)
    var all: [Feature] = []
    func add(_ family: Family, _ lag: Int, of column: Int, _ kind: Kind) {
      all.append(Feature(family: family, lag: lag, column: column, kind: kind))
    }
    for k in 1...longest { add(k <= Self.near ? .near : .far, k, of: d, .value) }
    let reach = max(1, min(Self.near, Self.others / max(1, D - 1)))
    for j in 0..<D where j != d { for k in 1...reach { add(.other, k, of: j, .value) } }
    for k in 1...min(longest, Self.interactions) {
      add(.even, k, of: d, .magnitude)
      add(.product, k, of: d, .product(with: d))
      add(.product, k, of: d, .signs(with: d))
    }
    for a in 2...Self.pairs {
      for b in 1..<a {
        add(.pairs, a, of: d, .pair(b))
        add(.pairs, a, of: d, .pairOfSigns(b))
      }
    }
    for k in 1...Self.shapes {
      for kind in [Kind.cosine(2), .cosine(4), .sine(2), .odd] { add(.shapes, k, of: d, kind) }
    }
    if D <= Self.widestForProducts {
      for j in 0..<D where j != d {
        for k in 1...Self.crossProducts {
          add(.even, k, of: j, .magnitude)
          add(.product, k, of: j, .product(with: d))
          add(.product, k, of: d, .product(with: j))
          add(.product, k, of: j, .product(with: j))
        }
      }
    }
    for decay in Self.decays {
      add(.averages, 0, of: d, .average(decay))
      add(.averages, 0, of: d, .averageMagnitude(decay))
    }
    features = all
  }

  /// Values of one feature in the rows first..<n-1; a lag that reaches before the first row is 0, the mean.
  func values(_ feature: Feature) -> [Double] {
    let past = series.columns[feature.column]
    let rows = first..<series.rows - 1
    func lagged(_ x: [Double], _ k: Int, _ shape: (Double) -> Double = { $0 }) -> [Double] {
      rows.map { $0 < k ? 0 : shape(x[$0 - k]) }
    }
    func score(_ lag: Int) -> [Double] { lagged(past.pastScores, lag) }
    func present(_ column: Int) -> ArraySlice<Double> { series.columns[column].scores[rows] }
    func averaged(_ x: [Double], _ decay: Double) -> [Double] {
      var trace = 0.0
      let all = x.map { value in
        // The average without the present value.
        defer { trace = decay * trace + (1 - decay) * value }
        return trace
      }
      return Array(all[rows])
    }
    return switch feature.kind {
    case .value: lagged(past.past, feature.lag)
    case .magnitude: lagged(past.pastScores, feature.lag, \.magnitude)
    case .product(let other): zip(present(other), score(feature.lag)).map { $0 * $1 }
    case .signs(let other): zip(present(other), score(feature.lag)).map { sign($0) * sign($1) }
    case .pair(let lag): zip(score(lag), score(feature.lag)).map { $0 * $1 }
    case .pairOfSigns(let lag): zip(score(lag), score(feature.lag)).map { sign($0) * sign($1) }
    case .cosine(let frequency): lagged(past.pastScores, feature.lag) { cosine(frequency * $0) }
    case .sine(let frequency): lagged(past.pastScores, feature.lag) { cosine(frequency * $0 - .pi / 2) }
    case .odd: lagged(past.pastScores, feature.lag) { $0 * $0.magnitude }
    case .average(let decay): averaged(past.past, decay)
    case .averageMagnitude(let decay): averaged(past.pastScores.map(\.magnitude), decay)
    }
  }
}

/// -1, 0 or 1.
func sign(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : 0 }

extension PastFeatures.Feature {
  /// `lag 24`, `|spx lag 2|`: what a reader recognises.
  ///
  /// - Parameters:
  ///   - names: of the columns.
  ///   - own: the column that is predicted.
  func label(_ names: [String], own: Int) -> String {
    func at(_ lag: Int) -> String { (column == own ? "" : names[column] + " ") + "lag \(lag)" }
    func now(_ other: Int) -> String { "present " + (other == own ? "value" : names[other]) }
    return switch kind {
    case .value: at(lag)
    case .magnitude: "|\(at(lag))|"
    case .product(let other): "\(now(other)) × \(at(lag))"
    case .signs(let other): "signs of \(now(other)) and \(at(lag))"
    case .pair(let nearer): "\(at(nearer)) × \(at(lag))"
    case .pairOfSigns(let nearer): "signs of \(at(nearer)) and \(at(lag))"
    case .cosine, .sine, .odd: "a curve of \(at(lag))"
    case .average(let decay): "average with decay \(decay)"
    case .averageMagnitude(let decay): "average magnitude with decay \(decay)"
    }
  }
}
