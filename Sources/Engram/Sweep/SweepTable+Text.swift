import Memory
import Numbers
import Reporting

extension SweepTable {
  /// What `engram sweep` prints: the verdicts, the discoveries, the failures.
  public var text: String {
    var lines = ["\(inWords(rows.count, "point")) of \(sweep.study.name): \(verdicts)."]
    lines += TextFlow.wrap(
      "Discoveries, where a share of \(percentage(SweepTable.level, decimals: 0)) may be false (Benjamini-Hochberg over "
        + "\(inWords(tests, "test"))): \(discoveries.count)."
        + (floor.map { " A point that is alone could not have a q below \(figure($0))." } ?? ""), width: 80)
    let shown = discoveries.sorted { ($0.q ?? 1, $0.point.number) < ($1.q ?? 1, $1.point.number) }.prefix(20)
    if !shown.isEmpty {
      let table = TextTable(
        header: ["point", "q", "gain", "horizon"],
        rows: shown.map { row in
          [
            "\(row.point.number) \(row.point.name)", row.q.map { figure($0) } ?? "",
            row.finding?.skill.map { percentage($0.mean) } ?? "–", row.finding?.horizonInWords ?? "–",
          ]
        })
      lines += table.lines(width: 80)
      if discoveries.count > shown.count { lines.append("  and \(discoveries.count - shown.count) more, in sweep.csv") }
    }
    if let dataWarning { lines += TextFlow.wrap(dataWarning, width: 80) }
    if !failures.isEmpty { lines.append("\(inWords(failures.count, "point")) failed:") }
    // Most points that fail do so for one reason.
    var reasons: [(error: String, first: Int, count: Int)] = []
    for row in failures {
      if let index = reasons.firstIndex(where: { $0.error == row.error }) {
        reasons[index].count += 1
      } else {
        reasons.append((row.error ?? "", row.point.number, 1))
      }
    }
    for reason in reasons.prefix(5) {
      let who = "point \(reason.first)" + (reason.count > 1 ? " and \(reason.count - 1) more" : "")
      lines += TextFlow.wrap("\(who): \(reason.error)", width: 80, indent: "    ", first: "  ")
    }
    if reasons.count > 5 { lines.append("  and \(inWords(reasons.count - 5, "other reason")), in sweep.csv") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `3 memory, 9 no memory found, 1 failed`
  var verdicts: String {
    let counts = Verdict.OnData.allCases.map { verdict in
      (verdict.rawValue, rows.count { $0.finding?.data == verdict })
    }
    return (counts + [("failed", failures.count)]).filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
      .joined(separator: ", ")
  }

  /// The smallest p that was found, if no other point came near it; nil where nothing hangs on it.
  private var floor: Double? {
    guard discoveries.isEmpty, let smallest = rows.compactMap({ $0.finding?.p }).min() else { return nil }
    let alone = smallest * Double(tests)
    return alone > SweepTable.level ? min(1, alone) : nil
  }
}

extension SweepFinding {
  /// `3`, `2.5`, `beyond`; nil where no network has one.
  var horizonInWords: String? {
    if let horizon { return figure(horizon.mean, digits: 2) }
    return (horizonBeyond ?? 0) > 0 ? "beyond" : nil
  }
}

/// `1 point`, `2 points`.
private func inWords(_ count: Int, _ noun: String) -> String { "\(count) \(noun)" + (count == 1 ? "" : "s") }
