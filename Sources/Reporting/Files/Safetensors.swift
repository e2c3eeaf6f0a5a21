import Numbers

/// Named arrays of Float32 in one file, as `safetensors` reads them: `safetensors.numpy.load_file(path)`.
///
/// Eight bytes with the length of the header, little-endian; the header, JSON padded with spaces to a multiple of eight
/// bytes; the numbers, one array after the other without a hole, the last index fastest. The header names each array
/// with its type, shape and place, and under `__metadata__` whatever else a reader must know, as text.
package struct Safetensors {
  package struct Tensor {
    package var name: String
    package var shape: [Int]
    package var values: [Float]

    package init(name: String, shape: [Int], values: [Float]) {
      precondition(shape.reduce(1, *) == values.count, "an array has as many numbers as its shape says")
      (self.name, self.shape, self.values) = (name, shape, values)
    }
  }

  package var tensors: [Tensor]
  package var metadata: [String: String]

  /// - Parameter tensors: with names that differ, none of them `__metadata__`; written in this order.
  package init(tensors: [Tensor], metadata: [String: String]) {
    (self.tensors, self.metadata) = (tensors, metadata)
  }

  package var bytes: [UInt8] {
    var header: [String: JSON] = ["__metadata__": .object(metadata.mapValues { .string($0) })]
    var end = 0
    for tensor in tensors {
      let start = end
      end += 4 * tensor.values.count
      header[tensor.name] = .object([
        "dtype": .string("F32"), "shape": .array(tensor.shape.map { .integer(Int64($0)) }),
        "data_offsets": .array([.integer(Int64(start)), .integer(Int64(end))]),
      ])
    }
    precondition(header.count == tensors.count + 1, "arrays have names that differ")
    var text = Array(JSON.object(header).text.utf8)
    text += Array(repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + text.count + end)
    bytes.append(littleEndian: UInt64(text.count))
    bytes += text
    for tensor in tensors { bytes += TableColumns.littleEndian(tensor.values) }
    return bytes
  }
}
