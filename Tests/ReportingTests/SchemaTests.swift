import FoundationEssentials
import Memory
import Numbers
import Panels
import Recurrence
import Reporting
import SeriesMemory
import TestSupport
import TimeSeries
import Testing

@Suite("docs/results.schema.json")
struct SchemaTests {
  static let root = String(#filePath.dropLast("/Tests/ReportingTests/SchemaTests.swift".count))

  static func schema() throws -> JSON {
    try JSONDecoder().decode(JSON.self, from: Data(TestFiles.text(of: root + "/docs/results.schema.json").utf8))
  }

  @Test("describes the version that is written, and every member of every object")
  func described() throws {
    let schema = try SchemaTests.schema()
    #expect(schema["$id"] == .string(Report<Fixture.Study>.schema))
    #expect(schema["properties"]?["schema"]?["const"] == .string(Report<Fixture.Study>.schema))
    var bare: [String] = []
    func visit(_ part: JSON, _ place: String) {
      guard case .object(let members) = part else { return }
      if case .object(let properties) = members["properties"] {
        if members["additionalProperties"] != .bool(false) { bare.append("\(place) is open") }
        for (name, property) in properties where property["description"] == nil { bare.append("\(place).\(name)") }
      }
      for (name, member) in members {
        if case .array(let items) = member { for item in items { visit(item, place + "/" + name) } }
        visit(member, place + "/" + name)
      }
    }
    visit(schema, "")
    #expect(bare.isEmpty)
  }

  @Test(
    "has the closed vocabularies of the program",
    arguments: [
      ("verdictOnData", Verdict.OnData.allCases.map(\.rawValue)),
      ("verdictOnState", Verdict.OnState.allCases.map(\.rawValue)),
      ("claimVerdict", Claim.Verdict.allCases.map(\.rawValue)),
      ("regime", Regime.allCases.map(\.rawValue)),
      ("activation", Activation.allCases.map(\.rawValue)),
      ("cell", Cell.allCases.map(\.rawValue)),
      ("unitKind", UnitKinds.Kind.allCases.map(\.rawValue)),
      ("surrogateKind", SurrogateKind.allCases.map(\.rawValue)),
      ("resolution", Resolution.allCases.map(\.rawValue)),
      ("scaling", PanelOptions.Scaling.allCases.map(\.rawValue)),
    ])
  func vocabularies(name: String, cases: [String]) throws {
    #expect(try SchemaTests.schema()["$defs"]?[name]?["enum"] == .array(cases.map { .string($0) }))
  }

  @Test(
    "has those of single members too",
    arguments: [
      ("panelOptions", "join", PanelOptions.Join.allCases.map(\.rawValue)),
      ("panelOptions", "change", PanelOptions.Change.allCases.map(\.rawValue)),
      ("panelOptions", "aggregate", PanelOptions.Aggregate.allCases.map(\.rawValue)),
      ("panelOptions", "duplicates", PanelOptions.Duplicates.allCases.map(\.rawValue)),
      ("dieboldMariano", "alternative", Alternative.allCases.map(\.rawValue)),
      ("useful", "model", ForecastGain.Model.allCases.map(\.rawValue)),
    ])
  func members(type: String, member: String, cases: [String]) throws {
    let property = try SchemaTests.schema()["$defs"]?[type]?["properties"]?[member]
    #expect(property?["enum"] == .array(cases.map { .string($0) }))
  }

  @Test("holds for reports put together by hand, with every verdict", arguments: Verdict.OnData.allCases)
  func holds(verdict: Verdict.OnData) throws {
    let columns = ["a \"b\"", "c,\nd", "😀"]
    let report = Fixture(rows: 60, columns: columns, epochs: 3, steps: 4, ladder: verdict).report
    #expect(try SchemaTests.faults(in: report).isEmpty)
  }

  @Test("holds for a report with the same series under other changes of variable")
  func others() throws {
    var report = Fixture(rows: 60, ladder: .memory).report
    report.others = [.init(change: "log-returns", report: Fixture(rows: 60, ladder: Verdict.OnData.none).report)]
    #expect(try SchemaTests.faults(in: report).isEmpty)
  }

  @Test("does not hold where a member is missing, added, or not of its kind")
  func broken() throws {
    let schema = try SchemaTests.schema()
    let report = Fixture(rows: 60, epochs: 3, steps: 4, ladder: .memory).report
    guard case .object(let whole) = try SchemaTests.results(of: report) else { return }
    func faults(_ change: (inout [String: JSON]) -> Void) -> [String] {
      var members = whole
      change(&members)
      return SchemaCheck(root: schema).faults(in: .object(members), by: schema, at: "")
    }
    #expect(faults { $0["answer"] = nil } == [": there is no 'answer'"])
    #expect(faults { $0["more"] = .null } == ["/more: not in the schema"])
    #expect(faults { $0["version"] = .integer(1) } == ["/version: not a string"])
    #expect(faults { $0["schema"] = .string("engram.results/0") } == ["/schema: not the constant"])
    #expect(faults { $0["datasets"] = .array([]) } == ["/datasets: too few"])
  }

  /// What is written, with the whole study in place of the fixture's.
  static func results(of report: Report<Fixture.Study>) throws -> JSON {
    var results = try JSONDecoder().decode(JSON.self, from: Data(report.json().utf8))
    guard case .object(var members) = results else { return results }
    members["study"] = try .object([
      "name": .string("x"), "sources": .array([]), "fixtures": .array([]), "also": .array([]), "control": .bool(true),
      "surrogates": .integer(79), "panel": JSON(encoding: PanelOptions()),
      "training": JSON(encoding: TrainingOptions()),
    ])
    results = .object(members)
    return results
  }

  static func faults(in report: Report<Fixture.Study>) throws -> [String] {
    let schema = try schema()
    return SchemaCheck(root: schema).faults(in: try results(of: report), by: schema, at: "")
  }
}

extension JSON {
  fileprivate subscript(name: String) -> JSON? { if case .object(let members) = self { members[name] } else { nil } }
}

/// The keywords of JSON Schema that ours uses; one that it does not know is a fault.
struct SchemaCheck {
  let root: JSON

