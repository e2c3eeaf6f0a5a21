/// What the header of a safetensors file says of its arrays.
struct SafetensorsHeader {
  struct Entry {
    var name: String
    /// nil for a type that holds no real numbers.
    var type: SafetensorsType?
    var shape: [Int]
    /// In the bytes after the header.
    var place: Range<Int>
  }

  /// In the order of their places.
  private(set) var entries: [Entry] = []

  private let document: JSONDocument
  private let file: String

  /// - Parameters:
  ///   - header: the bytes between the length and the numbers.
  ///   - file: the path, for errors.
  init(_ header: ArraySlice<UInt8>, file: String) throws(FormatError) {
    document = try JSONDocument(Array(header), file: file)
    self.file = file
    guard document.kind(0) == .object else {
      throw SafetensorsFile.fault(file, "its header should be a JSON object and is \(document.kind(0).words)")
    }
    var names: Set<String> = []
    var children = document.children(0)
    while let key = children.next(), let value = children.next() {
      let name = text(key)
      guard names.insert(name).inserted else { throw SafetensorsFile.fault(file, "two arrays are called '\(name)'") }
      if name != "__metadata__" { entries.append(try entry(name, value)) }
    }
    entries.sort { ($0.place.lowerBound, $0.place.upperBound) < ($1.place.lowerBound, $1.place.upperBound) }
  }

  private func text(_ node: Int) -> String {
    let cell = document.cell(node)
    return String(decoding: cell.bytes[cell.range], as: UTF8.self)
  }

  private func entry(_ name: String, _ node: Int) throws(FormatError) -> Entry {
    let array = "the array '\(name)'"
    guard document.kind(node) == .object else {
      throw SafetensorsFile.fault(file, "\(array) should be described by an object, found \(document.kind(node).words)")
    }
    guard let typeNode = document.node(at: [.key("dtype")], from: node), document.kind(typeNode) == .string,
      let size = SafetensorsType.sizes[text(typeNode)]
    else {
      throw SafetensorsFile.fault(file, "\(array) has no dtype that safetensors knows, such as F32")
    }
    let shape = try wholeNumbers("shape", of: node, array)
    let offsets = try wholeNumbers("data_offsets", of: node, array)
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw SafetensorsFile.fault(file, "\(array) has data_offsets that are not a first and a last byte")
    }
    guard let needed = Self.product(shape, size), needed == offsets[1] - offsets[0] else {
      throw SafetensorsFile.fault(
        file,
        "\(array) of shape \(shape) and type \(text(typeNode)) has \(offsets[1] - offsets[0]) bytes, which is"
          + " not what its shape needs")
    }
    return Entry(
      name: name, type: SafetensorsType(rawValue: text(typeNode)), shape: shape, place: offsets[0]..<offsets[1])
  }

  /// nil where it overflows.
  private static func product(_ shape: [Int], _ size: Int) -> Int? {
    var product = size
    for length in shape {
      let (next, overflows) = product.multipliedReportingOverflow(by: length)
      if overflows { return nil }
      product = next
    }
    return product
  }

  private func wholeNumbers(_ key: String, of node: Int, _ array: String) throws(FormatError) -> [Int] {
    guard let list = document.node(at: [.key(key)], from: node), document.kind(list) == .array else {
      throw SafetensorsFile.fault(file, "\(array) has no list '\(key)'")
    }
    var numbers: [Int] = []
    for item in document.children(list) {
      guard document.kind(item) == .number, let number = Int(text(item)), number >= 0 else {
        throw SafetensorsFile.fault(
          file, "\(array) has '\(text(item))' in '\(key)', which is no whole number from 0 on")
      }
      numbers.append(number)
    }
    return numbers
  }
}

/// The types of real numbers, little-endian.
enum SafetensorsType: String {
  case F64, F32, F16, BF16

  /// The bytes of a number of every type of the format.
  static let sizes = [
    "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "U64": 8, "I32": 4, "U32": 4, "I16": 2, "U16": 2, "I8": 1,
    "U8": 1, "BOOL": 1, "F8_E4M3": 1, "F8_E5M2": 1, "C64": 8,
  ]

  /// - Parameter bytes: of whole numbers.
  func numbers(in bytes: ArraySlice<UInt8>) -> [Double] {
    let size = Self.sizes[rawValue] ?? 1
    return (0..<bytes.count / size).map { k in
      let start = bytes.startIndex + k * size
      let bits = (0..<size).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1)) }
      return number(bits)
    }
  }

  private func number(_ bits: UInt64) -> Double {
    switch self {
    case .F64: Double(bitPattern: bits)
    case .F32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .BF16: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits) << 16))
    case .F16: Self.half(bits)
    }
  }

  /// IEEE 754 binary16: a sign, five bits of exponent, ten of fraction. Not every platform has Swift's `Float16`.
  private static func half(_ bits: UInt64) -> Double {
    let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1023))
    let size: Double =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      default: Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
      }
    return bits >> 15 & 1 == 1 ? -size : size
  }
}
