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
  /// Reads a request, without input or output. It gets the adapters that it may use itself, which do not include it.
  let make: @Sendable (SourceRequest, SourceRegistry) throws(SourceError) -> any DataSource

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
    try make(request, registry)
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

  /// - Precondition: no two adapters have the same name.
  public init(_ adapters: [Adapter]) {
    let names = adapters.map { $0.manual.name }
    precondition(Set(names).count == names.count, "two sources of one name: \(names)")
    self.adapters = adapters
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

  /// The source of a request in text form, ready to read. Does no input or output.
  public func source(_ text: String) throws(SourceError) -> any DataSource {
    try source(for: SourceRequest(parsing: text))
  }

  /// The source of a request, ready to read. Does no input or output.
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
      for: request, asking: SourceRegistry(adapters.filter { $0.manual.name != request.adapter }))
  }
}
