import Files
import Glibc

/// A source of bytes that is read block by block: a file or bytes in memory.
package struct ByteBlocks {
  /// The total number of bytes, if it is known, so that memory can be reserved at once.
  package let size: Int?
  private let read: (UnsafeMutableRawBufferPointer) throws(FormatError) -> Int

  /// - Parameters:
  ///   - size: the total number of bytes; nil if it is not known. A hint, not a limit.
  ///   - read: like read(2), except for errors: fills the start of a buffer that is not empty, and returns the number of
  ///     bytes; 0 only at the end.
  package init(size: Int? = nil, read: @escaping (UnsafeMutableRawBufferPointer) throws(FormatError) -> Int) {
    (self.size, self.read) = (size, read)
  }

  /// Bytes in memory.
  package init(_ bytes: [UInt8]) {
    var position = 0
    self.init(size: bytes.count) { (buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int in
      let count = min(buffer.count, bytes.count - position)
      buffer.copyBytes(from: bytes[position..<position + count])
      position += count
      return count
    }
  }

  /// The next bytes; 0 at the end.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    let count = try read(buffer)
    precondition(
      (0...buffer.count).contains(count), "a reader returns the number of bytes that it wrote into the buffer")
    return count
  }

  /// Opens a file, hands its blocks to `body`, and closes it whatever happens. The blocks end when the task is cancelled,
  /// and what was made of them is then not the file.
  package static func reading<Result>(
    _ path: String, _ body: (ByteBlocks) throws(FormatError) -> Result
  ) throws(FormatError) -> Result {
    let descriptor = Disk.retrying { open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw .unreadable(path, reason: Disk.reason()) }
    defer { _ = close(descriptor) }
    var status = stat()
    let isRegular = fstat(descriptor, &status) == 0 && (status.st_mode & S_IFMT) == S_IFREG
    let blocks = ByteBlocks(size: isRegular ? Int(status.st_size) : nil) {
      (buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int in
      if Task.isCancelled { return 0 }
      let count = Disk.retrying { readBlock(descriptor, buffer) }
      guard count >= 0 else { throw .unreadable(path, reason: Disk.reason()) }
      return count
    }
    return try body(blocks)
  }
}

private func readBlock(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, buffer.baseAddress, buffer.count)
}
