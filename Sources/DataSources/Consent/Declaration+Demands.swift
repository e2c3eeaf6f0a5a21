import Synchronization
import TimeSeries

extension Declaration {
  /// What the declaration may do for any of its requests.
  ///
  /// - Parameter registry: the adapters that it may use.
  package func demands(asking registry: SourceRegistry = .builtIn) -> [Demand] {
    switch kind {
    case .document(let recipe, _):
      return recipe.secret.map { [$0.demand(host: hostText(of: recipe.url.text), isHostChosen: false)] } ?? []
    case .firstOf(let fallbacks):
      return Demand.all(of: fallbacks.flatMap(\.requests), askedBy: file, registry)
    }
  }
}

extension Demand {
  /// What requests demand, each once; nothing for a request that is not valid.
  package static func all(of requests: [String], askedBy file: String, _ registry: SourceRegistry) -> [Demand] {
    let found = Found()
    var consent = Consent()
    consent.record = { demand in found.add(demand) }
    let asking = SourceRegistry(registry.adapters, asker: Asker(file, sha256: "", consent))
    for request in requests { _ = try? asking.source(request) }
    return found.all
  }
}

private final class Found: Sendable {
  private let demands = Mutex<[Demand]>([])

  var all: [Demand] { demands.withLock { $0 } }

  func add(_ demand: Demand) { demands.withLock { if !$0.contains(demand) { $0.append(demand) } } }
}

extension Secret {
  func demand(host: String, isHostChosen: Bool) -> Demand {
    .secret(name, host: host, isHostChosen: isHostChosen)
  }
}

/// The host of a URL with its port, as it is written.
func hostText(of url: String) -> String {
  let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
  return String(rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" })
}

extension DeclaredSource: DemandingSource {
  /// The secret that is sent, and the host that gets it.
  package var demands: [Demand] {
    plans.compactMap { plan in
      plan.request.secret?.demand(host: hostText(of: plan.request.url), isHostChosen: isHostChosen)
    }
  }
}

/// A source whose series say which declaration was used in place of another.
struct NotedSource: DemandingSource {
  var source: any DataSource
  var note: String

  var demands: [Demand] { (source as? any DemandingSource)?.demands ?? [] }

  func series(in environment: SourceEnvironment) async throws -> [Series] {
    try await source.series(in: environment).map { series in
      var series = series
      series.origin.notes.append(note)
      return series
    }
  }
}
