/// A server's answer, whatever its status.
public struct FetchResponse: Sendable, Equatable {
  /// HTTP's status, such as 200.
  public var status: Int
  /// As received, names in lower case.
  public var headers: [FetchRequest.Header]
  /// Decoded.
  public var body: [UInt8]
  /// The last URL after redirects, without secrets.
  public var url: String

  /// An answer, for a `Transport` of your own.
  public init(status: Int, headers: [FetchRequest.Header], body: [UInt8], url: String) {
    (self.status, self.headers, self.body, self.url) = (status, headers, body, url)
  }

  /// The first header of a name, in lower case.
  public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// Asks a server once, retries and redirects included; knows nothing of caches.
public protocol Transport: Sendable {
  /// - Parameters:
  ///   - request: what is asked.
  ///   - validators: `if-none-match`, `if-modified-since`; an answer of 304 is handed on as it is.
  /// - Throws: `FetchError` when there is no answer of any status; never for a status, which is the caller's to judge,
  ///   except for one that stayed a server's failure (429, 5xx …) after all retries.
  func response(
    to request: FetchRequest, validators: [FetchRequest.Header]
  ) async throws(FetchError) -> FetchResponse
}
