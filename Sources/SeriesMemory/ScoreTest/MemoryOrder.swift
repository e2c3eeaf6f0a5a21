import Numbers

extension MemoryTest.Order {
  /// The order is looked for up to as many rows.
  static let most = 24
  /// Rows of the end of the test that are read.
  private static let mostRows = 8000
  private static let mostSeasons = 3

  /// k = 1, 2, …: the features that reach back fewer than k rows are regressed out of what the memory-less regressions leave
  /// of the target and of all other features (Robinson 1988, Econometrica 56:931-954, a partially linear model). k is the
  /// order where no family of the others is found any more.
  ///
  /// Where only distant own lags are still found, the strongest of them and its neighbours are regressed out as well: a
  /// season.
  ///
  /// - Parameters:
  ///   - test: of the column; it rejects.
  ///   - d: the column.
  /// - Throws: `CancellationError`.
  init(_ test: ScoreTest, column d: Int) throws {
    let list = test.features.features
    var known = try Partialled(test, rows: Self.mostRows)
    var (seasons, tried): ([Int], Int) = ([], 1)
    for k in 1...Self.most {
      try Task.checkCancellation()
      if k > 1 { known.regressOut(list.indices.filter { list[$0].family != .averages && list[$0].lag == k - 1 }) }
      guard known.hasRows else { break }
      tried = k
      while true {
        let found = known.found()
        if found.isEmpty {
          self.init(rows: k, seasons: seasons.sorted())
          return
        }
        guard let season = found[.far], found.count == 1, seasons.count < Self.mostSeasons, known.hasRows
        else { break }
        let lag = list[season].lag
        // The value that is predicted comes one row after the present one.
        seasons.append(lag + 1)
        known.regressOut(
          list.indices.filter {
            [.near, .far].contains(list[$0].family) && abs(list[$0].lag - lag) <= 1
          })
      }
    }
    self.init(rows: tried, isMore: true, seasons: seasons.sorted())
  }
}

/// What the regressions leave of the target and the features, less a linear function of some of the features.
private struct Partialled {
  private let features: [PastFeatures.Feature]
  /// Of each regression, n × (features and target).
  private var left: [Matrix]
  /// Squared length of each column at the start.
  private let lengths: [[Double]]
  private var gone: Set<Int> = []
  private let count: Int
  /// Of its length; a column with less is a function of the others.
  private static let nothing = 1e-6
  private static let block = 96

  init(_ test: ScoreTest, rows: Int) throws {
    features = test.features.features
    count = features.count + 1
    let residuals = test.regressions.residuals
    let n = residuals[0].count
    let read = max(0, n - rows)..<n
    let width = count
    var left = Array(repeating: Matrix(rows: read.count, columns: width), count: 2)
    for some in features.indices.chunks(of: Self.block) {
      try Task.checkCancellation()
      let blocks = test.regressions.residuals(of: Matrix(some.map { test.features.values(test.features.features[$0]) }))
      for kind in 0..<2 {
        for (row, t) in read.enumerated() {
          left[kind].values.replaceSubrange(
            row * width + some.lowerBound..<row * width + some.upperBound, with: blocks[kind][t..<t + 1])
        }
      }
    }
    for kind in 0..<2 {
      for (row, t) in read.enumerated() { left[kind].values[row * width + width - 1] = residuals[kind][t] }
    }
    lengths = left.map(\.sumsOfSquares)
    self.left = left
  }

  /// Rows enough for one more regression.
  var hasRows: Bool { gone.count < left[0].rows / 5 }

  mutating func regressOut(_ some: [Int]) {
    let new = some.filter { !gone.contains($0) }
    guard !new.isEmpty else { return }
    gone.formUnion(new)
    for kind in 0..<2 {
      let all = left[kind]
      let x = Matrix(new.map { all.column($0) })
      let factor = Cholesky(x.products(with: x), order: new.count, tolerance: Self.nothing, by: .product)
      let coefficients = factor.solve(x.products(with: all), columns: count)
      left[kind].subtract(x, times: coefficients, rows: 0..<x.rows)
    }
  }

  /// The strongest feature of each family that is found: Bonferroni over the families, Šidák within one.
  func found() -> [PastFeatures.Family: Int] {
    let both = (0..<2).map { statistics($0) }
    var sizes: [PastFeatures.Family: Int] = [:]
    var best: [PastFeatures.Family: (feature: Int, size: Double)] = [:]
    for (k, feature) in features.enumerated() where !gone.contains(k) {
      let size = agreed(both[0][k], both[1][k]).magnitude
      sizes[feature.family, default: 0] += 1
      if size > best[feature.family]?.size ?? 0 { best[feature.family] = (k, size) }
    }
    let level = Rules.scoreLevel / Double(max(1, sizes.count))
    return best.compactMapValues { one in
      let tail = FeatureGroups.tail(one.size, of: sizes[features[one.feature].family] ?? 1)
      return tail <= level ? one.feature : nil
    }
  }

  /// t of each feature, with the variance for as many regressors (HC1; MacKinnon & White 1985).
  private func statistics(_ kind: Int) -> [Double] {
    let x = left[kind]
    var (sums, squares) = (Array(repeating: 0.0, count: count), Array(repeating: 0.0, count: count))
    x.eachRow { row in
      let e = row[count - 1]
      addEach(row, to: &sums) { $0 * e }
      addEach(row, to: &squares) { ($0 * e) * ($0 * e) }
    }
    let rest = x.sumsOfSquares
    let shrink = (1 - Double(gone.count) / Double(x.rows)).squareRoot()
    return (0..<count - 1).map { k in
      rest[k] > Self.nothing * lengths[kind][k] && squares[k] > 0 ? shrink * sums[k] / squares[k].squareRoot() : 0
    }
  }
}
