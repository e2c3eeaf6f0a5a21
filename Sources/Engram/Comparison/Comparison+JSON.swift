import Memory
import Reporting
import SeriesMemory

extension Comparison {
  /// The name and version of what `json` gives.
  package static var schema: String { "engram.comparison/1" }

  /// The comparison for programs: what differs, with the figures in full. `a` and `b` are the two reports in the order
  /// they were given; null stands for what one of them does not have.
  package func json() throws -> String {
    try JSON.object([
      "schema": .string(Comparison.schema),
      "reports": .object(["a": Comparison.report(a), "b": Comparison.report(b)]),
      "identical": .bool(isIdentical), "sameData": .bool(hasSameData), "sameFindings": .bool(hasSameFindings),
      "settings": .array(
        settings.map { .object(["name": .string($0.name), "a": $0.a, "b": $0.b]) }),
      "datasets": .array(datasets.map(Comparison.results)),
    ]).text
  }

  private static func report(_ report: StoredReport) throws -> JSON {
    let panel = report.dataset("data")?.panel
    return try .object([
      "path": .string(report.path), "version": .string(report.version),
      "name": JSON(encoding: report.dataset("data")?.name), "rows": JSON(encoding: panel?.rows),
      "columns": JSON(encoding: panel?.columns), "first": JSON(encoding: panel?.first),
      "last": JSON(encoding: panel?.last), "sha256": JSON(encoding: panel?.sha256),
    ])
  }

  private static func results(_ pair: Datasets) throws -> JSON {
    let sides = [pair.a, pair.b]
    func both(_ value: (StoredReport.Dataset) throws -> JSON) throws -> [String: JSON] {
      let values = try sides.map { try $0.map(value) ?? .null }
      return ["a": values[0], "b": values[1]]
    }
    let rungs = try zip(["there", "stored", "used", "useful"], 0...).map { name, k in
      JSON.object(["rung": .string(name)].merging(try both { try figures(of: $0.ladder)[k] }) { $1 })
    }
    let names = (sides.compactMap { $0 }.first?.losses ?? []).map(\.name)
    let losses = try names.enumerated().map { k, name in
      JSON.object(
        ["predictor": .string(name)].merging(try both { JSON(encodingOrNull: $0.losses[k].value) }) { $1 })
    }
    var ids: [String] = []
    for claim in sides.compactMap({ $0 }).flatMap(\.findings) where !ids.contains(claim.id) { ids.append(claim.id) }
    let claims = try ids.map { id in
      JSON.object(
        ["id": .string(id)].merging(
          try both { try $0.findings.first { $0.id == id }.map { try JSON(encoding: $0.verdict) } ?? .null }
        ) { $1 })
    }
    return .object([
      "role": .string(pair.role),
      "verdicts": .object([
        "data": .object(try both { .string($0.verdict.data.rawValue) }),
        "state": .object(try both { .string($0.verdict.state.rawValue) }),
      ]),
      "rungs": .array(rungs), "losses": .array(losses), "claims": .array(claims),
    ])
  }

  /// The figure of each rung with its interval and answer, null where it was not asked. `answer` is true or false, and null
  /// where `word` is unclear.
  private static func figures(of ladder: Ladder) throws -> [JSON] {
    let (there, decisions) = (ladder.there, ladder.stateDecisions)
    func rung(_ value: Double?, _ interval: Estimate?, _ answer: RungAnswer?) throws -> JSON {
      try .object([
        "value": JSON(encodingOrNull: value), "interval": interval.map { try JSON(encoding: $0) } ?? .null,
        "answer": answer.flatMap { $0 == .unclear ? nil : .bool($0 == .yes) } ?? .null,
        "word": answer.map { .string($0.rawValue) } ?? .null,
      ])
    }
    let all: [(Estimate?, RungAnswer?)] = [
      (ladder.stored?.memory.excess, decisions.stored?.answer), (ladder.used?.swap.rise, decisions.used?.answer),
      (ladder.useful?.deciding(on: there)?.skill, decisions.useful?.answer),
    ]
    return try [rung(there?.smallest, nil, there?.rung)]
      + all.map { try rung($0?.mean, $0, $1) }
  }
}

extension JSON {
  fileprivate init(encodingOrNull number: Double?) { self = number.map { .number($0) } ?? .null }
}
