/// Archives made by hand, right or wrong in any field.
struct ZipBuilder {
  struct Entry {
    var name: String
    var packed: [UInt8]
    /// 0 stored, 8 deflated.
    var method: Int
    var size: Int
    var sum: UInt32
    var flags = 0
    /// Of the local header; nil for where it is.
    var offset: Int?
    /// In the directory; nil for what it is.
    var packedSize: Int?
  }
  var entries: [Entry] = []
  var comment = ""
  /// The directory's own numbers; nil for what they are.
  var count: Int?
  var directorySize: Int?
  var directoryOffset: Int?

  mutating func store(_ name: String, _ content: [UInt8]) {
    entries.append(Entry(name: name, packed: content, method: 0, size: content.count, sum: checkSum(content)))
  }

  mutating func deflate(_ name: String, _ content: [UInt8]) {
    entries.append(Entry(name: name, packed: deflated(content), method: 8, size: content.count, sum: checkSum(content)))
  }

  var bytes: [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let offset = entry.offset ?? archive.count
      let name = Array(entry.name.utf8)
      let shared =
        little(20, 2) + little(entry.flags, 2) + little(entry.method, 2) + little(0, 4) + little(Int(entry.sum), 4)
        + little(entry.packedSize ?? entry.packed.count, 4) + little(entry.size, 4) + little(name.count, 2)
      archive += Array("PK\u{3}\u{4}".utf8) + shared + little(0, 2) + name + entry.packed
      directory += Array("PK\u{1}\u{2}".utf8) + little(20, 2) + shared + little(0, 2) + little(0, 2) + little(0, 2)
      directory += little(0, 2) + little(0, 4) + little(offset, 4) + name
    }
    let start = archive.count
    archive += directory + Array("PK\u{5}\u{6}".utf8) + little(0, 4)
    archive += little(count ?? entries.count, 2) + little(count ?? entries.count, 2)
    archive += little(directorySize ?? directory.count, 4) + little(directoryOffset ?? start, 4)
    return archive + little(comment.utf8.count, 2) + Array(comment.utf8)
  }
}

private func little(_ value: Int, _ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

/// CRC-32 of ISO 3309, bit by bit.
func checkSum(_ bytes: [UInt8]) -> UInt32 {
  ~bytes.reduce(~0) { sum, byte in
    (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
  }
}

/// One block with the fixed codes of RFC 1951: bytes as they are, and runs of one byte as copies of length 258.
func deflated(_ bytes: [UInt8]) -> [UInt8] {
  var writer = BitWriter()
  writer.put(0b011, 3)
  var position = 0
  while position < bytes.count {
    writer.literal(bytes[position])
    position += 1
    let byte = bytes[position - 1]
    while position + 258 <= bytes.count, bytes[position..<position + 258].allSatisfy({ $0 == byte }) {
      writer.copyOf258()
      position += 258
    }
  }
  return writer.finished()
}

/// Zeros beyond measure: 258 of them in 13 bits.
func deflatedZeros(_ runs: Int) -> [UInt8] {
  var writer = BitWriter()
  writer.put(0b011, 3)
  writer.literal(0)
  for _ in 0..<runs { writer.copyOf258() }
  return writer.finished()
}

private struct BitWriter {
  private var bytes: [UInt8] = []
  private var pending: UInt32 = 0
  private var count = 0

  mutating func put(_ bits: UInt32, _ width: Int) {
    pending |= bits << UInt32(count)
    count += width
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      count -= 8
    }
  }

  /// A Huffman code begins with its highest bit.
  private mutating func code(_ code: UInt32, _ width: Int) {
    put((0..<width).reduce(0) { $0 | (code >> UInt32($1) & 1) << UInt32(width - 1 - $1) }, width)
  }

  mutating func literal(_ byte: UInt8) {
    if byte < 144 { code(0x30 + UInt32(byte), 8) } else { code(0x190 + UInt32(byte) - 144, 9) }
  }

  /// Code 285, distance 1.
  mutating func copyOf258() {
    code(0b1100_0101, 8)
    code(0, 5)
  }

  mutating func finished() -> [UInt8] {
    code(0, 7)
    if count > 0 { put(0, 8 - count) }
    return bytes
  }
}
