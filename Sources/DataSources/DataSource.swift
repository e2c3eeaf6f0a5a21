public import TimeSeries

/// A place that series come from, once it is known what is wanted of it.
public protocol DataSource: Sendable {
  /// The series in their own calendar and order, with all their gaps.
  ///
  /// - Throws: `SourceError`; `CancellationError` if the task is cancelled.
  func series(in environment: SourceEnvironment) async throws -> [Series]
}

/// A kind of source that is a type.
///
/// To add one: write a type that conforms to this, and add it to `SourceRegistry.builtIn`. Nothing else
/// in the code knows the adapters by name. The contract is tested over that list: the example of the
/// manual must work, an unknown option must be refused by name.
public protocol DescribedSource: DataSource {
  /// What `engram sources` prints about it.
  static var manual: Manual { get }

  /// Reads what the user asked for, or says which part of the request is wrong. Touches nothing outside.
  init(_ request: SourceRequest) throws(SourceError)
}

/// The outside world as far as a source may see it.
public struct SourceEnvironment: Sendable {
  /// What random sources draw from when the request names no seed of its own.
  public var seed: UInt64
  /// The folder that relative paths start from; empty for the working directory.
  public var folder: String
  /// What gets documents over the network or from where they are kept; nil where there is no such thing.
  public var fetcher: (any Fetching)?

  /// The value of a secret by its name; nil if it is not set. Only the source that names a secret gets it.
  public var secret: @Sendable (String) throws(FetchError) -> String?
  /// The folders in which programs are looked for, in their order; empty where none may be run.
  public var programFolders: [String]

  /// With nothing but a seed, unless more is given.
  public init(
    seed: UInt64 = 1, folder: String = "", fetcher: (any Fetching)? = nil,
    secret: @escaping @Sendable (String) throws(FetchError) -> String? = { (_) throws(FetchError) in nil },
    programFolders: [String] = []
  ) {
    (self.seed, self.folder, self.fetcher) = (seed, folder, fetcher)
    (self.secret, self.programFolders) = (secret, programFolders)
  }
}

/// What a source says about itself.
public struct Manual: Sendable {
  /// One option, for `engram sources`.
  public struct Option: Sendable {
    /// As it is written before the equals sign.
    public var name: String
    /// What it takes, what it does, what the default is, in one line.
    public var help: String

    /// As it is printed.
    public init(_ name: String, _ help: String) { (self.name, self.help) = (name, help) }
  }
  /// The word before the colon.
  public var name: String
  /// One line.
  public var summary: String
  /// What stands after the colon, e.g. `PATH`.
  public var argument: String
  /// In the order in which they are explained.
  public var options: [Option]
  /// A request that works as it stands, from the folder of the project.
  public var example: String
  /// More than a line can hold, e.g. the list of processes with their equations; empty if there is nothing to add.
  public var details: String

  /// As it is printed.
  public init(
    name: String, summary: String, argument: String, options: [Option], example: String,
    details: String = ""
  ) {
    (self.name, self.summary, self.argument) = (name, summary, argument)
    (self.options, self.example, self.details) = (options, example, details)
  }
}
