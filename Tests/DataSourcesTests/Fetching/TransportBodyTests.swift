import CZlib
import DataSources
import Glibc
import Synchronization
import TestSupport
import Testing

@Suite("The body of an answer")
struct TransportBodyTests {
  @Test("comes whole, with status, headers in lower case and the URL")
  func whole() async throws {
    try await withLoopbackServer { _ in
      .answer("date,value\n", headers: ["ETag": "\"a\"", "X-Twice": "1", "X-TWICE": "2"])
    } _: { server in
      let response = try await loopbackTransport().get(quickRequest(server.url("/a?b=c#d")))
      #expect(response.status == 200)
      #expect(response.text == "date,value\n")
      #expect(response.header("etag") == "\"a\"")
      #expect(response.headers.filter { $0.name == "x-twice" }.map(\.value) == ["1", "2"])
      #expect(response.url == server.url("/a?b=c"))
      #expect(server.requests.map(\.target) == ["/a?b=c"])
    }
  }

  @Test("is asked for in the name of engram or of the source, with the headers of both")
  func asking() async throws {
    try await withLoopbackServer { _ in
      .answer("")
    } _: { server in
      var request = quickRequest(server.url("/"))
      request.headers = [.init("Accept", "text/csv"), .init("X-Empty", "")]
      let transport = loopbackTransport { $0.userAgent = "engram/9.9" }
      _ = try await transport.response(to: request, validators: [.init("If-None-Match", "\"a\"")])
      request.userAgent = "Mozilla/5.0"
      _ = try await transport.get(request)
      let (first, second) = (try #require(server.requests.first), try #require(server.requests.last))
      #expect(first.method == "GET")
      #expect(first.header("user-agent") == "engram/9.9")
      #expect(first.header("accept") == "text/csv")
      #expect(first.header("x-empty") == "")
      #expect(first.header("if-none-match") == "\"a\"")
      #expect(first.header("accept-encoding")?.contains("gzip") == true)
      #expect(second.header("user-agent") == "Mozilla/5.0")
      #expect(second.header("if-none-match") == nil)
    }
  }

  @Test("may be empty")
  func empty() async throws {
    try await withLoopbackServer { _ in
      .answer("")
    } _: { server in
      let response = try await loopbackTransport().get(quickRequest(server.url("/")))
      #expect(response.status == 200 && response.body.isEmpty)
    }
  }

  @Test("is unpacked")
  func unpacked() async throws {
    let plain = Array("one,two\n".utf8)
    let packed = try gzip(plain)
    try await withLoopbackServer { _ in
      .answer(packed, headers: ["Content-Encoding": "gzip"])
    } _: { server in
      let response = try await loopbackTransport().get(quickRequest(server.url("/")))
      #expect(response.body == plain)
    }
  }

  /// libcurl takes a gzip stream without its end for a whole one.
  @Test("that gzip packed and that was cut is an error, though its length is the announced one")
  func cutStream() async throws {
    let packed = try gzip((0..<200).flatMap { Array("2019-01-01,\($0 * 7919 % 1009)\n".utf8) })
    let half = Array(packed.prefix(packed.count / 2))
    try await withLoopbackServer { _ in
      .answer(half, headers: ["Content-Encoding": "gzip"])
    } _: { server in
      let error = await loopbackTransport().failure(quickRequest(server.url("/")))
      #expect(error?.kind == .truncated)
      #expect(error?.problem.hasPrefix("the answer ended early: its gzip stream has no end") == true)
    }
  }

  @Test("that is shorter than announced is an error, after it has been tried again", arguments: ["/length", "/chunk"])
  func short(path: String) async throws {
    try await withLoopbackServer(routes: [
      "/length": { _ in .answer(Array("half of i".utf8), length: 18) },
      "/chunk": { _ in .chunked([Array("half of i".utf8)], finished: false) },
    ]) { server in
      let error = await loopbackTransport().failure(quickRequest(server.url(path)))
      #expect(error?.kind == .truncated)
      #expect(error?.problem.hasPrefix("the answer ended early") == true)
      #expect(error?.problem.hasSuffix("the last of 4 tries") == true)
      #expect(server.requests.count == 4)
    }
  }

  /// Only the source's own checks can tell.
  @Test("of unsaid length that ends early is handed on")
  func shortWithoutLength() async throws {
    try await withLoopbackServer { _ in
      .untilClosed(Array("half of i".utf8))
    } _: { server in
      let response = try await loopbackTransport().get(quickRequest(server.url("/")))
      #expect(response.text == "half of i" && response.isFramed == false)
    }
  }

  @Test("that cannot be unpacked is an error")
  func damaged() async throws {
    try await withLoopbackServer { _ in
      .answer("not gzip", headers: ["Content-Encoding": "gzip"])
    } _: { server in
      #expect(await loopbackTransport().failure(quickRequest(server.url("/")))?.kind == .notData)
    }
  }

  @Test("ends at the limit, whether its length is announced or not", arguments: ["/announced", "/chunked", "/closed"])
  func tooLarge(path: String) async throws {
    let piece = [UInt8](repeating: 65, count: 1 << 16)
    let pieces = [[UInt8]](repeating: piece, count: 80)
    let whole = [UInt8](repeating: 65, count: 80 << 16)
    try await withLoopbackServer(routes: [
      "/announced": { _ in .answer(whole) },
      "/chunked": { _ in .chunked(pieces) },
      "/closed": { _ in .untilClosed(whole) },
    ]) { server in
      let error = await loopbackTransport().failure(quickRequest(server.url(path)))
      #expect(error?.kind == .tooLarge)
      #expect(error?.problem.hasSuffix("larger than the limit of 1048576 bytes") == true)
      #expect(error?.problem.contains("5242880") == (path == "/announced"))
      #expect(server.requests.count == 1)
    }
  }

  @Test("of exactly the limit is whole")
  func atTheLimit() async throws {
    try await withLoopbackServer { _ in
      .chunked([[UInt8](repeating: 65, count: 1000)])
    } _: { server in
      let transport = loopbackTransport()
      let response = try await transport.get(quickRequest(server.url("/"), maximumBytes: 1000))
      #expect(response.body.count == 1000)
      #expect(await transport.failure(quickRequest(server.url("/"), maximumBytes: 999))?.kind == .tooLarge)
    }
  }

  /// In a process of its own, whose memory nobody else uses: 20 kB that unpack to 20 MB cost less than 6 MB at a limit
  /// of 1 MB.
  @Test("that unpacks to a thousand times its size costs no memory beyond the limit")
  func bomb() async {
    await #expect(processExitsWith: .success) {
      let packed = try gzip([UInt8](repeating: 0, count: 20 << 20))
      try await withLoopbackServer { _ in
        .answer(packed, headers: ["Content-Encoding": "gzip"])
      } _: { server in
        let transport = loopbackTransport()
        _ = await transport.failure(quickRequest(server.url("/"), maximumBytes: 1000))
        // What making the bomb took is free again, but counted in the peak: a fresh one is taken from here on.
        try resetPeak()
        let before = try peakBytes()
        let error = await transport.failure(quickRequest(server.url("/")))
        let growth = try peakBytes() - before
        if error?.kind != .tooLarge || growth > 6 << 20 { throw Unexpected(growth: growth) }
      }
    }
  }

