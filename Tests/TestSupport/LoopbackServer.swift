import Synchronization

/// A small HTTP/1.1 server on this machine for the tests of what speaks to servers.
///
/// It listens on a free port, does for every request what a closure says (`LoopbackScript`: exact bytes, waits, early
/// ends, silence) on a thread of its own, and remembers what it was asked.
///
/// ```swift
/// try await withLoopbackServer { request in
///   request.count == 1 ? .answer("busy", status: 503) : .answer("date,value\n", headers: ["ETag": "\"a\""])
/// } _: { server in
///   …  server.url("/rates.csv")  …
///   #expect(server.requests.map(\.path) == ["/rates.csv", "/rates.csv"])
/// }
/// ```
public final class LoopbackServer: Sendable {
  /// What a client asked.
  public struct Request: Sendable, Equatable {
    /// `GET` and the like.
    public var method: String
    /// As in the first line: path and query.
    public var target: String
    /// In the order they came in, names in lower case.
    public var headers: [Header]
    /// How many requests for this path there have been, this one included.
    public var count: Int

    /// The target without its query.
    public var path: String { String(target.prefix { $0 != "?" }) }

    /// The value of the first header of that name, in lower case.
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
  }

  /// One header of a request.
  public struct Header: Sendable, Equatable {
    /// In lower case.
    public var name: String
    /// As it came.
    public var value: String
  }

  /// What the server does about a request. Called on the thread of the connection.
  public typealias Answer = @Sendable (Request) -> LoopbackScript

  /// The address that is listened on.
  public let address: String
  /// Where it listens.
  public let port: UInt16
  private let connections: Connections

  /// Starts to listen; until `stop` or the end of the object. `withLoopbackServer` sees to both.
  ///
  /// - Parameter address: 127.0.0.1 by default. Every address 127.x.y.z is this machine, and a host of its own to a
  ///   client.
  public init(at address: String = "127.0.0.1", answer: @escaping Answer) throws {
    let listener = try ListeningSocket(address: address)
    connections = Connections(answer: answer, listener: listener)
    (self.address, port) = (address, listener.port)
    let connections = connections
    startThread { connections.accept() }
  }

  deinit { stop() }

  /// `http://127.0.0.1:PORT/target`.
  public func url(_ target: String) -> String { "http://\(address):\(port)\(target)" }

  /// In the order they came in.
  public var requests: [Request] { connections.state.withLock { $0.requests } }

  /// How many requests have been in work at the same time at most. A request is in work from when it has been read until
  /// the last step of its script begins: the client cannot know the answer to be whole before that.
  public var mostAtOnce: Int { connections.state.withLock { $0.mostAtOnce } }

  /// Closes every connection and listens no more.
  public func stop() { connections.stop() }
}

/// Calls `body` with a server that answers as `answer` says, and stops it afterwards.
public func withLoopbackServer<Result>(
  at address: String = "127.0.0.1", _ answer: @escaping LoopbackServer.Answer,
  _ body: (LoopbackServer) async throws -> Result
) async throws -> Result {
  let server = try LoopbackServer(at: address, answer: answer)
  defer { server.stop() }
  return try await body(server)
}

/// Calls `body` with a server that has an answer for some paths, and 404 for all others; stops it afterwards.
public func withLoopbackServer<Result>(
  at address: String = "127.0.0.1", routes: [String: LoopbackServer.Answer],
  _ body: (LoopbackServer) async throws -> Result
) async throws -> Result {
  let answer: LoopbackServer.Answer = { request in
    routes[request.path]?(request) ?? .answer("nothing at \(request.path)", status: 404)
  }
  return try await withLoopbackServer(at: address, answer, body)
}
