/// What the user asked for: `[name=]adapter:argument[?option=value&…]`, taken apart.
public struct SourceRequest: Sendable, Equatable {
  /// The name the user gave the column (or the prefix of the columns, where there are several).
  public var name: String?
  public var adapter: String
  public var argument: String
  /// In the order they were given; `%XX` decoded, no name twice.
  public var options: [Option]
  /// As it was typed.
  public var text: String

  public struct Option: Sendable, Equatable {
    public var name: String
    public var value: String
    public init(name: String, value: String) { (self.name, self.value) = (name, value) }
  }
}
