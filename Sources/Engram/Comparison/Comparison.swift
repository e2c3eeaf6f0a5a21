import Memory
import Reporting

/// Two reports side by side: what differs in their studies, and what differs in what was found.
package struct Comparison: Sendable {
  /// The first report.
  package let a: StoredReport
  /// The second.
  package let b: StoredReport
  /// Whether the two have the same results.json, to the last byte.
  package let isIdentical: Bool
  /// Whether the panels are the same: times, names and values before scaling, by their checksums.
  package let hasSameData: Bool
  /// Whether everything found is the same, whatever the studies and the versions say.
  package let hasSameFindings: Bool
  /// Settings that differ, by name.
  let settings: [Difference<JSON>]
  let datasets: [Datasets]

  struct Difference<Value: Sendable>: Sendable {
    var name: String
    var a: Value
    var b: Value
  }

  /// The data sets of one role, which one of the two reports may lack.
  struct Datasets: Sendable {
    /// `data` or `control`
    var role: String
    var a: StoredReport.Dataset?
    var b: StoredReport.Dataset?
  }

  /// Puts them side by side.
  package init(of a: StoredReport, and b: StoredReport) {
    (self.a, self.b) = (a, b)
    isIdentical = a.bytes == b.bytes
    settings = Comparison.differences(a.study, b.study, "")
    datasets = ["data", "control"].compactMap { role in
      let pair = Datasets(role: role, a: a.dataset(role), b: b.dataset(role))
      return pair.a == nil && pair.b == nil ? nil : pair
    }
    let sums = [a, b].map { $0.dataset("data")?.panel.sha256 }
    hasSameData = sums[0] != nil && sums[0] == sums[1]
    hasSameFindings = datasets.allSatisfy { $0.a == $0.b }
  }

  /// The members that differ, those of objects one by one; a list is one value.
  private static func differences(_ a: JSON, _ b: JSON, _ name: String) -> [Difference<JSON>] {
    guard case .object(let mine) = a, case .object(let others) = b else {
      return a == b ? [] : [Difference(name: name, a: a, b: b)]
    }
    return Set(mine.keys).union(others.keys).sorted().flatMap { key in
      differences(mine[key] ?? .null, others[key] ?? .null, name.isEmpty ? key : name + "." + key)
    }
  }
}

extension StoredReport.Dataset {
  /// Held-out mean squared errors in scaled units, by predictor.
  var losses: [(name: String, value: Double?)] {
    [
      ("memory model", models.memory.ensembleTestLoss), ("memory-less twin", models.twin.ensembleTestLoss),
      ("judged memory model", ladder.useful?.error), ("its competitor", ladder.useful?.competitorError),
      ("persistence", baselines.persistence), ("mean", baselines.mean), ("linear", baselines.linear),
      ("strong memory-less", baselines.strongMemoryless),
    ]
  }
}
