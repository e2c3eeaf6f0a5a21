import Numbers
import Panels
import Testing
import TimeSeries

@Suite("The join")
struct AlignmentTests {
  /// What a join is, in its plainest form: a table of values by time, filled by looking back, row by row.
  struct Plain {
    var times: [Timestamp] = []
    var columns: [[Double]] = []
    var filled: [Int] = []

    init(_ series: [Series], _ join: PanelOptions.Join, limit: Int) {
      let tables = series.map { one in
        Dictionary(zip(one.times, one.values)) { a, b in a.isNaN ? b : a }
      }
      let calendars = tables.map { Set($0.keys) }
      let calendar =
        switch join {
        case .left, .asof: calendars[0]
        case .inner: calendars.dropFirst().reduce(calendars[0]) { $0.intersection($1) }
        case .outer: calendars.dropFirst().reduce(calendars[0]) { $0.union($1) }
        }
      let candidates = calendar.sorted()
      let raw = tables.map { table in candidates.map { table[$0] ?? .nan } }
      let full = raw.map { column in
        column.indices.map { row in
          (0...limit).lazy.filter { $0 <= row }.map { column[row - $0] }.first { !$0.isNaN } ?? .nan
        }
      }
      let kept = candidates.indices.filter { row in join != .inner || full.allSatisfy { !$0[row].isNaN } }
      times = kept.map { candidates[$0] }
      columns = full.map { column in kept.map { column[$0] } }
      filled = zip(raw, full).map { before, after in kept.count { before[$0].isNaN && !after[$0].isNaN } }
    }
  }

  @Test("is what a table by time gives, for every join and limit", arguments: Sample.joins, [0, 1, 3])
  func bruteForce(join: PanelOptions.Join, limit: Int) throws {
    for seed in 0..<25 as Range<UInt64> {
      var stream = RandomStream(seed: seed)
      let series = ["a", "b", "c"].prefix(1 + stream.index(below: 3)).map { Sample.untidy($0, days: 200, &stream) }
      let options = Sample.options {
        ($0.join, $0.fillLimit, $0.scaling) = (join, limit, .none)
      }
      let panel = try Panel(aligning: series, named: "p", options: options)
      let plain = Plain(series, join, limit: limit)
      #expect(panel.times == plain.times, "seed \(seed)")
      for (index, column) in plain.columns.enumerated() {
        #expect(same(panel.column(index), column), "seed \(seed), column \(index)")
      }
      #expect(panel.ledger.entries.map(\.filled) == plain.filled, "seed \(seed)")
      #expect(panel.ledger.entries.map(\.gaps) == plain.columns.map { $0.count { $0.isNaN } }, "seed \(seed)")
    }
  }

  @Test("loses no row without counting it", arguments: Sample.joins)
  func conservation(join: PanelOptions.Join) throws {
    for seed in 100..<125 as Range<UInt64> {
      var stream = RandomStream(seed: seed)
      let series = ["a", "b"].map { Sample.untidy($0, days: 300, &stream) }
      let options = Sample.options {
        ($0.join, $0.fillLimit, $0.change) = (join, stream.index(below: 3), .differences)
        ($0.from, $0.to, $0.lastRows) = ("2018-02", "2018-09-10", 100)
      }
      let panel = try Panel(aligning: series, named: "p", options: options)
      #expect(panel.rows == 100)
      for entry in panel.ledger.entries {
        let kept =
          entry.rowsRead - entry.missing - entry.duplicates - entry.outside - entry.thinned - entry.dropped
        #expect(kept + entry.filled + entry.gaps == panel.ledger.joined, "seed \(seed), \(entry.column)")
        #expect(entry.outside > 0 && entry.missing > 0 && entry.duplicates > 0)
      }
    }
  }

