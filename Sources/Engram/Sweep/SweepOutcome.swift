package import Memory
package import Reporting
import SeriesMemory

/// What became of one point: what was found, or why it could not be.
package struct SweepOutcome: Sendable, Equatable, Codable {
  /// The digest of the sweep it belongs to.
  package var sweep: String
  /// Number of the point, from 1.
  package var point: Int
  /// What was found; nil where it failed.
  package var finding: SweepFinding?
  /// The series of the point, where they were only tested.
  package var tested: [TestedSeries]?
  /// Why it failed.
  package var error: String?

  package init(
    sweep: String, point: Int, finding: SweepFinding? = nil, tested: [TestedSeries]? = nil, error: String? = nil
  ) {
    (self.sweep, self.point, self.finding, self.tested, self.error) = (sweep, point, finding, tested, error)
  }

  /// Whether it failed, so that it may be run again; of tested series, whether none could be tested.
  package var hasFailed: Bool { finding == nil && !(tested ?? []).contains { $0.memory != nil } }

  /// Whether two outcomes of one point found different things.
  func contradicts(_ other: SweepOutcome) -> Bool {
    !hasFailed && !other.hasFailed && (finding != other.finding || tested != other.tested)
  }
}

/// What a report comes to, in one row. What could not be computed is nil.
package struct SweepFinding: Sendable, Equatable, Codable {
  /// Of the panel.
  package var rows: Int
  /// Columns of the panel.
  package var columns: Int
  /// SHA-256 of the panel before scaling, as results.json has it; nil where an earlier version ran the point.
  package var panel: String?
  /// The verdict on the data.
  package var data: Verdict.OnData?
  /// The verdict on the latent state.
  package var state: Verdict.OnState?
  /// The score test: the smallest p-value over the columns, corrected for their number.
  package var p: Double?
  /// Over the best predictor without a state, whose name it is.
  package var skill: Estimate?
  /// The predictor without a state that the skill is over.
  package var competitor: String?
  /// The memory horizon, over the networks that have one.
  package var horizon: Estimate?
  /// Networks whose horizon lies within the panel's reach, beyond it, and that have none.
  package var horizonReached: Int?
  /// Networks whose horizon lies beyond the longest context.
  package var horizonBeyond: Int?
  /// Networks without a horizon.
  package var horizonNone: Int?
  /// Past values that the state holds beyond the present row.
  package var excessMemoryCapacity: Estimate?
  /// The relative rise of the held-out loss when the state is that of another time.
  package var swapRise: Estimate?
  /// Held-out error of the prediction averaged over the networks, scaled units.
  package var memoryLoss: Double?
  /// Held-out mean squared error of the twin.
  package var twinLoss: Double?
  /// Networks that did not train.
  package var memoryDiverged: Int
  /// Twins that diverged.
  package var twinDiverged: Int

  /// - Parameter data: the user's data of a report, not its control.
  package init(of data: Dataset) {
    let findings = data.findings
    let ladder = findings.ladder
    (rows, columns, panel) = (data.panel.rows, data.panel.width, data.panelChecksum)
    self.data = findings.verdict?.data
    state = findings.verdict?.state
    p = ladder?.there?.smallest
    skill = ladder?.useful?.skill?.finite
    competitor = ladder?.useful?.competitor
    let horizon = ladder?.used?.horizon
    self.horizon = horizon?.steps?.finite
    (horizonReached, horizonBeyond, horizonNone) = (horizon?.reached, horizon?.beyond, horizon?.none)
    excessMemoryCapacity = ladder?.stored?.memory.excess.finite
    swapRise = ladder?.used?.swap.rise.finite
    memoryLoss = findings.memory.ensembleTestLoss.finite
    twinLoss = findings.twin.ensembleTestLoss.finite
    (memoryDiverged, twinDiverged) = (findings.memory.diverged, findings.twin.diverged)
  }
}

extension Double {
  /// nil for what no JSON can hold.
  fileprivate var finite: Double? { isFinite ? self : nil }
}

extension Estimate {
  fileprivate var finite: Estimate? { [mean, low, high].allSatisfy(\.isFinite) ? self : nil }
}