  @Test("is reported as it comes")
  func progress() async throws {
    final class Log: Sendable {
      let steps = Mutex<[FetchProgress]>([])
    }
    let (log, half) = (Log(), [UInt8](repeating: 65, count: 5000))
    let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n".utf8)
    let script = LoopbackScript([.send(head + half), .wait(milliseconds: 50), .send(half)])
    try await withLoopbackServer { _ in
      script
    } _: { server in
      let transport = loopbackTransport(progress: { step in log.steps.withLock { $0.append(step) } })
      _ = try await transport.get(quickRequest(server.url("/")))
      let steps = log.steps.withLock { $0 }
      #expect(steps.last == FetchProgress(host: "127.0.0.1", bytes: 10000, total: 10000))
      #expect(steps.map(\.bytes) == steps.map(\.bytes).sorted())
      #expect(steps.count > 1)
    }
  }
}

private struct Unexpected: Error {
  var growth: Int
}

private func gzip(_ plain: [UInt8]) throws -> [UInt8] {
  var stream = z_stream()
  let size = Int32(MemoryLayout<z_stream>.size)
  // 16 more than the window's 15 bits: with the frame of gzip.
  #expect(deflateInit2_(&stream, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK)
  defer { deflateEnd(&stream) }
  var (plain, packed) = (plain, [UInt8](repeating: 0, count: plain.count / 500 + 1000))
  let count = plain.withUnsafeMutableBufferPointer { plain in
    packed.withUnsafeMutableBufferPointer { packed in
      (stream.next_in, stream.avail_in) = (plain.baseAddress, UInt32(plain.count))
      (stream.next_out, stream.avail_out) = (packed.baseAddress, UInt32(packed.count))
      return deflate(&stream, Z_FINISH) == Z_STREAM_END ? packed.count - Int(stream.avail_out) : 0
    }
  }
  return Array(packed.prefix(try #require(count > 0 ? count : nil)))
}

/// The most memory that this process has had since `resetPeak`.
private func peakBytes() throws -> Int {
  let status = try text(ofFile: "/proc/self/status")
  let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
  return try #require(Int(line.filter(\.isNumber))) << 10
}

private func resetPeak() throws {
  let descriptor = open("/proc/self/clear_refs", O_WRONLY)
  defer { close(descriptor) }
  try #require(write(descriptor, "5", 1) == 1)
}

private func text(ofFile path: String) throws -> String {
  let descriptor = open(path, O_RDONLY)
  defer { close(descriptor) }
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  let count = try #require(Optional(read(descriptor, &buffer, buffer.count)))
  return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
}
