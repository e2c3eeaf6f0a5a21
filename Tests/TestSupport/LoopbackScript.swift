/// What a `LoopbackServer` does about one request, step by step. Afterwards it closes the connection, always: a server
/// of tests keeps none alive.
public struct LoopbackScript: Sendable {
  /// One thing that the server does.
  public enum Step: Sendable {
    /// Exactly these bytes, status line and headers included.
    case send([UInt8])
    case wait(milliseconds: Int)
    /// Until the client has gone, or the server stops.
    case hang
    /// With a reset instead of an orderly end.
    case reset
  }

  /// In their order.
  public var steps: [Step]

  /// These steps, one after another.
  public init(_ steps: [Step]) { self.steps = steps }

  /// The same after a pause.
  public func after(milliseconds: Int) -> LoopbackScript {
    LoopbackScript([.wait(milliseconds: milliseconds)] + steps)
  }
}

extension LoopbackScript {
  /// Headers in the order they are sent in.
  public typealias Headers = KeyValuePairs<String, String>

  /// A whole answer.
  ///
  /// - Parameter length: what it says its length is. The default is the truth.
  public static func answer(
    _ body: [UInt8], status: Int = 200, headers: Headers = [:], length: Int? = nil
  ) -> LoopbackScript {
    let end = "Content-Length: \(length ?? body.count)\r\n\r\n"
    return LoopbackScript([.send(head(status, headers) + Array(end.utf8) + body)])
  }

  /// A whole answer.
  public static func answer(_ body: String, status: Int = 200, headers: Headers = [:]) -> LoopbackScript {
    answer(Array(body.utf8), status: status, headers: headers)
  }

  /// An answer in pieces.
  ///
  /// - Parameters:
  ///   - pause: before every piece, in milliseconds. The default is none.
  ///   - finished: whether the piece of length 0 that ends the answer is sent too. The default is true.
  public static func chunked(
    _ pieces: [[UInt8]], status: Int = 200, headers: Headers = [:], pause: Int = 0, finished: Bool = true
  ) -> LoopbackScript {
    var steps = [Step.send(head(status, headers) + Array("Transfer-Encoding: chunked\r\n\r\n".utf8))]
    for piece in pieces {
      if pause > 0 { steps.append(.wait(milliseconds: pause)) }
      steps.append(.send(Array((String(piece.count, radix: 16) + "\r\n").utf8) + piece + [13, 10]))
    }
    if finished { steps.append(.send(Array("0\r\n\r\n".utf8))) }
    return LoopbackScript(steps)
  }

  /// An answer of unsaid length, which the end of the connection ends.
  public static func untilClosed(_ body: [UInt8], status: Int = 200, headers: Headers = [:]) -> LoopbackScript {
    LoopbackScript([.send(head(status, headers) + [13, 10] + body)])
  }

  /// An answer of unsaid length that comes byte by byte, with a pause before each, in milliseconds.
  public static func slowly(
    _ body: [UInt8], status: Int = 200, headers: Headers = [:], pause: Int
  ) -> LoopbackScript {
    let bytes: [Step] = body.flatMap { [.wait(milliseconds: pause), .send([$0])] }
    return LoopbackScript([.send(head(status, headers) + [13, 10])] + bytes)
  }

  /// Sends the client elsewhere.
  public static func redirect(to location: String, status: Int = 302) -> LoopbackScript {
    answer([], status: status, headers: ["Location": location])
  }

  /// Reads the request and never says a word.
  public static let hang = LoopbackScript([.hang])
  /// Reads the request and closes the connection.
  public static let nothing = LoopbackScript([])
  /// Reads the request and resets the connection.
  public static let reset = LoopbackScript([.reset])

  /// The status line and the headers, without the empty line behind them.
  private static func head(_ status: Int, _ headers: Headers) -> [UInt8] {
    var text = "HTTP/1.1 \(status) \(reasons[status] ?? "Status")\r\nConnection: close\r\n"
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    return Array(text.utf8)
  }

  private static let reasons = [
    200: "OK", 204: "No Content", 301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified",
    307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
    404: "Not Found", 429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout",
  ]
}
