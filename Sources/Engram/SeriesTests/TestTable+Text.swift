import Memory
import Numbers
import Reporting
import SeriesMemory

extension TestTable {
  /// What `engram test` prints: the table, then what it comes to.
  ///
  /// - Parameter colour: whether headings and answers carry the escape sequences of a terminal.
  package func text(inColour colour: Bool) -> String {
    let title = "Is there memory in \(name)?"
    var blocks: [Block] = [.table(table), .paragraph(sentence), .paragraph(correction)]
    if let leftOut { blocks.append(.paragraph(leftOut)) }
    let open = rows.filter { $0.memory == .unclear && $0.reason != nil }
    if !open.isEmpty { blocks += [.heading("Unclear"), .list(reasons(open))] }
    if !failures.isEmpty { blocks += [.heading("Not testable"), .list(reasons(failures))] }
    return Document(title: title, version: engramVersion, sections: [Section("test", title, blocks)])
      .text(inColour: colour)
  }

  private var table: Table {
    Table(
      "Rung 0, whether the past helps to predict the next row once the present row is known",
      columns: ["series", "rows", "p", "corrected p", "memory order", "cycle", "memory"],
      rows: rows.map { row in
        Table.Row(
          TextCut.cut(row.tested.series),
          [
            Table.Cell(count: row.tested.rows), Table.Cell(row.tested.p, .p), Table.Cell(row.corrected, .p),
            row.tested.order.map { .text($0.brief) } ?? .missing,
            row.tested.cycle.map { .text("\(figure($0)) rows") } ?? .missing,
            row.memory.map { .answer($0) } ?? .text("not testable"),
          ])
      })
  }

  /// `3 of 5 series have memory, none was found in 1, 1 is unclear.`
  private var sentence: String {
    let (yes, no, unclear) = (count(.yes), count(.no), count(.unclear))
    var parts = ["\(grouped(yes)) of \(grouped(rows.count)) series \(yes == 1 ? "has" : "have") memory"]
    if no > 0 { parts.append("none was found in \(grouped(no))") }
    if unclear > 0 { parts.append("\(grouped(unclear)) \(unclear == 1 ? "is" : "are") unclear") }
    if !failures.isEmpty { parts.append("\(grouped(failures.count)) cannot be tested") }
    return parts.joined(separator: ", ") + "."
  }

  private var correction: String {
    let level = "The level of a test is \(Rules.percent(Rules.scoreLevel))"
    let tests = rows.count { $0.tested.p != nil }
    guard isEach else {
      return tests > 1 ? "\(level), corrected for \(counted(tests, "column"))." : "\(level)."
    }
    let floor = Double(tests) / Double(depth.draws + 1)
    return "\(level). The corrected p is for \(grouped(tests)) series (Benjamini and Hochberg): on"
      + " average at most \(Rules.percent(Rules.discoveryRate)) of those with memory are false."
      + (floor > Rules.discoveryRate
        ? " With \(grouped(depth.draws)) draws a series alone among so many cannot be found; \(grouped(needed(tests)))"
          + " suffice (--draws)." : "")
  }

  /// Draws with which one series alone is found among so many.
  private func needed(_ tests: Int) -> Int { Int((Double(tests) / Rules.discoveryRate).rounded(.up)) - 1 }

  private var leftOut: String? {
    depth.measuresPower
      ? nil
      : "Left out, as they take most of the time: the power of the test, so that \"no\" means that none was found, and the"
        + " comparison with series without memory that resemble the data. --full has both."
  }

  /// The reasons, the commonest first, each with the first series that has it.
  private func reasons(_ rows: [Row]) -> [String] {
    var found: [(reason: String, first: String, count: Int)] = []
    var places: [String: Int] = [:]
    for row in rows {
      let reason = row.reason ?? ""
      if let place = places[reason] {
        found[place].count += 1
      } else {
        places[reason] = found.count
        found.append((reason, row.tested.series, 1))
      }
    }
    let shown = found.enumerated().sorted { (-$0.element.count, $0.offset) < (-$1.element.count, $1.offset) }.prefix(10)
    return shown.map {
      $0.element.first + ($0.element.count > 1 ? " and \(grouped($0.element.count - 1)) more" : "")
        + ": \($0.element.reason)"
    }
      + (found.count > 10 ? ["\(counted(found.count - 10, "other reason")); --csv and --json have all"] : [])
  }
}

extension MemoryTest.Order {
  /// `2`, `2 and 24`, `more than 24`
  fileprivate var brief: String {
    ([(isMore ? "over " : "") + "\(rows)"] + seasons.map { "\($0)" }).joined(separator: ", ")
  }
}

/// Names of any length in a table of 80 columns.
private enum TextCut {
  static let width = 28

  static func cut(_ text: String) -> String { text.count > width ? text.prefix(width - 1) + "…" : text }
}
