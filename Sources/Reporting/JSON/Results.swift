import Memory
import Panels
import Recurrence
import TimeSeries

extension Report {
  /// The name and version of what results.json holds.
  public static var schema: String { "engram.results/2" }

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
      "others": .array(
        try others.map { other in
          .object([
            "change": .string(other.change), "file": .string(other.file("json")),
            "verdict": try JSON(encoding: other.report.data.findings.verdict),
          ])
        }),
    ]).text
  }
}

extension Dataset {
  /// - Parameter role: `data` or `control`
  func results(role: String) throws -> JSON {
    try .object([
      "name": .string(panel.name), "role": .string(role), "panel": panelResults,
      "models": .object([
        "memory": results(findings.memory, of: trained(.memory)), "twin": results(findings.twin, of: trained(.twin)),
        "other": otherResults,
      ]),
      "baselines": JSON(encoding: findings.baselines),
      "heldOutOutsideTrainingRange": .number(findings.heldOutOutsideTrainingRange),
      "ladder": JSON(encoding: findings.ladder).namingColumns(panel.columns).adding(findings.ladder?.stateDecisions),
      "verdict": JSON(encoding: findings.verdict),
      "findings": JSON(encoding: findings.claims),
    ])
  }

  /// The memory model that is not judged, with what the ladder has of the others.
  private var otherResults: JSON {
    get throws {
      guard let other = findings.other, let rivals,
        case .object(var members) = try results(
          other.findings, of: findings.judged == .plain ? rivals.nested : memory)
      else { return .null }
      (members["stored"], members["units"]) = (try JSON(encoding: other.stored), try JSON(encoding: other.units))
      return .object(members)
    }
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
        "sha256": .string(panelChecksum), "longestGap": JSON(encoding: panel.ledger.longestGap),
        "warnings": JSON(encoding: panel.ledger.warnings),
      ])
    }
  }

  /// The names of `ModelFindings`, with the two histories by epoch under one key, and the network that is shown.
  private func results(_ findings: ModelFindings, of model: Trained) throws -> JSON {
    guard case .object(var members) = try JSON(encoding: findings) else { return .null }
    members["lossHistory"] = .object([
      "train": members.removeValue(forKey: "trainLossHistory") ?? .null,
      "validation": members.removeValue(forKey: "validationLossHistory") ?? .null,
    ])
    members["readout"] = .string(model.shape.readout.rawValue)
    members["shown"] = JSON(encodingOrNull: KeptNetworks(of: model, rows: panel.rows).shown?.number)
    return .object(members)
  }
}

extension JSON {
  fileprivate init(encodingOrNull number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }

  /// The ladder with the decision of each rung above the lowest.
  fileprivate func adding(
    _ decisions: (stored: RungDecision?, used: RungDecision?, useful: RungDecision?)?
  ) throws -> JSON {
    guard let decisions, case .object(var ladder) = self else { return self }
    for (name, decision) in [
      ("stored", decisions.stored), ("used", decisions.used), ("useful", decisions.useful),
    ] {
      guard let decision, case .object(var rung) = ladder[name] else { continue }
      rung["decision"] = try JSON(encoding: decision)
      ladder[name] = .object(rung)
    }
    return .object(ladder)
  }

  /// The ladder with the name of each column beside its number in `useful.columns`.
  fileprivate func namingColumns(_ names: [String]) -> JSON {
    guard case .object(var ladder) = self, case .object(var useful) = ladder["useful"],
      case .array(let columns) = useful["columns"]
    else { return self }
    useful["columns"] = .array(
      columns.map { column in
        guard case .object(var members) = column, case .integer(let number) = members["column"],
          names.indices.contains(Int(number))
        else { return column }
        members["name"] = .string(names[Int(number)])
        return .object(members)
      })
    ladder["useful"] = .object(useful)
    return .object(ladder)
  }
}
