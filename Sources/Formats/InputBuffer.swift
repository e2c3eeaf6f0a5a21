/// The part of the input that was read and not yet used, followed by zero bytes.
///
/// The zeros let the hot loop read eight bytes at once without checking for the end: no number, date or separator has a
/// zero byte, so every search stops there.
struct InputBuffer {
  /// Zero bytes that always follow the input.
  static let padding = 32
  /// The longest record; beyond it the input is not CSV, or a quote was left open.
  let longestRecord: Int

  /// Input up to `count`, zeros for at least `padding` bytes after it.
  private(set) var bytes: [UInt8]
  private(set) var count = 0
  /// No byte follows those in the buffer.
  private(set) var isAtEnd = false
  private let blocks: ByteBlocks
  private let blockSize: Int

  init(_ blocks: ByteBlocks, blockSize: Int, longestRecord: Int) {
    (self.blocks, self.blockSize, self.longestRecord) = (blocks, max(1, blockSize), longestRecord)
    bytes = [UInt8](repeating: 0, count: InputBuffer.padding)
  }

  /// Drops the first `used` bytes and reads on until the buffer has at least `wanted`, or the input ends.
  mutating func refill(dropping used: Int, wanted: Int) throws(FormatError) {
    let kept = count - used
    precondition(used >= 0 && kept >= 0, "only bytes in the buffer can be dropped")
    if used > 0 {
      for index in 0..<kept { bytes[index] = bytes[used + index] }
      count = kept
    }
    let target = max(wanted, kept + 1)
    let missing = target + InputBuffer.padding - bytes.count
    if missing > 0 { bytes.append(contentsOf: repeatElement(0, count: missing)) }
    while count < target && !isAtEnd {
      let (start, room) = (count, min(blockSize, target - count))
      var result: Result<Int, FormatError> = .success(0)
      bytes.withUnsafeMutableBytes { all in
        // start + room <= target <= all.count - padding.
        let free = UnsafeMutableRawBufferPointer(rebasing: all[start..<start + room])
        result = Result { () throws(FormatError) in try blocks.fill(free) }
      }
      let read = try result.get()
      count += read
      isAtEnd = read == 0
    }
    for index in count..<count + InputBuffer.padding { bytes[index] = 0 }
  }

  /// Moves the record at `start` to the front, and reads a block or as many bytes as there are of the record, so that
  /// scanning a long record again takes at most as long as scanning it once.
  mutating func advance(to start: Int) throws(FormatError) {
    try refill(dropping: start, wanted: max(blockSize, 2 * (count - start)))
  }
}
