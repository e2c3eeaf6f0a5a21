import Memory
import Panels
import Recurrence
import TimeSeries

extension Report {
  /// The name and version of what results.json holds.
  public static var schema: String { "engram.results/1" }

  /// results.json: every setting and every number, in full.
  ///
  /// Throws what the study's own `encode(to:)` throws.
  public func json() throws -> String {
    let datasets = [("data", data)] + (control.map { [("control", $0)] } ?? [])
    return try JSON.object([
      "schema": .string(Self.schema), "version": .string(version), "study": JSON(encoding: study),
      "training": JSON(encoding: training), "answer": JSON(encoding: answer),
      "calibration": JSON(encoding: calibration),
      "datasets": .array(datasets.map { role, dataset in try dataset.results(role: role) }),
    ]).text
  }
}

extension Dataset {
  /// - Parameter role: `data` or `control`
  func results(role: String) throws -> JSON {
    try .object([
      "name": .string(panel.name), "role": .string(role), "panel": panelResults,
      "models": .object(["memory": Dataset.results(findings.memory), "twin": Dataset.results(findings.twin)]),
      "baselines": JSON(encoding: findings.baselines),
      "heldOutOutsideTrainingRange": .number(findings.heldOutOutsideTrainingRange),
      "ladder": JSON(encoding: findings.ladder), "verdict": JSON(encoding: findings.verdict),
      "findings": JSON(encoding: findings.claims),
    ])
  }

  private var panelResults: JSON {
    get throws {
      try .object([
        "rows": .integer(Int64(panel.rows)), "columns": JSON(encoding: panel.columns),
        "resolution": JSON(encoding: panel.resolution), "scaler": JSON(encoding: panel.scaler),
        "first": JSON(encoding: panel.times.first?.text(panel.resolution)),
        "last": JSON(encoding: panel.times.last?.text(panel.resolution)),
        "trainRows": .integer(Int64(panel.split.train)), "validationRows": .integer(Int64(panel.split.validation)),
        "testRows": .integer(Int64(panel.split.test)), "sources": JSON(encoding: panel.ledger.entries),
        "longestGap": JSON(encoding: panel.ledger.longestGap), "warnings": JSON(encoding: panel.ledger.warnings),
      ])
    }
  }

  /// The names of `ModelFindings`, with the two histories by epoch under one key.
  private static func results(_ model: ModelFindings) throws -> JSON {
    guard case .object(var members) = try JSON(encoding: model) else { return .null }
    members["lossHistory"] = .object([
      "train": members.removeValue(forKey: "trainLossHistory") ?? .null,
      "validation": members.removeValue(forKey: "validationLossHistory") ?? .null,
    ])
    return .object(members)
  }
}
