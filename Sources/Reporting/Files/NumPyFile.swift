import Numbers

/// An array as numpy reads it: `np.load("states-memory.npy")`.
///
/// Version 1.0 of the format: the mark, the length of a header that says type, order and shape, padded to a multiple of
/// 64 bytes, then the numbers, little-endian, the last index fastest. The same array is always the same bytes.
package struct NumPyFile {
  /// The length of each axis; their product is the count of the numbers.
  package var shape: [Int]
  package var values: [Float]

  package init(shape: [Int], values: [Float]) {
    precondition(shape.reduce(1, *) == values.count, "an array has as many numbers as its shape says")
    (self.shape, self.values) = (shape, values)
  }

  package var bytes: [UInt8] {
    let axes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(axes)), }"
    // The mark, the version and the length take ten bytes, the line break one.
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    var bytes: [UInt8] = [0x93] + "NUMPY".utf8 + [1, 0]
    bytes.reserveCapacity(10 + header.utf8.count + 4 * values.count)
    bytes.append(littleEndian: UInt16(header.utf8.count))
    bytes += header.utf8
    bytes += TableColumns.littleEndian(values)
    return bytes
  }
}

extension [UInt8] {
  mutating func append(littleEndian number: some FixedWidthInteger) {
    for byte in 0..<number.bitWidth / 8 { append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
  }
}
