import Glibc

/// An IP address, and whether a declared source may connect to it.
///
/// A declaration may come from anyone. It must not make this machine connect to its own services, its network, or the
/// service at 169.254.169.254 that provides the credentials of a machine.
package struct NetworkAddress: Sendable, Equatable {
  /// 4 or 16 bytes in network order.
  package let bytes: [UInt8]

  /// Nil unless there are 4 or 16 bytes.
  package init?(_ bytes: [UInt8]) {
    if bytes.count != 4 && bytes.count != 16 { return nil }
    self.bytes = bytes
  }

  /// From `127.0.0.1`, `::1` or `[::1]`; nil for a name.
  package init?(_ text: String) {
    let bare = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
    var (four, sixteen) = (in_addr(), in6_addr())
    if inet_pton(AF_INET, bare, &four) == 1 {
      bytes = withUnsafeBytes(of: four) { Array($0) }
    } else if inet_pton(AF_INET6, bare, &sixteen) == 1 {
      bytes = withUnsafeBytes(of: sixteen) { Array($0) }
    } else {
      return nil
    }
  }

  package var text: String {
    var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    guard inet_ntop(family, bytes, &buffer, socklen_t(buffer.count)) != nil else { return "?" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  package var isLoopback: Bool { reasonToRefuse == Self.loopback }

  /// Why it is not a public address; nil if it is one.
  package var reasonToRefuse: String? {
    bytes.count == 4 ? Self.reason(bytes[0], bytes[1], bytes[2], bytes[3]) : Self.reason(bytes)
  }

  private static let loopback = "a loopback address"
  private static let privateNetwork = "an address of a private network"
  private static let linkLocal = "a link-local address"
  private static let multicast = "a multicast address"
  private static let reserved = "a reserved address"

  /// The blocks of RFC 6890 that are not global, multicast and reserved blocks.
  private static func reason(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> String? {
    switch (a, b, c) {
    case (0, _, _): "an address for no particular host"
    case (127, _, _): loopback
    case (10, _, _), (172, 16...31, _), (192, 168, _): privateNetwork
    case (100, 64...127, _): "an address that a provider shares among its customers"
    case (169, 254, _): linkLocal
    case (192, 0, 0), (192, 0, 2), (198, 18...19, _), (198, 51, 100), (203, 0, 113): reserved
    case (224...239, _, _): multicast
    case (240...255, _, _): reserved
    default: nil
    }
  }

  private static func reason(_ bytes: [UInt8]) -> String? {
    let head = bytes.prefix(12)
    let (a, b) = (bytes[0], bytes[1])
    // An embedded IPv4 address decides.
    if head.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == bytes[11], bytes[10] == 0 || bytes[10] == 255 {
      if bytes == [UInt8](repeating: 0, count: 15) + [1] { return loopback }
      return reason(bytes[12], bytes[13], bytes[14], bytes[15])
    }
    if head == [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0] {
      return reason(bytes[12], bytes[13], bytes[14], bytes[15])
    }
    switch (a, b) {
    case (0x20, 0x02): return reason(bytes[2], bytes[3], bytes[4], bytes[5])
    case (0xFC...0xFD, _): return privateNetwork
    case (0xFE, 0x80...0xBF): return linkLocal
    case (0xFE, 0xC0...0xFF): return privateNetwork
    case (0xFF, _): return multicast
    // Public addresses are 2000::/3 without 2001::/23 (protocols such as Teredo) and 2001:db8::/32 (examples).
    case (0x20, 0x01) where bytes[2] < 2 || (bytes[2] == 0x0D && bytes[3] == 0xB8): return reserved
    case (0x20...0x3F, _): return nil
    default: return reserved
    }
  }
}
