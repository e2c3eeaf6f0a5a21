import Glibc
import Synchronization

/// What the threads of a `LoopbackServer` share. They keep it, and not the server, alive.
final class Connections: Sendable {
  struct State {
    var requests: [LoopbackServer.Request] = []
    var open: Set<Int32> = []
    var inWork = 0
    var mostAtOnce = 0
    var stopped = false
  }

  let state = Mutex(State())
  private let answer: LoopbackServer.Answer
  private let listener: ListeningSocket

  init(answer: @escaping LoopbackServer.Answer, listener: ListeningSocket) {
    (self.answer, self.listener) = (answer, listener)
  }

  func stop() {
    state.withLock { state in
      if state.stopped { return }
      state.stopped = true
      // Whoever waits for one of them is woken, and closes it.
      shutdown(listener.descriptor, Int32(SHUT_RDWR))
      for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
  }

  /// Takes connections until the server stops.
  func accept() {
    while true {
      let descriptor = Glibc.accept(listener.descriptor, nil, nil)
      if descriptor >= 0 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
      let stopped = state.withLock { state in
        if descriptor >= 0, !state.stopped { state.open.insert(descriptor) }
        return state.stopped
      }
      if stopped {
        if descriptor >= 0 { close(descriptor) }
        close(listener.descriptor)
        return
      }
      if descriptor >= 0 { startThread { self.serve(descriptor) } }
    }
  }

  private func serve(_ descriptor: Int32) {
    let connection = Connection(descriptor: descriptor)
    defer {
      state.withLock { state in
        state.open.remove(descriptor)
        close(descriptor)
      }
    }
    guard let head = connection.readHead() else { return }
    guard var request = LoopbackServer.Request(head: head) else {
      _ = connection.perform(.send(Array("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".utf8)))
      return connection.finish()
    }
    request = state.withLock { state in
      request.count = 1 + state.requests.count { $0.path == request.path }
      state.requests.append(request)
      state.inWork += 1
      state.mostAtOnce = max(state.mostAtOnce, state.inWork)
      return request
    }
    let steps = answer(request).steps
    var (inWork, onGoing, orderly) = (true, true, true)
    for (index, step) in steps.enumerated() where onGoing {
      if index == steps.count - 1 {
        inWork = false
        state.withLock { $0.inWork -= 1 }
      }
      onGoing = connection.perform(step)
      if case .reset = step { orderly = false }
    }
    if inWork { state.withLock { $0.inWork -= 1 } }
    if orderly { connection.finish() }
  }
}

/// One connection, on the thread that serves it.
private struct Connection {
  var descriptor: Int32

  /// Everything up to the empty line, or what has come so far if it is no HTTP; nil if the client goes away before, or
  /// says more than 64 kB.
  func readHead() -> String? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count < 1 << 16 {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count <= 0 { return nil }
      bytes += buffer.prefix(count)
      let isText = bytes[0] >= UInt8(ascii: "A") && bytes[0] <= UInt8(ascii: "Z")
      if bytes.suffix(4) == [13, 10, 13, 10] || !isText { return String(decoding: bytes, as: UTF8.self) }
    }
    return nil
  }

  /// False if there is no use in going on.
  func perform(_ step: LoopbackScript.Step) -> Bool {
    switch step {
    case .send(let bytes): return send(bytes)
    case .wait(let milliseconds): return !hasGone(within: Int32(milliseconds))
    case .hang: return !hasGone(within: -1)
    case .reset:
      var linger = linger(l_onoff: 1, l_linger: 0)
      setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
      return false
    }
  }

  private func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.send(descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      sent += count
    }
    return true
  }

  /// Waits, and says whether the client has closed its end meanwhile.
  private func hasGone(within milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, milliseconds) != 0
  }

  /// An orderly end: nothing more from here, then whatever the client still says, for a second at most.
  func finish() {
    shutdown(descriptor, Int32(SHUT_WR))
    _ = hasGone(within: 1000)
  }
}

extension LoopbackServer.Request {
  /// From the first line and the headers; nil if they are none.
  init?(head: String) {
    var lines = head.split(separator: "\r\n", omittingEmptySubsequences: true)[...]
    let words = lines.popFirst()?.split(separator: " ") ?? []
    guard words.count == 3 else { return nil }
    let headers = lines.map { line in
      let name = line.prefix { $0 != ":" }
      let value = line.dropFirst(name.count + 1).drop { $0 == " " }
      return LoopbackServer.Header(name: name.lowercased(), value: String(value))
    }
    self.init(method: String(words[0]), target: String(words[1]), headers: headers, count: 1)
  }
}
