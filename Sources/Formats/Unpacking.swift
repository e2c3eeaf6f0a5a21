import CBZip2
import CLZMA
import CZlib

extension ByteBlocks {
  /// The blocks without the compression that their first bytes show: gzip, bzip2 or xz.
  func unpacked(file: String) throws(FormatError) -> ByteBlocks {
    let start = try firstBytes(6)
    let whole = after(start)
    func begins(_ signature: [UInt8]) -> Bool { start.starts(with: signature) }
    let unpacker: (any Unpacker)? =
      begins([0x1F, 0x8B])
      ? Inflater()
      : begins([0xFD, 0x37, 0x7A, 0x58, 0x5A]) ? XZUnpacker() : begins(Array("BZh".utf8)) ? BZip2Unpacker() : nil
    guard let unpacker else { return whole }
    let stream = UnpackedStream(whole, unpacker, file: file)
    return ByteBlocks { (buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int in try stream.fill(buffer) }
  }

  private func firstBytes(_ wanted: Int) throws(FormatError) -> [UInt8] {
    var head = [UInt8](repeating: 0, count: wanted)
    var count = 0
    while count < wanted {
      var result: Result<Int, FormatError> = .success(0)
      head.withUnsafeMutableBytes { all in
        let free = UnsafeMutableRawBufferPointer(rebasing: all[count...])
        result = Result { () throws(FormatError) in try fill(free) }
      }
      let read = try result.get()
      if read == 0 { break }
      count += read
    }
    return Array(head[..<count])
  }

  /// These bytes and then the blocks.
  private func after(_ start: [UInt8]) -> ByteBlocks {
    if start.isEmpty { return self }
    var used = 0
    return ByteBlocks(size: size) { (buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int in
      guard used < start.count else { return try fill(buffer) }
      let count = min(buffer.count, start.count - used)
      buffer.copyBytes(from: start[used..<used + count])
      used += count
      return count
    }
  }
}

/// A library that unpacks one format.
protocol Unpacker: AnyObject {
  var name: String { get }
  /// Unpacks as much as fits.
  func step(
    _ input: UnsafeMutableRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) -> (used: Int, written: Int, state: UnpackingState)
  /// Begins another stream, which may follow the first.
  func restart()
}

enum UnpackingState { case more, ended, damaged }

/// Unpacks blocks as they are asked for. A stream without its end is an error: data that are cut are not data.
private final class UnpackedStream {
  private let blocks: ByteBlocks
  private let unpacker: any Unpacker
  private let file: String
  private var packed = [UInt8](repeating: 0, count: 1 << 16)
  private var waiting = 0..<0
  private var isAtEnd = false
  private var state = UnpackingState.more

  init(_ blocks: ByteBlocks, _ unpacker: any Unpacker, file: String) {
    (self.blocks, self.unpacker, self.file) = (blocks, unpacker, file)
  }

  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    while true {
      if waiting.isEmpty, !isAtEnd { try readMore() }
      if state == .ended {
        if waiting.isEmpty, isAtEnd { return 0 }
        unpacker.restart()
        state = .more
      }
      let written = step(buffer)
      if state == .damaged { throw fault("it is damaged: \(unpacker.name) cannot unpack it") }
      if written > 0 { return written }
      if waiting.isEmpty, isAtEnd, state == .more {
        throw fault("the \(unpacker.name) stream ends in the middle")
      }
    }
  }

  private func readMore() throws(FormatError) {
    var result: Result<Int, FormatError> = .success(0)
    packed.withUnsafeMutableBytes { all in result = Result { () throws(FormatError) in try blocks.fill(all) } }
    let count = try result.get()
    (waiting, isAtEnd) = (0..<count, count == 0)
  }

  private func step(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    packed.withUnsafeMutableBytes { all in
      let input = UnsafeMutableRawBufferPointer(rebasing: all[waiting])
      let (used, written, state) = unpacker.step(input, buffer)
      waiting = waiting.lowerBound + used..<waiting.upperBound
      self.state = state
      return written
    }
  }

  private func fault(_ problem: String) -> FormatError {
    .unusable(file, problem: problem, advice: "Check that the download or the copy was finished")
  }
}

/// gzip, or a bare deflate stream as in a ZIP archive, by zlib.
private final class Inflater: Unpacker {
  let name = "gzip"
  // The library keeps the address of the stream.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isReady = false

