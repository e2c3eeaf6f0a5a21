import Glibc

/// Where bytes come from, a block at a time: a file, bytes in memory, the body of a response, the output of a child
/// process.
package struct ByteBlocks {
  /// How many bytes there will be in all, where that is known: memory can then be reserved at once.
  package let size: Int?
  private let read: (UnsafeMutableRawBufferPointer) throws(FormatError) -> Int

  /// - Parameters:
  ///   - size: how many bytes there will be in all; nil if nobody knows. A hint, not a limit.
  ///   - read: writes bytes from the start of the buffer, which has room for one at least, and returns how many it
  ///     wrote: any number up to all it has room for, and 0 at the end alone. As read(2), but for errors.
  package init(size: Int? = nil, read: @escaping (UnsafeMutableRawBufferPointer) throws(FormatError) -> Int) {
    (self.size, self.read) = (size, read)
  }

  /// Bytes in memory.
  package init(_ bytes: [UInt8]) {
    var position = 0
    self.init(size: bytes.count) { (buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int in
      let count = min(buffer.count, bytes.count - position)
      // Both ranges are of `count` bytes, within the buffer and within what is left of the array.
      buffer.copyBytes(from: bytes[position..<position + count])
      position += count
      return count
    }
  }

  /// The next bytes; 0 at the end.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    let count = try read(buffer)
    precondition((0...buffer.count).contains(count), "a producer of bytes says how many it wrote, within the buffer")
    return count
  }

  /// Opens a file, hands its blocks to `body`, and closes it whatever happens.
  package static func reading<Result>(
    _ path: String, _ body: (ByteBlocks) throws(FormatError) -> Result
  ) throws(FormatError) -> Result {
    let descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw .unreadable(path, reason: lastReason()) }
    defer { _ = close(descriptor) }
    var status = stat()
    let isRegular = fstat(descriptor, &status) == 0 && (status.st_mode & S_IFMT) == S_IFREG
    let blocks = ByteBlocks(size: isRegular ? Int(status.st_size) : nil) {
      (buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int in
      let count = retrying { readBlock(descriptor, buffer) }
      guard count >= 0 else { throw .unreadable(path, reason: lastReason()) }
      return count
    }
    return try body(blocks)
  }
}

private func readBlock(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  // read(2) writes at most `buffer.count` bytes.
  read(descriptor, buffer.baseAddress, buffer.count)
}

/// Calls again while a signal interrupts.
private func retrying<Count: SignedInteger>(_ call: () -> Count) -> Count {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}

/// The system's words for the last failure, begun with a small letter as the rest of the sentence.
private func lastReason() -> String {
  let reason = String(cString: strerror(errno))
  return reason.prefix(1).lowercased() + reason.dropFirst()
}
