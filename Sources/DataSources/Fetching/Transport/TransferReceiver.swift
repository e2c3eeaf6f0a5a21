import CCurl

import Glibc

/// What libcurl hands on while a transfer runs: the body, how far it is, the addresses it wants to speak to.
///
/// Lives on the thread of the transfer; libcurl's callbacks reach it by a pointer that is good for as long as it runs.
struct TransferReceiver {
  let plan: TransferPlan
  let control: TransferControl
  var body: [UInt8] = []
  private var received = 0
  /// The first reason of our own to end the transfer, which libcurl only knows as a failed write, call or connection.
  var fault: TransferFault?

  init(plan: TransferPlan, control: TransferControl) { (self.plan, self.control) = (plan, control) }

  /// Decoded bytes of the body; false if there are too many of them.
  mutating func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let needed = body.count + bytes.count
    if needed > plan.maximumBytes {
      refuseLength()
      return false
    }
    // Doubled, but never beyond what is allowed: a bomb costs no more memory than the largest document.
    if needed > body.capacity {
      body.reserveCapacity(min(plan.maximumBytes, max(needed, 2 * body.capacity, 1 << 16)))
    }
    body.append(contentsOf: bytes)
    return true
  }

  /// False to end the transfer.
  ///
  /// - Parameters:
  ///   - total: of bytes as they come; 0 if it is not known.
  ///   - bytes: of them so far.
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

  /// A socket for an address that a name has led to, unless it must not be spoken to.
  ///
  /// This is the only check that a name which leads elsewhere tomorrow cannot get round. Where the connection goes
  /// through a proxy, the address is the proxy's, and where that one goes is its own affair.
  mutating func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    if !plan.options.allowsPrivateAddresses {
      let target = NetworkAddress(address)
      if let reason = target.map({ $0.reasonToRefuse }) ?? "an address of an unknown kind" {
        fault = fault ?? .refusedAddress(target?.text ?? "its address", reason: reason)
        return CURL_SOCKET_BAD
      }
    }
    let (family, kind) = (address.pointee.family, address.pointee.socktype)
    #if os(Linux)
      // Programs that are started meanwhile do not inherit it.
      return socket(family, kind | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
    #else
      return socket(family, kind, address.pointee.protocol)
    #endif
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
