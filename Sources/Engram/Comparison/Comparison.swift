import Memory
import Numbers
import Reporting

/// Two reports side by side: what differs in their studies, and what differs in what was found.
public struct Comparison: Sendable {
  /// The first report.
  public let a: StoredReport
  /// The second.
  public let b: StoredReport
  /// Whether the two have the same results.json, to the last byte.
  public let isIdentical: Bool
  /// Whether the panels are the same: times, names and values before scaling, by their checksums.
  public let hasSameData: Bool
  /// Whether everything found is the same, whatever the studies and the versions say.
  public let hasSameFindings: Bool
  /// Settings that differ, by name.
  let settings: [Difference<JSON>]
  let datasets: [Pair]

  struct Difference<Value: Sendable>: Sendable {
    var name: String
    var a: Value
    var b: Value
  }

  /// The data sets of one role, which one of the two reports may lack.
  struct Pair: Sendable {
    /// `data` or `control`
    var role: String
    var a: StoredReport.Dataset?
    var b: StoredReport.Dataset?
  }

  /// Puts them side by side.
  public init(of a: StoredReport, and b: StoredReport) {
    (self.a, self.b) = (a, b)
    isIdentical = a.bytes == b.bytes
    settings = Comparison.differences(a.study, b.study, "")
    datasets = ["data", "control"].compactMap { role in
      let pair = Pair(role: role, a: a.dataset(role), b: b.dataset(role))
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

/// A rung of the ladder as a comparison has it.
struct ComparedRung: Equatable, Sendable {
  static let names = ["0 there", "1 stored", "2 used", "3 useful"]
  /// What the figures of the rungs are, in their order.
  static let figures =
    "Smallest p of the score test, corrected for the columns; past values in the state beyond the present row; rise of the"
    + " held-out error with the state of another time; skill over the best without a state. Figure [95 % interval],"
    + " answer."
  /// nil where the rung was not asked, or has no figure.
  var value: Double?
  var interval: Estimate?
  /// nil where the rung was not asked.
  var answer: Bool?

  /// In the order of `names`.
  static func all(of ladder: Ladder) -> [ComparedRung] {
    let useful = ladder.useful
    let gain = useful?.gain(on: ladder.there)
    return [
      ComparedRung(value: ladder.there?.smallest, answer: ladder.there?.rejects),
      ComparedRung(ladder.stored?.memory.excess, ladder.stored?.stored),
      ComparedRung(ladder.used?.swap.rise, ladder.used?.used),
      ComparedRung(gain?.skill ?? useful?.skill, useful.map { _ in gain != nil }),
    ]
  }

  private init(_ estimate: Estimate?, _ answer: Bool?) {
    (value, interval, self.answer) = (estimate?.mean, estimate, answer)
  }

  private init(value: Double?, answer: Bool?) { (self.value, self.answer) = (value, answer) }
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
