extension CSVFormat {
  /// How the characters of a file are written.
  package enum Encoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    /// Windows-1252, which has the characters of ISO 8859-1 and more: what Excel writes in western Europe.
    case latin1
    /// With a byte order mark, or the low byte first.
    case utf16 = "utf-16"
  }
}

extension ByteBlocks {
  /// The same text in UTF-8.
  func transcoded(from encoding: CSVFormat.Encoding?, file: String) -> ByteBlocks {
    guard let encoding, encoding != .utf8 else { return self }
    let stream = TranscodedStream(self, encoding, file: file)
    return ByteBlocks { (buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int in try stream.fill(buffer) }
  }
}

private final class TranscodedStream {
  private let blocks: ByteBlocks
  private let encoding: CSVFormat.Encoding
  private let file: String
  private var raw = [UInt8](repeating: 0, count: 1 << 15)
  private var ready: [UInt8] = []
  private var used = 0
  /// Half of a unit, and the first half of a pair, at the end of the last block.
  private var half: UInt8?
  private var lead: UInt16?
  /// The high byte comes first; nil before the first unit.
  private var isBigEndian: Bool?
  private var line = 1

  init(_ blocks: ByteBlocks, _ encoding: CSVFormat.Encoding, file: String) {
    (self.blocks, self.encoding, self.file) = (blocks, encoding, file)
  }

  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    while used == ready.count {
      (ready, used) = ([], 0)
      var result: Result<Int, FormatError> = .success(0)
      raw.withUnsafeMutableBytes { all in result = Result { () throws(FormatError) in try blocks.fill(all) } }
      let count = try result.get()
      if count == 0 {
        if half != nil || lead != nil { throw fault("the file ends in the middle of a character", "") }
        return 0
      }
      if encoding == .latin1 { takeBytes(count) } else { try takeUnits(count) }
    }
    let count = min(buffer.count, ready.count - used)
    buffer.copyBytes(from: ready[used..<used + count])
    used += count
    return count
  }

  private func takeBytes(_ count: Int) {
    for byte in raw[..<count] {
      if byte < 0x80 {
        ready.append(byte)
      } else {
        append(UInt32(byte < 0xA0 ? Self.windows[Int(byte) - 0x80] : UInt16(byte)))
      }
    }
  }

  private func takeUnits(_ count: Int) throws(FormatError) {
    for byte in raw[..<count] {
      guard let first = half else {
        half = byte
        continue
      }
      half = nil
      guard let isBig = isBigEndian else {
        isBigEndian = (first, byte) == (0xFE, 0xFF)
        // Without a mark it is the first character.
        if (first, byte) != (0xFE, 0xFF), (first, byte) != (0xFF, 0xFE) { try take(UInt16(byte) << 8 | UInt16(first)) }
        continue
      }
      try take(isBig ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first))
    }
  }

  private func take(_ unit: UInt16) throws(FormatError) {
    if let high = lead {
      guard 0xDC00...0xDFFF ~= unit else { throw fault("half of a character", String(high, radix: 16)) }
      lead = nil
      append(0x10000 + (UInt32(high) - 0xD800) << 10 + UInt32(unit) - 0xDC00)
    } else if 0xD800...0xDBFF ~= unit {
      lead = unit
    } else if 0xDC00...0xDFFF ~= unit {
      throw fault("half of a character", String(unit, radix: 16))
    } else {
      if unit == 10 { line += 1 }
      append(UInt32(unit))
    }
  }

  private func append(_ scalar: UInt32) {
    // Every value here is a scalar: no surrogate, and none beyond the last plane.
    ready += Array(String(UnicodeScalar(scalar) ?? "\u{FFFD}").utf8)
  }

  private func fault(_ problem: String, _ text: String) -> FormatError {
    .badData(
      .init(file: file, line: line, column: 0, text: text), problem: "\(problem), read as UTF-16",
      advice: "Leave encoding= out, or write that of the file")
  }

  /// Of the bytes 0x80 to 0x9F, in the table of the WHATWG, which maps the five that are not assigned to controls.
  private static let windows: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E,
    0x178,
  ]
}
