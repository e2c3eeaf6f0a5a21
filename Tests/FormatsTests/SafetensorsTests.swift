import Formats
import Numbers
import Testing

/// Bytes of a file from the text of its header and the bytes after it.
private func file(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
  (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) } + Array(header.utf8) + data
}

private func array(_ name: String, _ type: String, _ shape: String, _ offsets: String) -> String {
  "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
}

private func header(_ arrays: String...) -> String { "{" + arrays.joined(separator: ",") + "}" }

@Suite("A safetensors file")
struct SafetensorsTests {
  private func read(_ bytes: [UInt8]) throws -> SafetensorsFile { try SafetensorsFile(bytes, file: "m.safetensors") }

  @Test("gives its arrays in the order of their places, in every type of real numbers")
  func types() throws {
    let data: [UInt8] =
      [0, 0, 0, 0, 0, 0, 0xF8, 0x3F] + [0, 0, 0x20, 0xC0, 0, 0, 0, 0x80]  // 1.5; -2.5, -0
      + [0, 0x3C, 0xFF, 0x7B, 1, 0, 0, 0xFC] + [0x80, 0x3F, 0x49, 0x40] + [7, 0, 0, 0, 0, 0, 0, 0]
    let found = try read(
      file(
        header(
          array("half", "F16", "[2,2]", "[16,24]"), array("double", "F64", "[1]", "[0,8]"),
          array("count", "I64", "[]", "[28,36]"), array("single", "F32", "[2]", "[8,16]"),
          array("brain", "BF16", "[2]", "[24,28]"), "\"__metadata__\":{\"format\":\"pt\"}"), data))
    #expect(found.arrays.map(\.name) == ["double", "single", "half", "brain"])
    #expect(found.arrays.map(\.shape) == [[1], [2], [2, 2], [2]])
    #expect(found.arrays.map(\.values) == [[1.5], [-2.5, -0.0], [1, 65504, 0x1p-24, -.infinity], [1, 3.140625]])
    #expect(found.unread == ["count"])
  }

  @Test("may be padded, and hold no array at all")
  func empty() throws {
    #expect(try read(file("{}   ")).arrays.isEmpty)
    let empty = try read(file(header(array("none", "F32", "[0,3]", "[0,0]"))))
    #expect(empty.arrays == [NamedArray(name: "none", shape: [0, 3], values: [])])
  }

  static let faults: [(words: String, bytes: [UInt8])] = [
    ("it has 3 bytes", [1, 2, 3]),
    ("its header should have 9 bytes, and 2 bytes follow", [9, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D]),
    ("more than the format's limit", Array(repeating: 0xFF, count: 16)),
    ("not JSON", file("{\"a\":}")), ("should be a JSON object and is an array", file("[]")),
    ("should be described by an object", file("{\"w\":3}")),
    ("no dtype that safetensors knows", file(header(array("w", "F31", "[1]", "[0,4]")), [0, 0, 0, 0])),
    ("no list 'shape'", file("{\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", [0, 0, 0, 0])),
    ("'-1' in 'shape'", file(header(array("w", "F32", "[-1]", "[0,4]")), [0, 0, 0, 0])),
    ("'1.5' in 'shape'", file(header(array("w", "F32", "[1.5]", "[0,4]")), [0, 0, 0, 0])),
    ("not what its shape needs", file(header(array("w", "F32", "[2]", "[0,4]")), [0, 0, 0, 0])),
    (
      "not what its shape needs",
      file(header(array("w", "F32", "[4611686018427387904,4]", "[0,0]")))
    ),
    ("not a first and a last byte", file(header(array("w", "F32", "[1]", "[4,0]")), [0, 0, 0, 0])),
    ("not a first and a last byte", file(header(array("w", "F32", "[1]", "[4]")), [0, 0, 0, 0])),
    (
      "'v' begins at byte 2, and 'w' ends at 4",
      file(header(array("w", "F32", "[1]", "[0,4]"), array("v", "F32", "[1]", "[2,6]")), Array(repeating: 0, count: 6))
    ),
    (
      "bytes 4 to 6 before the array 'v' are of no array",
      file(header(array("w", "F32", "[1]", "[0,4]"), array("v", "F16", "[1]", "[6,8]")), Array(repeating: 0, count: 8))
    ),
    ("its arrays have 4 bytes, and 5 bytes follow", file(header(array("w", "F32", "[1]", "[0,4]")), [0, 0, 0, 0, 0])),
    ("its arrays have 4 bytes, and 3 bytes follow", file(header(array("w", "F32", "[1]", "[0,4]")), [0, 0, 0])),
    (
      "two arrays are called 'w'",
      file(header(array("w", "F32", "[1]", "[0,4]"), array("w", "F32", "[1]", "[4,8]")), Array(repeating: 0, count: 8))
    ),
  ]

  @Test("that is wrong is refused in a sentence", arguments: faults)
  func refused(words: String, bytes: [UInt8]) throws {
    let error = #expect(throws: FormatError.self) { try read(bytes) }
    let text = try #require(error).description
    #expect(text.hasPrefix("m.safetensors") && text.contains(words), "\(text)")
  }

  @Test("that is cut at any byte, or has any byte changed, is read or refused, never more")
  func changed() throws {
    let whole = file(header(array("w", "F32", "[2]", "[0,8]"), array("b", "F16", "[1]", "[8,10]")), Array(0..<10))
    #expect(try read(whole).arrays.count == 2)
    for count in whole.indices {
      #expect(throws: FormatError.self) { try read(Array(whole[..<count])) }
      for byte: UInt8 in [0, 0x22, 0x7B, 0xFF] {
        var other = whole
        other[count] = byte
        _ = try? read(other)
      }
    }
  }

  @Test("that is not there is called unreadable")
  func missing() throws {
    let error = #expect(throws: FormatError.self) { try SafetensorsFile(path: "/nowhere/m.safetensors") }
    #expect(try #require(error).description.contains("there is no such file"))
  }
}