  @Test("does not depend on the order of the rows", arguments: Sample.joins)
  func permutations(join: PanelOptions.Join) throws {
    for seed in 0..<10 as Range<UInt64> {
      var stream = RandomStream(seed: seed)
      var series = ["a", "b"].map { Sample.untidy($0, days: 150, &stream) }
      // Times with three different values each, which the mean resolves.
      for index in series.indices {
        series[index].times += (0..<20).map { Sample.day($0 % 10) }
        series[index].values += (0..<20).map { _ in stream.gaussian() }
      }
      let options = Sample.options { ($0.join, $0.fillLimit, $0.duplicates) = (join, 1, .mean) }
      let one = try Panel(aligning: series, named: "p", options: options)
      let shuffled = series.map { original in
        var (result, order) = (original, Array(original.times.indices))
        Sample.shuffle(&order, &stream)
        (result.times, result.values) = (order.map { original.times[$0] }, order.map { original.values[$0] })
        return result
      }
      let other = try Panel(aligning: shuffled, named: "p", options: options)
      #expect(one.times == other.times && same(one.values, other.values) && same(one.scaled, other.scaled))
      #expect(one.scaler == other.scaler)
      // All that is counted is the same, the order apart.
      #expect(one.ledger.entries.map(orderless) == other.ledger.entries.map(orderless))
    }
  }

  private func orderless(_ entry: AlignmentRecord.Entry) -> AlignmentRecord.Entry {
    var entry = entry
    (entry.inversions, entry.reversed) = (0, false)
    return entry
  }

  @Test("columns come in the order of the series, a left join takes the calendar of the first")
  func left() throws {
    let a = Sample.daily("a", Sample.walk(50), days: (0..<50).map { $0 * 2 })
    let b = Sample.daily("b", Sample.walk(100))
    let options = Sample.options { ($0.join, $0.scaling) = (.left, .none) }
    let even = try Panel(aligning: [a, b], named: "p", options: options)
    #expect(even.columns == ["a", "b"] && even.times == a.times)
    #expect(even.ledger.entries.map(\.dropped) == [0, 50] && even.ledger.entries.map(\.gaps) == [0, 0])
    let all = try Panel(aligning: [b, a], named: "p", options: options)
    #expect(all.columns == ["b", "a"] && all.times == b.times)
    #expect(all.ledger.entries.map(\.dropped) == [0, 0] && all.ledger.entries.map(\.gaps) == [0, 50])
  }

  @Test("an outer join without a fill keeps its gaps, says so, and is refused where there must be none")
  func gaps() throws {
    let a = Sample.daily("a", Sample.walk(60))
    let b = Sample.daily("b", Sample.walk(60), days: (0..<60).map { $0 < 50 ? $0 : $0 + 5 })
    let outer = try Panel(aligning: [a, b], named: "p", options: Sample.options { $0.join = .outer })
    #expect(outer.rows == 65 && outer.ledger.entries.map(\.gaps) == [5, 5])
    #expect(outer.diagnostics.contains(.gaps(column: "b", rows: 5, of: 65)))
    #expect(outer.scaled.count { $0.isNaN } == 10)
    #expect(throws: PanelError(panel: "p", fault: .gap(column: "b", time: "2018-02-20", cells: 10))) {
      try outer.requireNoGaps()
    }
    try Panel(aligning: [a, b], named: "p").requireNoGaps()
    try Panel(
      aligning: [a, b], named: "p",
      options: Sample.options { ($0.join, $0.fillLimit) = (.outer, 5) }
    ).requireNoGaps()
  }

  @Test("a cancelled task gets no panel, and no reason but that", arguments: Sample.joins + [.asof])
  func cancellation(join: PanelOptions.Join) async {
    let series = ["a", "b"].map { Sample.observed(Sample.close, Sample.daily($0, Sample.walk(60))) }
    let options = Sample.options { ($0.join, $0.tolerance) = (join, join == .asof ? .init("3d") : nil) }
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try Panel(aligning: series, named: "p", options: options)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
