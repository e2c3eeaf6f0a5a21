import Files
package import Numbers

/// The arrays of a safetensors file, as `safetensors.torch.save_file(module.state_dict(), path)` writes it.
///
/// Eight bytes with the length of the header, little-endian; the header, a JSON object that names each array with its
/// type, shape and place; the numbers, one array after the other without a hole
/// (https://huggingface.co/docs/safetensors). Bytes that are anything else are refused.
package struct SafetensorsFile: Sendable, Equatable {
  /// Those of real numbers, in the order of their places.
  package let arrays: [NamedArray]
  /// The names of all others, such as counts of type I64, which are not read.
  package let unread: [String]

  /// The largest file that is read, in bytes: 67 million weights of Float32.
  package static let longest = 1 << 28
  /// The longest header: the limit of the format.
  package static let longestHeader = 100_000_000

  /// - Throws: `.unreadable` where there is no such file or it is too large, else the errors of `init(_:file:)`.
  package init(path: String) throws(FormatError) {
    let bytes: [UInt8]?
    do {
      bytes = try Disk.read(path, limit: Self.longest, followingLinks: true)
    } catch {
      throw .unreadable(path, reason: error.reason)
    }
    guard let bytes else { throw .unreadable(path, reason: "there is no such file") }
    try self.init(bytes, file: path)
  }

  /// - Parameters:
  ///   - bytes: of the whole file.
  ///   - file: the path, for errors.
  /// - Throws: `.unusable` with what is wrong; the errors of `JSONDocument` for a header that is not JSON.
  package init(_ bytes: [UInt8], file: String) throws(FormatError) {
    let header = try Self.header(of: bytes, file)
    let data = bytes[header.upperBound...]
    let entries = try SafetensorsHeader(bytes[header], file: file).entries
    try Self.check(entries, cover: data.count, file)
    arrays = entries.compactMap { entry in
      entry.type.map {
        NamedArray(
          name: entry.name, shape: entry.shape,
          values: $0.numbers(
            in: data[data.startIndex + entry.place.lowerBound..<data.startIndex + entry.place.upperBound])
        )
      }
    }
    unread = entries.filter { $0.type == nil }.map(\.name)
  }

  /// Where the header is.
  private static func header(of bytes: [UInt8], _ file: String) throws(FormatError) -> Range<Int> {
    guard bytes.count >= 8 else {
      throw fault(file, "it has \(counted(bytes.count, "byte")), and a safetensors file begins with eight for a length")
    }
    let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << (8 * UInt64($1)) }
    guard length <= UInt64(longestHeader) else {
      throw fault(file, "its header should have \(length) bytes, more than the format's limit of \(longestHeader)")
    }
    guard length <= UInt64(bytes.count - 8) else {
      throw fault(
        file, "its header should have \(length) bytes, and \(counted(bytes.count - 8, "byte")) follow its length")
    }
    return 8..<8 + Int(length)
  }

  /// The arrays cover all bytes after the header, each byte once.
  private static func check(_ entries: [SafetensorsHeader.Entry], cover count: Int, _ file: String) throws(FormatError)
  {
    var (end, last) = (0, "the header")
    for entry in entries {
      if entry.place.lowerBound < end {
        throw fault(
          file, "the array '\(entry.name)' begins at byte \(entry.place.lowerBound), and '\(last)' ends at \(end)")
      }
      if entry.place.lowerBound > end {
        throw fault(file, "bytes \(end) to \(entry.place.lowerBound) before the array '\(entry.name)' are of no array")
      }
      (end, last) = (entry.place.upperBound, entry.name)
    }
    guard end == count else {
      throw fault(file, "its arrays have \(counted(end, "byte")), and \(counted(count, "byte")) follow the header")
    }
  }

  static func fault(_ file: String, _ problem: String) -> FormatError {
    .unusable(
      file, problem: problem, advice: "Write it again with safetensors.torch.save_file(module.state_dict(), path)")
  }
}
