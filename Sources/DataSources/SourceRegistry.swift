import Numbers

/// A kind of source as a value: its manual, and the function that makes a source from a request.
///
/// A type that conforms to `DescribedSource` gives one, `Adapter(MySource.self)`; so does a declaration in a file.
public struct Adapter: Sendable {
  /// Its documentation.
  public var manual: Manual
  /// Where it is defined.
  public var place: Place
  /// Other adapters of its name that it replaces.
  public var shadowed: [Place] = []
  /// The file that declares it, if that is one of the current folder, which may not do everything.
  var declarer: Asker?
  /// A declaration of its name that may not replace it; its requests are refused then, as they are ambiguous.
  var refused: RefusedReplacement?
  /// Reads a request, without input or output. It gets the adapters that it may use itself, which do not include it.
  private var make: @Sendable (SourceRequest, SourceRegistry) throws(SourceError) -> any DataSource

  /// Where an adapter is defined.
  public enum Place: Sendable, Equatable {
    case builtIn
    /// A built-in declaration.
    case builtInDeclaration
    /// A declaration in a file.
    case file(String)
    /// A program.
    case program(String)
  }

  /// The source of a request, ready to read.
  ///
  /// - Parameters:
  ///   - request: to this adapter.
  ///   - registry: the adapters that it may use itself. The default is none.
  public func source(
    for request: SourceRequest, asking registry: SourceRegistry = SourceRegistry([])
  ) throws(SourceError) -> any DataSource {
    if let refused { throw refused.refusal(request) }
    let source = try make(request, declarer.map { SourceRegistry(registry.adapters, asker: $0) } ?? registry)
    try declarer?.admit(declared: source, for: request)
    try registry.asker?.admit(requested: source, by: request)
    return replacement.map { NotedSource(source: source, note: $0) } ?? source
  }

  /// Refuses a request that the adapter cannot take; not one that is refused anyway, because a declaration that is not
  /// trusted has the same name.
  fileprivate func check(_ request: SourceRequest, asking registry: SourceRegistry) throws(SourceError) {
    if refused == nil { _ = try make(request, registry) }
  }

  /// A sentence about the built-in source or the program that a declaration replaces; nil if it replaces none.
  package var replacement: String? {
    guard case .file(let path) = place else { return nil }
    let replaced = shadowed.compactMap { $0.replaced(manual.name) }
    return replaced.isEmpty ? nil : "\(path) is used in place of \(replaced.joined(separator: ", "))"
  }

  /// Lets the adapter do only what a file may that declares it.
  package mutating func limit(to declarer: Asker) { self.declarer = declarer }

  /// The same adapter, whose sources are changed.
  package func changing(
    _ change: @escaping @Sendable (SourceRequest, any DataSource) -> any DataSource
  ) -> Adapter {
    var adapter = self
    let make = make
    adapter.make = { (request, registry) throws(SourceError) in change(request, try make(request, registry)) }
    return adapter
  }

  /// An adapter that uses no others.
  public init(
    _ manual: Manual, place: Place = .builtIn,
    source: @escaping @Sendable (SourceRequest) throws(SourceError) -> any DataSource
  ) {
    self.init(manual, place: place) { (request, _) throws(SourceError) in try source(request) }
  }

  /// An adapter that reads with other adapters.
  public init(
    _ manual: Manual, place: Place = .builtIn,
    askingOthers make: @escaping @Sendable (SourceRequest, SourceRegistry) throws(SourceError) -> any DataSource
  ) {
    (self.manual, self.place, self.make) = (manual, place, make)
  }

  /// An adapter that is a type.
  public init(_ type: (some DescribedSource).Type) {
    self.init(type.manual) { (request) throws(SourceError) in try type.init(request) }
  }
}

/// The adapters of a program. To add your own:
/// `SourceRegistry(SourceRegistry.builtIn.adapters + [Adapter(MySource.self)])`.
public struct SourceRegistry: Sendable {
  /// In the order of the list.
  public let adapters: [Adapter]
  /// The file that makes the requests; nil where the user or the program makes them.
  let asker: Asker?

  /// - Precondition: no two adapters have the same name.
  public init(_ adapters: [Adapter]) { self.init(adapters, asker: nil) }

  /// Adapters for the requests of a file, which may not do everything.
  package init(_ adapters: [Adapter], asker: Asker?) {
    let names = adapters.map { $0.manual.name }
    precondition(Set(names).count == names.count, "two sources of one name: \(names)")
    (self.adapters, self.asker) = (adapters, asker)
  }

  /// The same adapters, each changed.
  package func changing(_ change: (Adapter) -> Adapter) -> SourceRegistry {
    SourceRegistry(adapters.map(change), asker: asker)
  }

  /// The built-in adapters: those that are code, of which a new one is added here and nowhere else, and the declarations in
  /// `Declared/BuiltIn`.
  public static let builtIn = SourceRegistry(
    [
      Adapter(RandomSource.self), Adapter(CSVSource.self), Adapter(HTTPSource.self), Adapter(SDMXSource.self),
      Adapter(SQLiteSource.self), TableProgram.parquet, TableProgram.excel, Adapter(ExecSource.self),
      FirstSource.adapter,
    ] + Declaration.builtIn.map { $0.adapter(at: .builtInDeclaration) })

  /// The manuals of the adapters, in the order of the list.
  public var manuals: [Manual] { adapters.map { $0.manual } }

  /// The source of a request in text form, ready to read. Does no input or output, but to look whether a trusted program
  /// has changed.
  public func source(_ text: String) throws(SourceError) -> any DataSource {
    try source(for: SourceRequest(parsing: text))
  }

  /// The source of a request, ready to read.
  public func source(for request: SourceRequest) throws(SourceError) -> any DataSource {
    guard let adapter = adapters.first(where: { $0.manual.name == request.adapter }) else {
      let names = adapters.map { $0.manual.name }
      let meant = nearest(to: request.adapter, among: names).map { "Did you mean '\($0)'? " } ?? ""
      throw .request(
        request.text, problem: "there is no adapter '\(request.adapter)'",
        advice: meant + "There are: " + names.joined(separator: ", "))
    }
    // An adapter cannot use itself, so no chain of sources is circular.
    return try adapter.source(
      for: request, asking: SourceRegistry(adapters.filter { $0.manual.name != request.adapter }, asker: asker))
  }
}

extension SourceRegistry {
  /// Refuses requests that no adapter can take. Nothing is read, and whether a file may make them is not asked.
  package func check(_ requests: [String]) throws(SourceError) {
    for text in requests {
      let request = try SourceRequest(parsing: text)
      guard let adapter = adapters.first(where: { $0.manual.name == request.adapter }) else {
        _ = try source(for: request)
        continue
      }
      try adapter.check(request, asking: SourceRegistry(adapters.filter { $0.manual.name != request.adapter }))
    }
  }
}

extension Adapter.Place {
  /// What a declaration of this name would replace; nil for another declaration in a file.
  func replaced(_ name: String) -> String? {
    switch self {
    case .builtIn, .builtInDeclaration: "the built-in source '\(name)'"
    case .program(let path): "the program \(path)"
    case .file: nil
    }
  }
}
