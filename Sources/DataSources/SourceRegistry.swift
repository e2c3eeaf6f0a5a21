import Numbers

/// One way to get series, as a value: what it says about itself, and what makes a source of a request.
///
/// A type that conforms to `DataSource` is one (`Adapter(MySource.self)`); so is a declaration read from a file.
public struct Adapter: Sendable {
  /// What it says about itself.
  public var manual: Manual
  /// Where it comes from.
  public var place: Place
  /// Others of its name that it stands before.
  public var shadowed: [Place] = []
  /// Reads a request, or says what is wrong with it; touches nothing outside. It is handed the adapters that it may ask
  /// in its turn, which it is not one of.
  let make: @Sendable (SourceRequest, SourceRegistry) throws(SourceError) -> any DataSource

  /// Where an adapter comes from.
  public enum Place: Sendable, Equatable {
    case builtIn
    /// A declaration that engram brings.
    case builtInDeclaration
    /// A declaration in a file.
    case file(String)
    /// A program.
    case program(String)
  }

  /// The source that a request asks for, ready to read.
  ///
  /// - Parameters:
  ///   - request: of this adapter.
  ///   - registry: the adapters it may ask in its turn. The default is none.
  public func source(
    for request: SourceRequest, asking registry: SourceRegistry = SourceRegistry([])
  ) throws(SourceError) -> any DataSource {
    try make(request, registry)
  }

  /// One that reads by itself.
  public init(
    _ manual: Manual, place: Place = .builtIn,
    source: @escaping @Sendable (SourceRequest) throws(SourceError) -> any DataSource
  ) {
    self.init(manual, place: place) { (request, _) throws(SourceError) in try source(request) }
  }

  /// One that reads by way of other adapters.
  public init(
    _ manual: Manual, place: Place = .builtIn,
    askingOthers make: @escaping @Sendable (SourceRequest, SourceRegistry) throws(SourceError) -> any DataSource
  ) {
    (self.manual, self.place, self.make) = (manual, place, make)
  }

  /// One that is a type.
  public init(_ type: (some DescribedSource).Type) {
    self.init(type.manual) { (request) throws(SourceError) in try type.init(request) }
  }
}

/// The adapters that a program knows, as a value: a program of your own makes one with its own adapter added,
/// `SourceRegistry(SourceRegistry.builtIn.adapters + [Adapter(MySource.self)])`.
public struct SourceRegistry: Sendable {
  /// In the order in which they are listed.
  public let adapters: [Adapter]

  /// - Precondition: no two adapters have the same name.
  public init(_ adapters: [Adapter]) {
    let names = adapters.map { $0.manual.name }
    precondition(Set(names).count == names.count, "two sources of one name: \(names)")
    self.adapters = adapters
  }

  /// The adapters that engram brings: those that are code, of which a new one is added here and nowhere else, and the
  /// declarations in `Declared/BuiltIn`.
  public static let builtIn = SourceRegistry(
    [
      Adapter(RandomSource.self), Adapter(CSVSource.self), Adapter(HTTPSource.self), Adapter(ExecSource.self),
      FirstSource.adapter,
    ] + Declaration.builtIn.map { $0.adapter(at: .builtInDeclaration) })

  /// What each adapter says about itself, in the order of the list.
  public var manuals: [Manual] { adapters.map { $0.manual } }

  /// The source that a text asks for, ready to read; touches nothing outside.
  public func source(_ text: String) throws(SourceError) -> any DataSource {
    try source(for: SourceRequest(parsing: text))
  }

  /// The source that a request asks for, ready to read; touches nothing outside.
  public func source(for request: SourceRequest) throws(SourceError) -> any DataSource {
    guard let adapter = adapters.first(where: { $0.manual.name == request.adapter }) else {
      let names = adapters.map { $0.manual.name }
      let meant = nearest(to: request.adapter, among: names).map { "Did you mean '\($0)'? " } ?? ""
      throw .request(
        request.text, problem: "there is no adapter '\(request.adapter)'",
        advice: meant + "There are: " + names.joined(separator: ", "))
    }
    // Whoever asks others cannot ask itself: no chain of sources runs in a circle.
    return try adapter.source(
      for: request, asking: SourceRegistry(adapters.filter { $0.manual.name != request.adapter }))
  }
}
