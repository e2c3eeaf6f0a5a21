import Panels

/// A process whose answer is known.
package struct CalibrationCase: Sendable, Equatable, Codable {
  /// Whether a process has memory.
  package enum Truth: String, Sendable, Codable, CaseIterable {
    /// The present row suffices; any finding of memory is a false alarm.
    case without = "none"
    case memory
    /// Memory that explains at most about a tenth of the variance that the present row does not explain.
    case weak = "weak memory"
    /// The mean moves with time alone; memory is a wrong answer, and drift the right one.
    case drift
  }

  /// Processes that are alike, for the table; words without a comma, which a CSV would quote.
  package enum Kind: String, Sendable, Codable, CaseIterable {
    case independent = "independent values"
    case linear = "autoregressions of order 1"
    case walks = "walks and levels near a unit root"
    case shocks = "skewed and wild shocks"
    case counts = "events and counts"
    case maps = "maps of the present value"
    case columns = "several columns"
    case near = "the last few rows"
    case far = "distant rows"
    case hidden = "a hidden state"
    case shapes = "signs and thresholds"
    case others = "another column"
    case parts = "one part of a system"
    case drift = "time"
  }

  /// A short name for tables.
  package var name: String
  /// A request without `random:`, rows and seed: `copy?delay=8`. `@60%` stands for 60 % of the rows.
  package var process: String
  /// The change of variable before the test.
  package var change: PanelOptions.Change
  /// The answer.
  package var truth: Truth
  /// What its memory, or its law, is like.
  package var kind: Kind

  private init(
    _ truth: Truth, _ kind: Kind, _ name: String, _ process: String? = nil, change: PanelOptions.Change = .levels
  ) {
    (self.name, self.process, self.change, self.truth, self.kind) = (name, process ?? name, change, truth, kind)
  }

  /// Those without memory first.
  package static let all: [CalibrationCase] = withoutMemory + withMemory + drifting

  private static let withoutMemory: [CalibrationCase] = [
    .init(.without, .independent, "gaussian"), .init(.without, .independent, "uniform"),
    .init(.without, .independent, "t3"), .init(.without, .independent, "garch"),
    .init(.without, .linear, "ar1"), .init(.without, .linear, "ar1 -0.6", "ar1?phi=-0.6"),
    .init(.without, .linear, "tar1"),
    .init(.without, .walks, "random-walk"),
    .init(.without, .walks, "random-walk, differences", "random-walk", change: .differences),
    .init(.without, .walks, "random-walk with drift", "random-walk?drift=0.2"),
    .init(.without, .walks, "ar1 0.99", "ar1?phi=0.99"), .init(.without, .walks, "ar1 0.999", "ar1?phi=0.999"),
    .init(.without, .shocks, "skewed-ar1"), .init(.without, .shocks, "garch-ar1"), .init(.without, .shocks, "kesten"),
    .init(.without, .counts, "events"), .init(.without, .counts, "events 10 %", "events?probability=0.1"),
    .init(.without, .counts, "events, amounts", "events?spread=0.8"), .init(.without, .counts, "poisson"),
    .init(.without, .counts, "poisson 1", "poisson?rate=1"), .init(.without, .counts, "inar"),
    .init(.without, .counts, "chain"),
    .init(.without, .maps, "noisy-map"), .init(.without, .maps, "logistic"), .init(.without, .maps, "doubling"),
    .init(.without, .columns, "var1"), .init(.without, .columns, "var1, 2 columns", "var1?columns=2"),
    .init(.without, .columns, "var1, 12 columns", "var1?columns=12"), .init(.without, .columns, "coupled-maps"),
    .init(.without, .columns, "clock"), .init(.without, .columns, "lorenz-states"),
    .init(.without, .columns, "lorenz-states in noise", "lorenz-states?interval=0.1&noise=0.3"),
    .init(.without, .columns, "5 columns of noise", "gaussian?columns=5"),
    .init(.without, .columns, "12 columns of noise", "gaussian?columns=12"),
  ]

  private static let withMemory: [CalibrationCase] = [
    .init(.memory, .near, "ar2"), .init(.memory, .near, "ma1"), .init(.memory, .near, "arma11"),
    .init(.memory, .near, "momentum"), .init(.weak, .near, "ar2 0.3, 0.3", "ar2?phi1=0.3&phi2=0.3"),
    .init(.memory, .far, "copy after 3", "copy?delay=3"), .init(.memory, .far, "copy after 8", "copy?delay=8"),
    .init(.memory, .far, "copy after 14, 25 %", "copy?delay=14&strength=0.5"),
    .init(.memory, .far, "copy after 24, 25 %", "copy?delay=24&strength=0.5"),
    .init(.memory, .hidden, "ar1-noise"), .init(.weak, .hidden, "hmm 0.95", "hmm?stay=0.95"),
    .init(.memory, .hidden, "local-level"), .init(.weak, .hidden, "long-memory"),
    .init(.memory, .hidden, "switching-ar"), .init(.memory, .hidden, "sine"),
    .init(.memory, .shapes, "xor"), .init(.memory, .shapes, "xor after 5", "xor?delay=5"),
    .init(.memory, .shapes, "xor after 20", "xor?delay=20"), .init(.memory, .shapes, "signs of 1, 2", "signs"),
    .init(.memory, .shapes, "signs of 4, 5", "signs?first=4&second=5"), .init(.memory, .shapes, "magnitude"),
    .init(.memory, .shapes, "tar-delay"), .init(.memory, .shapes, "bilinear"),
    .init(.memory, .others, "leader, 2 columns", "leader?columns=2"), .init(.memory, .others, "leader"),
    .init(.memory, .others, "leader, 15 %", "leader?strength=0.3873"),
    .init(.memory, .parts, "henon"), .init(.memory, .parts, "lorenz"), .init(.memory, .parts, "mackey-glass"),
    .init(.memory, .parts, "logistic in noise", "logistic?noise=0.1"),
  ]

  private static let drifting: [CalibrationCase] = [
    .init(.drift, .drift, "trend"), .init(.drift, .drift, "shift", "shift?at=@60%"),
  ]

  /// The request that draws one realisation.
  func request(rows: Int, seed: UInt64) -> String {
    // The first row has no difference.
    let count = change == .levels ? rows : rows + 1
    let process = process.replacing("@60%", with: "\(rows * 3 / 5)")
    return "x=random:\(process)\(process.contains("?") ? "&" : "?")rows=\(count)&seed=\(seed)"
  }
}
