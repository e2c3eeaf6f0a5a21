/// Finds a secret in bytes, however it is spelt: as it is or in other case, each character by itself escaped for a URL, for
/// HTML or XML, or for JSON; or all of it in base64 or hexadecimal digits, also as a part of something longer.
struct SecretSpellings: Sendable {
  /// Of each character, the ways to write it that begin with another byte than `\`, `%` and `&`.
  private let characters: [Unicode.Scalar]
  /// Spellings of the whole.
  private let whole: [[UInt8]]
  /// The bytes that a spelling can begin with.
  private let starts: Set<UInt8>

  init(_ secret: String) {
    characters = Array(secret.unicodeScalars)
    let bytes = Array(secret.utf8)
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    whole = Set(Self.base64(bytes) + [digits, digits.uppercased()]).filter { $0.utf8.count >= Self.fewest }
      .map { Array($0.utf8) }.sorted { $0.count > $1.count }
    var starts = Set("\\%&".utf8).union(whole.compactMap(\.first))
    if let first = characters.first {
      starts.formUnion(Array(String(first).utf8.prefix(1)))
      if first.isASCII { starts.formUnion(String(first).lowercased().utf8.prefix(1)) }
      if first.isASCII { starts.formUnion(String(first).uppercased().utf8.prefix(1)) }
      if first == " " { starts.insert(UInt8(ascii: "+")) }
    }
    self.starts = starts
  }

  /// Shorter pieces of base64 or digits could be anything.
  private static let fewest = 8

  /// The places of the secret, without overlaps.
  func ranges(in bytes: [UInt8]) -> [Range<Int>] {
    if characters.isEmpty { return [] }
    return bytes.withUnsafeBufferPointer { bytes in
      var (ranges, place): ([Range<Int>], Int) = ([], 0)
      while place < bytes.count {
        if starts.contains(bytes[place]), let end = end(bytes, from: place) {
          ranges.append(place..<end)
          place = end
        } else {
          place += 1
        }
      }
      return ranges
    }
  }

  /// Where the secret ends that begins at a place; nil if none does.
  private func end(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    if let end = end(bytes, from: start, character: 0) { return end }
    for spelling in whole where bytes.count - start >= spelling.count {
      if zip(spelling, bytes[start...]).allSatisfy({ $0 == $1 }) { return start + spelling.count }
    }
    return nil
  }

  // MARK: - One character

  /// Where the characters from one on end. A character such as & may be itself, or begin an escape.
  private func end(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, character number: Int) -> Int? {
    if number == characters.count { return start }
    guard start < bytes.count else { return nil }
    let character = characters[number]
    let own = UTF8.encode(character).map { Array($0) } ?? []
    for next in [Self.escaped(character, own, bytes, start), Self.plain(own, bytes, start)] {
      if let next, let end = end(bytes, from: next, character: number + 1) { return end }
    }
    return nil
  }

  private static func escaped(
    _ character: Unicode.Scalar, _ own: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int
  ) -> Int? {
    switch bytes[start] {
    case UInt8(ascii: "+"): character == " " ? start + 1 : nil
    case UInt8(ascii: "%"): percent(own, bytes, start)
    case UInt8(ascii: "&"): entity(character, bytes, start)
    case UInt8(ascii: "\\"): escape(character, own, bytes, start)
    default: nil
    }
  }

  private static func plain(_ own: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    guard bytes.count - start >= own.count else { return nil }
    for (k, byte) in own.enumerated() where lower(bytes[start + k]) != lower(byte) { return nil }
    return start + own.count
  }

  private static func percent(_ own: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    var place = start
    for byte in own {
      guard bytes.count - place >= 3, bytes[place] == UInt8(ascii: "%"),
        let value = number(bytes, place + 1..<place + 3, radix: 16), lower(UInt8(value)) == lower(byte)
      else { return nil }
      place += 3
    }
    return place
  }

  /// `&#65;`, `&#x41;`, `&amp;` …
  private static func entity(
    _ character: Unicode.Scalar, _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int
  ) -> Int? {
    let longest = min(bytes.count, start + 12)
    guard let end = (start..<longest).first(where: { bytes[$0] == UInt8(ascii: ";") }) else { return nil }
    let name = String(decoding: bytes[start + 1..<end], as: UTF8.self).lowercased()
    if name.hasPrefix("#") {
      let isHexadecimal = name.hasPrefix("#x")
      let value = UInt32(name.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10)
      return isSame(value, character) ? end + 1 : nil
    }
    let named = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " "] as [String: Unicode.Scalar]
    return named[name] == character ? end + 1 : nil
  }

  /// `\u0041`, `\x41`, `\/`.
  private static func escape(
    _ character: Unicode.Scalar, _ own: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int
  ) -> Int? {
    guard start + 1 < bytes.count else { return nil }
    let kind = lower(bytes[start + 1])
    if kind == UInt8(ascii: "u") {
      var place = start
      for unit in UTF16.encode(character).map({ Array($0) }) ?? [] {
        guard bytes.count - place >= 6, lower(bytes[place + 1]) == kind,
          let value = number(bytes, place + 2..<place + 6, radix: 16),
          value == Int(unit) || (character.isASCII && isSame(UInt32(value), character))
        else { return nil }
        place += 6
      }
      return place
    }
    if kind == UInt8(ascii: "x"), bytes.count - start >= 4,
      let value = number(bytes, start + 2..<start + 4, radix: 16), isSame(UInt32(value), character)
    {
      return start + 4
    }
    return plain(own, bytes, start + 1)
  }

  private static func isSame(_ value: UInt32?, _ character: Unicode.Scalar) -> Bool {
    guard let value else { return false }
    if value == character.value { return true }
    return value < 128 && character.isASCII && lower(UInt8(value)) == lower(UInt8(character.value))
  }

  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Range<Int>, radix: Int) -> Int? {
    // A sign is no digit.
    guard bytes[place].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    return Int(String(decoding: bytes[place], as: UTF8.self), radix: radix)
  }

  private static func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }

  // MARK: - Base64

  /// The characters of base64 that depend on the secret alone, for each of the three ways in which it can lie in a longer
  /// text, in both alphabets.
  private static func base64(_ bytes: [UInt8]) -> [String] {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    return (0..<3).flatMap { offset -> [String] in
      let all = Array(repeating: UInt8(0), count: offset) + bytes
      let bits = all.count * 8
      // Six bits each, from the first that lies in the secret to the last.
      let text = ((offset * 8 + 5) / 6..<bits / 6).map { k -> UInt8 in
        var value = 0
        for bit in k * 6..<k * 6 + 6 { value = value << 1 | Int(all[bit / 8] >> (7 - UInt8(bit % 8)) & 1) }
        return digits[value]
      }
      let plain = String(decoding: text, as: UTF8.self)
      return [plain, plain.replacing("+", with: "-").replacing("/", with: "_")]
    }
  }
}
