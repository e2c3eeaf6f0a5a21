import Memory
import Numbers
import Panels
package import SeriesMemory

/// What `engram test` says of one series: rung 0 alone, without any network.
package struct TestedSeries: Sendable, Equatable, Codable {
  /// Its name; where the source gave none, the request.
  package var series: String
  /// The request, without keys.
  package var source: String
  /// Of its panel; nil where there is none.
  package var rows: Int?
  /// Of rung 0, for this series by itself; nil where it could not be tested.
  package var p: Double?
  /// The same, corrected for the columns of its panel.
  package var corrected: Double?
  /// Rung 0's answer; nil where it could not be tested.
  package var memory: RungAnswer?
  /// Why the answer is unclear, or why there is none.
  package var reason: String?
  /// How far back the memory reaches; nil unless memory was found.
  package var order: MemoryTest.Order?
  /// In rows, in what the present row leaves; nil where none stands out.
  package var cycle: Double?

  /// One that could not be tested.
  package init(_ series: String, of source: String, rows: Int? = nil, fault: String) {
    (self.series, self.source, self.rows, reason) = (series, source, rows, fault)
  }

  init(_ column: MemoryTest.Column, of source: String, _ test: MemoryTest) {
    (series, self.source, rows) = (column.name, source, test.rows)
    (p, corrected) = (column.p, column.corrected)
    (memory, reason) = test.answer(about: column)
    (order, cycle) = (column.order, column.cycle?.period)
  }
}

extension TestedSeries {
  /// One line about it, as it is known before the correction for all series.
  package var line: String {
    guard let p, let memory else { return "\(series): not testable: \(reason ?? "")" }
    return "\(series): \(memory.rawValue), p \(NumberFormat.p.text(p))" + (reason.map { "; \($0)" } ?? "")
  }
}

extension MemoryTest {
  /// The answer about one column, and why it is unclear.
  fileprivate func answer(about column: Column) -> (RungAnswer, String?) {
    var one = self
    one.columns = [column]
    let answer = answer(column)
    if answer == .unclear { return (answer, one.otherReading.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }) }
    // Without a measured power there are no plants.
    if answer == .no, !planted.isEmpty, detectable > Rules.worthSeeing {
      return (.unclear, "none found, but memory that explains \(percentage(detectable)) would be missed")
    }
    return (answer, nil)
  }
}

extension Panel {
  /// Rung 0 of every column, as the report of a study of this panel has it.
  ///
  /// - Parameters:
  ///   - draws: of this depth and the stream of rung 0.
  ///   - sources: the request of each column.
  ///   - seed: of the study.
  /// - Throws: `CancellationError`.
  func tested(
    _ depth: TestDepth, _ draws: SharedDraws, sources: [String], seed: UInt64, threads: Int
  ) async throws -> [TestedSeries] {
    let stream = MemoryTest.stream(seed: seed)
    guard let test = try await MemoryTest(of: self, stream: stream, depth: depth, sharing: draws, threads: threads)
    else {
      let needed = MemoryTest.fewestRows(columns: width)
      return zip(columns, sources).map { column, source in
        let fault =
          rows < needed
          ? "\(counted(rows, "row")), and the test needs \(grouped(needed))"
          : width == 1 ? "it does not vary" : "a column of its panel does not vary"
        return TestedSeries(column, of: source, rows: rows, fault: fault)
      }
    }
    return zip(test.columns, sources).map { TestedSeries($0, of: $1, test) }
  }
}
