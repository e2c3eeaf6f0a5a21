package import Numbers
package import Panels

/// How often rung 0 rejects on series of order 1 made after a panel: without memory, and with memory of each form at the
/// share that the report says would have been found with 80 % power.
package struct OwnCalibration: Sendable, Equatable, Codable {
  /// One kind of series.
  package struct Line: Sendable, Equatable, Codable {
    /// Of the memory that is planted; nil for none.
    package var form: String?
    /// Of the remaining variance that it explains; nil for none.
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
  /// Forms that are not found even where they explain half of the remaining variance.
  package var unseen: [String]

  /// - Parameters:
  ///   - panel: the data.
  ///   - test: rung 0 on the panel.
  ///   - count: series of each kind.
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
    let draws = FeatureDraws(ScoreTest.draws, rows: test.rows - 1 - ScoreTest.first, stream: stream.split("draws"))
    let varies = OrderOneSeries(own)
    let isNear = own.columns.contains(where: \.isNearUnitRoot)
    let bootstrap = isNear ? nil : LocalBootstrap(x, columns: D, stream: stream.split("neighbours"))
    let plants: [(form: PlantedMemory.Form, share: Double)] = test.planted.compactMap { planted in
      guard let form = PlantedMemory.Form(rawValue: planted.form), let share = planted.share else { return nil }
      return (form, share)
    }
    unseen = test.planted.filter { $0.share == nil }.map(\.form)
    let sizes = plants.map { plant in
      (0..<D).map { d in
        varies.size(.init(form: plant.form, share: plant.share, column: d), stream.split("size").split(d))
      }
    }
    let work = WorkProgress(of: Double(count * (1 + plants.count)), report: progress)
    let found = try await parallelMap(count * (1 + plants.count), threads: threads) { k in
      let (kind, number) = (k / count - 1, k % count)
      let stream = stream.split("series").split(k)
      defer { work.add() }
      guard kind >= 0 else {
        let series = ScoreSeries(bootstrap?.series(stream) ?? varies.values(stream), columns: D)
        return try series.map { try Self.rejecting($0, draws).contains(true) } ?? false
      }
      // The columns take turns.
      let d = number % D
      let plant = OrderOneSeries.Plant(form: plants[kind].form, share: plants[kind].share, column: d)
      let series = ScoreSeries(varies.values(stream, planted: (plant, sizes[kind][d])), columns: D)
      return try series.map { try Self.rejecting($0, draws)[d] } ?? false
    }
    func line(_ kind: Int, _ plant: (form: PlantedMemory.Form, share: Double)?, _ model: String) -> Line {
      let these = found[(kind + 1) * count..<(kind + 2) * count]
      return Line(
        form: plant?.form.rawValue, share: plant?.share, model: model, series: count, found: these.count { $0 })
    }
    lines =
      [line(-1, nil, isNear ? "VAR(1)" : "local bootstrap")] + plants.indices.map { line($0, plants[$0], "VAR(1)") }
  }

  /// By column.
  private static func rejecting(_ series: ScoreSeries, _ draws: FeatureDraws) throws -> [Bool] {
    MemoryTest.corrected(try series.columns.indices.map { try ScoreTest(series, column: $0, draws) })
      .map { $0 <= Rules.scoreLevel }
  }
}