  func faults(in value: JSON, by schema: JSON, at place: String) -> [String] {
    guard case .object(let keywords) = schema else { return ["\(place): a schema is an object"] }
    return keywords.sorted { $0.key < $1.key }.flatMap { keyword, rule in
      check(value, keyword, rule, keywords, place)
    }
  }

  private func check(
    _ value: JSON, _ keyword: String, _ rule: JSON, _ all: [String: JSON], _ place: String
  ) -> [String] {
    func fault(_ holds: Bool, _ sentence: String) -> [String] { holds ? [] : ["\(place): \(sentence)"] }
    switch (keyword, rule) {
    case ("description", _), ("title", _), ("$schema", _), ("$id", _), ("$defs", _): return []
    case ("$ref", .string(let path)):
      let name = String(path.dropFirst("#/$defs/".count))
      guard let target = root["$defs"]?[name] else { return ["\(place): no definition \(path)"] }
      return faults(in: value, by: target, at: place)
    case ("type", .string(let name)): return fault(value.isA(name), "not a \(name)")
    case ("type", .array(let names)):
      return fault(names.contains { if case .string(let name) = $0 { value.isA(name) } else { false } }, "of no type")
    case ("enum", .array(let allowed)): return fault(allowed.contains(value), "not one of the words")
    case ("const", _): return fault(value == rule, "not the constant")
    case ("anyOf", .array(let schemas)):
      return fault(schemas.contains { faults(in: value, by: $0, at: place).isEmpty }, "none of the forms")
    case ("required", .array(let names)):
      guard case .object(let members) = value else { return [] }
      return names.flatMap { name in
        if case .string(let name) = name { fault(members[name] != nil, "there is no '\(name)'") } else { ["\(place)"] }
      }
    case ("properties", .object(let properties)):
      guard case .object(let members) = value else { return [] }
      return members.sorted { $0.key < $1.key }.flatMap { name, member in
        properties[name].map { faults(in: member, by: $0, at: place + "/" + name) } ?? []
      }
    case ("additionalProperties", _):
      guard case .object(let members) = value else { return [] }
      let extra = members.filter { all["properties"]?[$0.key] == nil }
      return extra.flatMap { name, member in
        rule == .bool(false) ? ["\(place)/\(name): not in the schema"] : faults(in: member, by: rule, at: place)
      }
    case ("items", _):
      guard case .array(let items) = value else { return [] }
      return items.enumerated().flatMap { faults(in: $1, by: rule, at: "\(place)/\($0)") }
    case ("minItems", .integer(let count)):
      if case .array(let items) = value { return fault(items.count >= Int(count), "too few") } else { return [] }
    case ("maxItems", .integer(let count)):
      if case .array(let items) = value { return fault(items.count <= Int(count), "too many") } else { return [] }
    case ("minimum", _), ("exclusiveMinimum", _), ("maximum", _), ("exclusiveMaximum", _):
      guard let number = value.amount, let limit = rule.amount else { return [] }
      let distance = keyword.hasSuffix("inimum") ? number - limit : limit - number
      return fault(keyword.hasPrefix("exclusive") ? distance > 0 : distance >= 0, "out of range")
    case ("pattern", .string("^[0-9a-f]{64}$")):
      guard case .string(let text) = value else { return [] }
      return fault(text.utf8.count == 64 && text.allSatisfy { "0123456789abcdef".contains($0) }, "no checksum")
    default: return ["\(place): the schema's '\(keyword)' is not known here"]
    }
  }
}

extension JSON {
  fileprivate var amount: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .natural(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  fileprivate func isA(_ name: String) -> Bool {
    switch (self, name) {
    case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.array, "array"), (.object, "object"): true
    case (.integer, "integer"), (.natural, "integer"): true
    default: name == "number" && amount != nil
    }
  }
}
