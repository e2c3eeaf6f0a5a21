import Engram

/// What one source gave when it was read.
struct SourceReading: Sendable {
  var request: String
  var series: [Series]
  var error: SourceError?
}

extension Study {
  /// Reads every source, several at a time; the result is in the order of the study.
  func readSources(
    in surroundings: SourceEnvironment, registry: SourceRegistry = UserSources.registry(), simultaneously: Int = 4
  ) async throws -> [SourceReading] {
    var surroundings = surroundings
    surroundings.seed = training.seed
    let world = surroundings
    var readings = [SourceReading?](repeating: nil, count: sources.count)
    try await withThrowingTaskGroup(of: (Int, SourceReading).self) { group in
      for (index, request) in sources.enumerated() {
        if index >= simultaneously, let (done, reading) = try await group.next() { readings[done] = reading }
        group.addTask { (index, await SourceReading(request, in: world, registry)) }
      }
      for try await (done, reading) in group { readings[done] = reading }
      try Task.checkCancellation()
    }
    return readings.compactMap { $0 }
  }
}

extension SourceReading {
  fileprivate init(_ request: String, in world: SourceEnvironment, _ registry: SourceRegistry) async {
    do throws(SourceError) {
      let source = try registry.source(request)
      self.init(request: request, series: try await source.series(in: world), error: nil)
    } catch {
      self.init(request: request, series: [], error: error)
    }
  }

  /// The word of the taxonomy for how it failed; nil where it did not.
  var kind: String? {
    switch error {
    case nil: nil
    case .fetch(let error): error.kind.rawValue
    case .request: FetchError.Kind.config.rawValue
    case .format(.request): FetchError.Kind.config.rawValue
    case .format(.unreadable): FetchError.Kind.notFound.rawValue
    case .format(.badData): FetchError.Kind.parse.rawValue
    case .format(.empty): FetchError.Kind.empty.rawValue
    case .format(.unusable): FetchError.Kind.notData.rawValue
    }
  }
}

extension [SourceReading] {
  /// Exit code 3 with a sentence for each that failed; nothing where none did.
  func requireAll() throws {
    let failures = compactMap { reading in reading.error.map { "\(reading.kind ?? ""): \($0)" } }
    if !failures.isEmpty { throw SourcesFailed(messages: failures, count: count) }
  }
}

/// Some sources failed; what the others gave has been printed.
struct SourcesFailed: Error, CustomStringConvertible {
  var messages: [String]
  var count: Int

  var description: String {
    messages.joined(separator: "\n") + (count > 1 ? "\n\(messages.count) of \(count) sources failed" : "")
  }
}
