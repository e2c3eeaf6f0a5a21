import Glibc

/// A socket that waits for connections on a free port of this machine. Not inherited by programs that are started.
struct ListeningSocket: Sendable {
  let descriptor: Int32
  let port: UInt16

  init(address: String) throws {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    guard inet_pton(AF_INET, address, &name.sin_addr) == 1 else {
      throw SystemFault(doing: "listening", reason: "\(address) is no address")
    }
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    if descriptor < 0 { throw SystemFault(doing: "opening a socket") }
    let descriptor = descriptor
    let status = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        if bind(descriptor, pointer, length) != 0 || listen(descriptor, 128) != 0 { return Int32(-1) }
        return getsockname(descriptor, pointer, &length)
      }
    }
    if status != 0 {
      let fault = SystemFault(doing: "listening on \(address)")
      close(descriptor)
      throw fault
    }
    port = UInt16(bigEndian: name.sin_port)
  }
}

/// What the system refused to a test's helper, and why.
public struct SystemFault: Error, CustomStringConvertible {
  /// In a sentence, for a person.
  public var description: String

  init(doing what: String, reason: String? = nil) {
    description = what + ": " + (reason ?? String(cString: strerror(errno)))
  }
}

/// A port of 127.0.0.1 at which nobody listens: it was free a moment ago.
public func unusedPort() throws -> UInt16 {
  let socket = try ListeningSocket(address: "127.0.0.1")
  close(socket.descriptor)
  return socket.port
}

/// Runs the closure on a thread of its own, which ends with it.
func startThread(_ body: @escaping @Sendable () -> Void) {
  final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var thread = pthread_t()
  let box = Unmanaged.passRetained(Box(body))
  let status = pthread_create(
    &thread, nil,
    { pointer in
      if let pointer { Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().body() }
      return nil
    }, box.toOpaque())
  precondition(status == 0, "no thread left for a server of tests")
  pthread_detach(thread)
}