  init(isBare: Bool = false) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    isReady = (isBare ? inflate_raw_init(stream) : inflate_any_init(stream)) == Z_OK
  }
  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  func step(
    _ input: UnsafeMutableRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) -> (used: Int, written: Int, state: UnpackingState) {
    guard isReady else { return (0, 0, .damaged) }
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(clamping: input.count)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(clamping: output.count)
    let (before, room) = (Int(stream.pointee.avail_in), Int(stream.pointee.avail_out))
    let code = inflate(stream, Z_NO_FLUSH)
    let state: UnpackingState =
      code == Z_STREAM_END ? .ended : code == Z_OK || code == Z_BUF_ERROR ? .more : .damaged
    return (before - Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out), state)
  }

  func restart() { inflateReset(stream) }
}

/// bzip2, by libbz2.
private final class BZip2Unpacker: Unpacker {
  let name = "bzip2"
  // The library keeps the address of the stream.
  private let stream: UnsafeMutablePointer<bz_stream>
  private var isReady = false

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: bz_stream())
    isReady = BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK
  }
  deinit {
    BZ2_bzDecompressEnd(stream)
    stream.deallocate()
  }

  func step(
    _ input: UnsafeMutableRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) -> (used: Int, written: Int, state: UnpackingState) {
    guard isReady else { return (0, 0, .damaged) }
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: CChar.self)
    stream.pointee.avail_in = UInt32(clamping: input.count)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: CChar.self)
    stream.pointee.avail_out = UInt32(clamping: output.count)
    let (before, room) = (Int(stream.pointee.avail_in), Int(stream.pointee.avail_out))
    let code = BZ2_bzDecompress(stream)
    let state: UnpackingState = code == BZ_STREAM_END ? .ended : code == BZ_OK ? .more : .damaged
    return (before - Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out), state)
  }

  func restart() {
    BZ2_bzDecompressEnd(stream)
    stream.initialize(to: bz_stream())
    isReady = BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK
  }
}

/// xz, by liblzma.
private final class XZUnpacker: Unpacker {
  let name = "xz"
  // The library keeps the address of the stream.
  private let stream: UnsafeMutablePointer<lzma_stream>
  private var isReady = false

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: lzma_stream_new())
    isReady = lzma_stream_decoder(stream, 1 << 30, 0) == LZMA_OK
  }
  deinit {
    lzma_end(stream)
    stream.deallocate()
  }

  func step(
    _ input: UnsafeMutableRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) -> (used: Int, written: Int, state: UnpackingState) {
    guard isReady else { return (0, 0, .damaged) }
    stream.pointee.next_in = UnsafePointer(input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = input.count
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = output.count
    let (before, room) = (stream.pointee.avail_in, stream.pointee.avail_out)
    let code = lzma_code(stream, LZMA_RUN)
    let state: UnpackingState =
      code == LZMA_STREAM_END ? .ended : code == LZMA_OK || code == LZMA_BUF_ERROR ? .more : .damaged
    return (before - stream.pointee.avail_in, room - stream.pointee.avail_out, state)
  }

  func restart() { isReady = lzma_stream_decoder(stream, 1 << 30, 0) == LZMA_OK }
}

/// What became of packed bytes.
package enum Inflated: Equatable {
  case whole([UInt8])
  /// The stream has no end: it was cut.
  case cut
  case damaged
  case tooLarge
}

/// The bytes that gzip streams hold, their check sums verified; not more than the limit.
package func gunzipped(_ packed: [UInt8], maximumBytes: Int) -> Inflated {
  inflated(packed[...], by: Inflater(), maximumBytes)
}

/// The bytes of a bare deflate stream; not more than the limit.
func deflated(_ packed: ArraySlice<UInt8>, maximumBytes: Int) -> Inflated {
  inflated(packed, by: Inflater(isBare: true), maximumBytes, isOne: true)
}

/// - Parameter isOne: whether what follows the first stream is not read.
private func inflated(
  _ packed: ArraySlice<UInt8>, by inflater: Inflater, _ maximumBytes: Int, isOne: Bool = false
) -> Inflated {
  var input = Array(packed)
  var (used, body) = (0, [UInt8]())
  var piece = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let (taken, written, state) = input.withUnsafeMutableBytes { all in
      let rest = UnsafeMutableRawBufferPointer(rebasing: all[used...])
      return piece.withUnsafeMutableBytes { inflater.step(rest, $0) }
    }
    used += taken
    if body.count + written > maximumBytes { return .tooLarge }
    body.append(contentsOf: piece[..<written])
    switch state {
    case .ended:
      if isOne || used == input.count { return .whole(body) }
      inflater.restart()
    case .more: if taken == 0, written == 0 { return .cut }
    case .damaged: return .damaged
    }
  }
}
