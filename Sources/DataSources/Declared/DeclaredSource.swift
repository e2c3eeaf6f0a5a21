package import TimeSeries

/// A source that is described by a declaration.
package struct DeclaredSource: DataSource {
  private let declaration: Declaration
  private let request: SourceRequest
  private let plan: Plan
  /// Whether a parameter is part of the host.
  let isHostChosen: Bool

  /// The documents to fetch, with the values of all parameters.
  indirect enum Plan: Sendable {
    case document(DocumentPlan)
    case derived(Derivation, left: DocumentPlan, right: DocumentPlan, observed: ObservationTime?)
  }

  /// Reads the request.
  package init(_ declaration: Declaration, _ request: SourceRequest) throws(SourceError) {
    (self.declaration, self.request) = (declaration, request)
    let resolver = try PlanResolver(declaration, request)
    plan = try resolver.plan()
    if case .document(let recipe, _) = declaration.kind {
      isHostChosen = !Template(hostText(of: recipe.url.text)).parameters.isEmpty
    } else {
      isHostChosen = false
    }
  }

  /// The series of the request.
  package func series(in environment: SourceEnvironment) async throws -> [Series] {
    var documents = Documents(environment)
    switch plan {
    case .document(let plan):
      return try await series(of: plan, &documents)
    case .derived(let derivation, let left, let right, let observed):
      let (a, b) = (try await series(of: left, &documents), try await series(of: right, &documents))
      guard let a = a.first, let b = b.first else { return [] }
      var result = try derivation.series(a, b, request: request)
      result.observed = observed ?? (a.observed == b.observed ? a.observed : nil)
      return [result]
    }
  }

  private func series(of plan: DocumentPlan, _ documents: inout Documents) async throws -> [Series] {
    let origin = Origin(request: request.text, adapter: declaration.name, notes: declaration.caveats)
    return try await documents.series(of: plan, origin: origin, name: request.name ?? request.argument)
  }

  /// The documents, one for each side of a derived series.
  package var plans: [DocumentPlan] {
    switch plan {
    case .document(let plan): [plan]
    case .derived(_, let left, let right, _): [left, right]
    }
  }
}
