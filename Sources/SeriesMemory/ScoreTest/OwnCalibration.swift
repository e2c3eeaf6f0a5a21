package import Numbers
package import Panels

/// How often rung 0 rejects on series of order 1 made after a panel: without memory, and with memory of each form, whose share
/// is raised or lowered until it is found in 80 %.
package struct OwnCalibration: Sendable, Equatable, Codable {
  /// One kind of series.
  package struct Line: Sendable, Equatable, Codable {
    /// Of the memory that is planted; nil for none.
    package var form: String?
    /// Of the remaining variance that the report says would have been found with 80 % power; nil for none.
    package var named: Double?
    /// The share that was found to need it, which these series have; nil for none.
    package var share: Double?
    /// How the series were made: `local bootstrap` or `VAR(1)`.
    package var model: String
    /// Series tested.
    package var series: Int
    /// Those on which rung 0 rejects: with memory, in the column that has it.
    package var found: Int
  }

  /// Without memory first.
  package var lines: [Line]
  /// Forms that are not found in 80 % even where they explain half of the remaining variance.
  package var unseen: [String]

  /// - Parameters:
  ///   - panel: the data.
  ///   - test: rung 0 on the panel.
  ///   - count: series of each kind, and as many more to find each share.
  ///   - stream: of the series and the draws.
  ///   - threads: how many to use; the result is the same with any number.
  ///   - progress: called with the share of the work that is done.
  /// - Returns: nil where a column does not vary.
  package init?(
    of panel: Panel, _ test: MemoryTest, count: Int, stream: RandomStream, threads: Int,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws {
    let D = panel.width
    let x = Array(panel.values.suffix(test.rows * D))
    guard let own = ScoreSeries(x, columns: D) else { return nil }
    let makes = Maker(
      varies: OrderOneSeries(own), columns: D,
      draws: FeatureDraws(ScoreTest.draws, rows: test.rows - 1 - ScoreTest.first, stream: stream.split("draws")))
    let without = OrderOneSurrogates(
      x, columns: D, vector: makes.varies, stream: stream.split("neighbours"))
    let forms = test.planted.compactMap { planted in
      PlantedMemory.Form(rawValue: planted.form).map { (form: $0, named: planted.share) }
    }
    let work = WorkProgress(of: Double(count * (1 + 2 * forms.count)), report: progress)
    let searched = try await parallelMap(forms.count, threads: threads) { k in
      var search = ShareSearch(from: forms[k].named ?? ShareSearch.most)
      for number in 0..<count {
        let stream = stream.split("search").split(k).split(number)
        search.add(isFound: try await makes.finds(forms[k].form, share: search.share, column: number % D, stream))
        work.add()
      }
      return search.share
    }
    let planted = forms.indices.filter { searched[$0] <= ShareSearch.most }
    unseen = forms.indices.filter { searched[$0] > ShareSearch.most }.map { forms[$0].form.rawValue }
    let found = try await parallelMap(count * (1 + planted.count), threads: threads) { k in
      let (kind, number) = (k / count - 1, k % count)
      let stream = stream.split("series").split(k)
      defer { work.add() }
      guard kind >= 0 else {
        let series = ScoreSeries(without.series(stream), columns: D)
        guard let series else { return false }
        return try await makes.rejecting(series).contains(true)
      }
      // The columns take turns.
      return try await makes.finds(
        forms[planted[kind]].form, share: searched[planted[kind]], column: number % D, stream)
    }
    func total(_ kind: Int) -> Int { found[(kind + 1) * count..<(kind + 2) * count].count { $0 } }
    lines = [Line(model: without.model, series: count, found: total(-1))]
    for (kind, k) in planted.enumerated() {
      lines.append(
        Line(
          form: forms[k].form.rawValue, named: forms[k].named, share: searched[k], model: "VAR(1)", series: count,
          found: total(kind)))
    }
  }
}

/// Makes series with memory and tests them.
private struct Maker: Sendable {
  let varies: OrderOneSeries
  let columns: Int
  let draws: FeatureDraws

  /// Whether rung 0 rejects in the column that has the memory.
  func finds(_ form: PlantedMemory.Form, share: Double, column d: Int, _ stream: RandomStream) async throws -> Bool {
    let plant = OrderOneSeries.Plant(form: form, share: share, column: d)
    let size = varies.size(plant, stream.split("size"))
    let series = ScoreSeries(varies.values(stream.split("values"), planted: (plant, size)), columns: columns)
    guard let series else { return false }
    return try await rejecting(series)[d]
  }

  /// By column.
  func rejecting(_ series: ScoreSeries) async throws -> [Bool] {
    var tests: [ScoreTest] = []
    for column in series.columns.indices { tests.append(try await ScoreTest(series, column: column, draws)) }
    return MemoryTest.corrected(tests).map { $0 <= Rules.scoreLevel }
  }
}

/// The share that is found with 80 % power, by stochastic approximation of its log odds (Robbins & Monro 1951, Ann. Math. Stat.
/// 22:400-407): each series moves it down where the memory is found, and four times as far up where it is not.
private struct ShareSearch {
  /// Larger shares are not looked for.
  static let most = 0.5
  /// Near the inverse slope of the power in the log odds, the best factor of the steps.
  private static let step = 2.0
  /// Steps are as after so many, so that the first ones are not wild.
  private static let delay = 4.0
  /// Between which the share stays.
  private static let range = (low: 0.001, high: 0.7)

  private var logOdds: Double
  private var steps = 0.0

  init(from share: Double) { logOdds = Self.logOdds(share) }

  var share: Double {
    let odds = exponential(logOdds)
    return odds / (1 + odds)
  }

  mutating func add(isFound: Bool) {
    steps += 1
    logOdds += Self.step / (steps + Self.delay) * (Rules.power - (isFound ? 1 : 0))
    logOdds = min(max(logOdds, Self.logOdds(Self.range.low)), Self.logOdds(Self.range.high))
  }

  private static func logOdds(_ share: Double) -> Double { logarithm(share / (1 - share)) }
}
