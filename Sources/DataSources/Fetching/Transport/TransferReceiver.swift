import CCurl

import Glibc

/// Receives what libcurl reports while a transfer runs: the body, the progress, the addresses it connects to.
///
/// It belongs to the thread of the transfer; the callbacks of libcurl have a pointer to it that is valid during the run.
struct TransferReceiver {
  let plan: TransferPlan
  let control: TransferControl
  var body: [UInt8] = []
  private var received = 0
  /// Whether the name of the host led to an address.
  private(set) var isResolved = false
  private var headerLines = 0
  private var headerBytes = 0
  /// Of headers and trailers together.
  private static let mostHeaderLines = 1000
  private static let mostHeaderBytes = 256 << 10
  /// Why this receiver ended the transfer, which libcurl reports only as a failed write, callback or connection.
  var fault: TransferFault?

  init(plan: TransferPlan, control: TransferControl) { (self.plan, self.control) = (plan, control) }

  /// Takes decoded bytes of the body; false if there are too many.
  mutating func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let needed = body.count + bytes.count
    if needed > plan.maximumBytes {
      refuseLength()
      return false
    }
    // Doubled up to the limit, so that a compression bomb needs no more memory than the largest document.
    if needed > body.capacity {
      body.reserveCapacity(min(plan.maximumBytes, max(needed, 2 * body.capacity, 1 << 16)))
    }
    body.append(contentsOf: bytes)
    return true
  }

  /// Counts a line of the headers or of the trailers, which libcurl keeps all; false if there are too many.
  mutating func takeHeader(bytes: Int) -> Bool {
    headerLines += 1
    headerBytes += bytes
    if headerLines <= Self.mostHeaderLines, headerBytes <= Self.mostHeaderBytes { return true }
    refuseLength()
    return false
  }

  /// False to end the transfer.
  ///
  /// - Parameters:
  ///   - total: of the received bytes; 0 if it is not known.
  ///   - bytes: received so far.
  mutating func goOn(total: Int, received bytes: Int) -> Bool {
    if control.isCancelled {
      fault = fault ?? .cancelled
      return false
    }
    if max(bytes, total) > plan.maximumBytes {
      refuseLength()
      return false
    }
    if bytes > received {
      received = bytes
      plan.progress?(FetchProgress(host: plan.host, bytes: bytes, total: total > 0 ? total : nil))
    }
    return true
  }

  private mutating func refuseLength() {
    body = []
    fault = fault ?? .tooLarge(announced: nil)
  }

  /// A socket for a resolved address, unless it is not allowed.
  ///
  /// Only this check is safe against a name that resolves to another address later. With a proxy, the address is that of
  /// the proxy, and the address of the server is not checked.
  mutating func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    isResolved = true
    if !plan.options.allowsPrivateAddresses {
      let target = NetworkAddress(address)
      if let reason = target.map({ $0.reasonToRefuse }) ?? "an address of an unknown kind" {
        fault = fault ?? .refusedAddress(target?.text ?? "its address", reason: reason)
        return CURL_SOCKET_BAD
      }
    }
    let (family, kind) = (address.pointee.family, address.pointee.socktype)
    // Programs that are started meanwhile do not inherit it.
    return socket(family, kind | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
  }
}

extension NetworkAddress {
  /// Nil if it is neither IPv4 nor IPv6.
  init?(_ address: UnsafeMutablePointer<curl_sockaddr>) {
    let raw = UnsafeRawPointer(address)
    guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return nil }
    switch address.pointee.family {
    case AF_INET:
      let name = raw.loadUnaligned(fromByteOffset: offset, as: sockaddr_in.self)
      self.init(withUnsafeBytes(of: name.sin_addr) { Array($0) })
    case AF_INET6:
      let name = raw.loadUnaligned(fromByteOffset: offset, as: sockaddr_in6.self)
      self.init(withUnsafeBytes(of: name.sin6_addr) { Array($0) })
    default: return nil
    }
  }
}
