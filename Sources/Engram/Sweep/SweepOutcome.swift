public import Memory
public import Reporting

/// What became of one point: what was found, or why it could not be.
public struct SweepOutcome: Sendable, Equatable, Codable {
  /// The digest of the sweep it belongs to.
  public var sweep: String
  public var point: Int
  public var finding: SweepFinding?
  public var error: String?

  public init(sweep: String, point: Int, finding: SweepFinding? = nil, error: String? = nil) {
    (self.sweep, self.point, self.finding, self.error) = (sweep, point, finding, error)
  }
}

/// What a report comes to, in one row. What could not be computed is nil.
public struct SweepFinding: Sendable, Equatable, Codable {
  /// Of the panel.
  public var rows: Int
  public var columns: Int
  public var data: Verdict.OnData?
  public var state: Verdict.OnState?
  /// The score test: the smallest p-value over the columns, corrected for their number.
  public var p: Double?
  /// Over the best predictor without a state, whose name it is.
  public var skill: Estimate?
  public var competitor: String?
  /// The memory horizon, over the networks that have one.
  public var horizon: Estimate?
  /// Networks whose horizon lies within the panel's reach, beyond it, and that have none.
  public var horizonReached: Int?
  public var horizonBeyond: Int?
  public var horizonNone: Int?
  /// Past values that the state holds beyond the present row.
  public var excessMemoryCapacity: Estimate?
  /// The relative rise of the held-out loss when the state is that of another time.
  public var swapRise: Estimate?
  /// Held-out error of the prediction averaged over the networks, scaled units.
  public var memoryLoss: Double?
  public var twinLoss: Double?
  /// Networks that did not train.
  public var memoryDiverged: Int
  public var twinDiverged: Int

  /// - Parameter data: the user's data of a report, not its control.
  public init(of data: Dataset) {
    let findings = data.findings
    let ladder = findings.ladder
    (rows, columns) = (data.panel.rows, data.panel.width)
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
