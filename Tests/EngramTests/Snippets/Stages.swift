import Engram

/// The articles print results. In the tests this replaces `Swift.print`, so that a run of the tests stays quiet.
private func print(_ text: String) {}

// Sources

/// As many days as were asked for, numbered.
struct CountSource: DescribedSource {
  static let manual = Manual(
    name: "count", summary: "days and their numbers", argument: "DAYS", options: [], example: "count:100")

  let request: SourceRequest
  let days: Int64

  init(_ request: SourceRequest) throws(SourceError) {
    guard let days = Int64(request.argument), days > 0 else {
      throw .request(request.text, problem: "'\(request.argument)' is no number of days", advice: "Try count:100")
    }
    (self.request, self.days) = (request, days)
  }

  func series(in environment: SourceEnvironment) async throws(SourceError) -> [Series] {
    let times = (0..<days).map { Timestamp(ticks: $0 * Timestamp.millisecondsPerDay) }
    let origin = Origin(request: request.text, adapter: "count")
    return [
      Series(
        name: request.name ?? "count", resolution: .day, times: times, values: (0..<days).map(Double.init),
        origin: origin)
    ]
  }
}

func read(_ path: String) async throws -> [Series] {
  let registry = SourceRegistry(SourceRegistry.builtIn.adapters + [Adapter(CountSource.self)])
  let flow = try registry.source("flow=csv:\(path)")
  let days = try registry.source("day=count:100")
  let world = SourceEnvironment(seed: 1)
  return try await flow.series(in: world) + days.series(in: world)
}

// Panels

func aligned(_ series: [Series]) throws -> Panel {
  var options = PanelOptions()
  options.join = .inner
  options.change = .differences
  let panel = try Panel(aligning: series, named: "river", options: options)
  for warning in panel.ledger.warnings { print(warning) }
  print("\(panel.rows) rows, of which \(panel.split.test) are held out")
  return panel
}

// Recurrence

func trained(on panel: Panel, _ options: TrainingOptions) async throws -> (memory: Trained, twin: Trained) {
  let pair = [Ensemble(of: panel, kind: .memory), Ensemble(of: panel, kind: .twin)]
  let models = try await pair.train(options, threads: 2)
  return (models[0], models[1])
}

// Memory

func found(on panel: Panel, _ memory: Trained, _ twin: Trained) async throws -> Findings {
  let findings = try await Findings(of: panel, memory: memory, twin: twin, seed: 1)
  for claim in findings.claims { print("\(claim.verdict.rawValue): \(claim.claim)") }
  return findings
}

// Reporting

func written(_ study: Study, to folder: String) async throws -> String {
  let report = try await study.run { stage, share in print("\(stage.rawValue): \(share)") }
  try report.write(to: folder)
  return report.text
}
