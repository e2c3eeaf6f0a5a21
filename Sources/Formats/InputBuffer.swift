/// The stretch of the input that is at hand: what was read and not yet used up, with zero bytes after it.
///
/// The zeros are what lets the hot loop look at eight bytes at once without asking where the end is: no number, date
/// or separator holds one, so whatever it looks for, it stops there.
struct InputBuffer {
  /// Zero bytes that always follow the input.
  static let padding = 32
  /// The longest record that is taken; beyond it the input is no CSV, or a quote was left open.
  let longestRecord: Int

  /// Input up to `count`, zeros for at least `padding` bytes after it.
  private(set) var bytes: [UInt8]
  private(set) var count = 0
  /// No byte will follow those at hand.
  private(set) var isAtEnd = false
  private let blocks: ByteBlocks
  private let blockSize: Int

  init(_ blocks: ByteBlocks, blockSize: Int, longestRecord: Int) {
    (self.blocks, self.blockSize, self.longestRecord) = (blocks, max(1, blockSize), longestRecord)
    bytes = [UInt8](repeating: 0, count: InputBuffer.padding)
  }

  /// Drops the first `used` bytes and reads on until at least `wanted` are at hand, or all there are.
  mutating func refill(dropping used: Int, wanted: Int) throws(FormatError) {
    let kept = count - used
    precondition(used >= 0 && kept >= 0, "only bytes at hand can be dropped")
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

  /// Makes the record that begins at `start` the first, and reads a block, or as much again as there is of the record:
  /// what is looked at twice is then at most as long as what is looked at once.
  mutating func advance(to start: Int) throws(FormatError) {
    try refill(dropping: start, wanted: max(blockSize, 2 * (count - start)))
  }
}
