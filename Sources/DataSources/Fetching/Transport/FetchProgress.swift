/// How far the transfer of a document is.
public struct FetchProgress: Sendable, Equatable {
  /// The server that sends.
  public var host: String
  /// As they come, before they are unpacked.
  public var bytes: Int
  /// If the server has said it.
  public var total: Int?

  package init(host: String, bytes: Int, total: Int?) { (self.host, self.bytes, self.total) = (host, bytes, total) }
}
