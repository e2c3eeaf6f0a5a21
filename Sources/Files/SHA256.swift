import CCrypto

/// The SHA-256 of some bytes, as 64 lower-case hexadecimal digits (FIPS 180-4).
package func sha256Text(of bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(decoding: sha256(of: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

/// The same in base64.
package func sha256Base64(of bytes: [UInt8]) -> String { base64(sha256(of: bytes)) }

/// RFC 4648, 4.
package func base64(_ bytes: [UInt8]) -> String {
  let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let three = bytes[start..<min(start + 3, bytes.count)]
    let value = (0..<3).reduce(0) { $0 << 8 | ($1 < three.count ? Int(three[start + $1]) : 0) }
    for k in 0..<4 { text.append(k <= three.count ? digits[value >> (18 - 6 * k) & 63] : UInt8(ascii: "=")) }
  }
  return String(decoding: text, as: UTF8.self)
}

private func sha256(of bytes: [UInt8]) -> [UInt8] {
  var digest = [UInt8](repeating: 0, count: 32)
  let succeeded = bytes.withUnsafeBytes { EVP_Digest($0.baseAddress, $0.count, &digest, nil, EVP_sha256(), nil) }
  // It fails only where memory runs out or libcrypto was configured without SHA-256, and no caller can go on then.
  precondition(succeeded == 1, "libcrypto computes a SHA-256")
  return digest
}

/// Whether a text is a SHA-256 as `sha256Text` writes it. Any other text must not become part of a path.
package func isDigest(_ text: String) -> Bool {
  text.utf8.count == 64
    && text.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
    }
}
