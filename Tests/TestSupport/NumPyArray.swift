import FoundationEssentials

/// An array of Float64 as numpy saved it, for golden values too many for JSON.
package struct NumPyArray {
  package let values: [Double]

  /// Without the file no test of a suite means anything, so that a fault ends the run.
  ///
  /// - Parameter name: of the file in Tests/Golden, with its folder.
  package init(golden name: String) {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Golden/\(name).npy")
    guard let data = try? Data(contentsOf: file), data.count > 10 else { fatalError("\(file.path): not there") }
    let bytes = Array(data)
    let start = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
    guard String(decoding: bytes[10..<start], as: UTF8.self).contains("'<f8'") else {
      fatalError("\(file.path): not Float64")
    }
    values = stride(from: start, to: bytes.count, by: 8).map { first -> Double in
      var bits: UInt64 = 0
      for byte in bytes[first..<first + 8].reversed() { bits = bits << 8 | UInt64(byte) }
      return Double(bitPattern: bits)
    }
  }
}
