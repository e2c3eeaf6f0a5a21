import Panels

/// A process whose answer is known.
package struct CalibrationCase: Sendable, Equatable, Codable {
  /// Whether a process has memory.
  package enum Truth: String, Sendable, Codable {
    /// The present row suffices; any verdict of memory is a false alarm.
    case without = "none"
    case memory
    /// Memory that explains about a tenth of the variance that the present row does not explain.
    case weak = "weak memory"
  }

  /// A short name for tables.
  package var name: String
  /// A request without `random:`, rows and seed: `copy?delay=8`.
  package var process: String
  /// The change of variable before the test.
  package var change: PanelOptions.Change
  /// The answer.
  package var truth: Truth

  private init(
    _ truth: Truth, _ name: String, _ process: String? = nil, change: PanelOptions.Change = .levels
  ) {
    (self.name, self.process, self.change, self.truth) = (name, process ?? name, change, truth)
  }

  /// Those without memory first.
  package static let all: [CalibrationCase] = [
    .init(.without, "gaussian"), .init(.without, "uniform"), .init(.without, "t3"), .init(.without, "random-walk"),
    .init(.without, "random-walk, differences", "random-walk", change: .differences), .init(.without, "ar1"),
    .init(.without, "var1"), .init(.without, "noisy-map"), .init(.without, "tar1"), .init(.without, "logistic"),
    .init(.without, "garch"),
    .init(.memory, "ar2"), .init(.memory, "ma1"), .init(.memory, "ar1-noise"), .init(.memory, "sine"),
    .init(.memory, "copy after 3", "copy?delay=3"), .init(.memory, "copy after 8", "copy?delay=8"),
    .init(.memory, "henon"), .init(.memory, "xor"), .init(.weak, "ar2 0.3, 0.3", "ar2?phi1=0.3&phi2=0.3"),
    .init(.weak, "hmm 0.95", "hmm?stay=0.95"),
  ]

  /// The request that draws one realisation.
  func request(rows: Int, seed: UInt64) -> String {
    // The first row has no difference.
    let count = change == .levels ? rows : rows + 1
    return "x=random:\(process)\(process.contains("?") ? "&" : "?")rows=\(count)&seed=\(seed)"
  }
}
