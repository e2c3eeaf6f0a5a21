public import TimeSeries

/// A source of series whose request has been read.
public protocol DataSource: Sendable {
  /// The series in their own calendar and order, with all their gaps.
  ///
  /// - Throws: `SourceError`; `CancellationError` if the task is cancelled.
  func series(in environment: SourceEnvironment) async throws -> [Series]
}

/// A kind of source that is a type.
///
/// To add one, write a type that conforms to this and add it to `SourceRegistry.builtIn`; nothing else in the code knows
/// the adapters by name. Tests check every adapter of that list: the example of the manual must work, and an unknown
/// option must be refused by name.
public protocol DescribedSource: DataSource {
  /// What `engram sources` prints.
  static var manual: Manual { get }

  /// Reads the request, or throws an error about the part that is wrong. Does no input or output.
  init(_ request: SourceRequest) throws(SourceError)
}

/// What a source may use of the outside world.
public struct SourceEnvironment: Sendable {
  /// The seed of random sources whose request names none.
  public var seed: UInt64
  /// The folder of relative paths; empty for the working directory.
  public var folder: String
  /// What fetches documents, from the network or a cache; nil to fetch none.
  public var fetcher: (any Fetching)?

  /// The value of a secret by its name; nil if it is not set. Only the source that names a secret gets it.
  public var secret: @Sendable (String) throws(FetchError) -> String?
  /// The folders in which programs are looked up, in order; empty if programs are run by their path only.
  public var programFolders: [String]

  /// An environment with a seed and, by default, nothing else.
  public init(
    seed: UInt64 = 1, folder: String = "", fetcher: (any Fetching)? = nil,
    secret: @escaping @Sendable (String) throws(FetchError) -> String? = { (_) throws(FetchError) in nil },
    programFolders: [String] = []
  ) {
    (self.seed, self.folder, self.fetcher) = (seed, folder, fetcher)
    (self.secret, self.programFolders) = (secret, programFolders)
  }
}

/// The documentation of a source.
public struct Manual: Sendable {
  /// One option, for `engram sources`.
  public struct Option: Sendable {
    /// The name before the equals sign.
    public var name: String
    /// One line: its values, its effect and the default.
    public var help: String

    /// An option with a name and a line of help.
    public init(_ name: String, _ help: String) { (self.name, self.help) = (name, help) }
  }
  /// The name before the colon.
  public var name: String
  /// One line.
  public var summary: String
  /// What follows the colon, e.g. `PATH`.
  public var argument: String
  /// In the order in which they are printed.
  public var options: [Option]
  /// A request that works in the folder of the project.
  public var example: String
  /// More text, e.g. the list of processes with their equations; may be empty.
  public var details: String

  /// A manual from its parts.
  public init(
    name: String, summary: String, argument: String, options: [Option], example: String,
    details: String = ""
  ) {
    (self.name, self.summary, self.argument) = (name, summary, argument)
    (self.options, self.example, self.details) = (options, example, details)
  }
}
