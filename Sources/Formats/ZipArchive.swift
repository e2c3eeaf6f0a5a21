import CZlib

/// The bytes of a member of a ZIP archive, whose size and check sum are verified.
///
/// - Parameters:
///   - name: of the member with its path in the archive; nil for the only one.
///   - archive: its bytes.
///   - file: the name of the archive, for errors.
///   - maximumBytes: the most bytes that are unpacked.
/// - Throws: `.unusable`, which lists the members if there is none of that name.
package func zipMember(
  _ name: String?, of archive: [UInt8], file: String, maximumBytes: Int
) throws(FormatError) -> [UInt8] {
  let archive = try ZipArchive(archive, file: file)
  return try archive.content(of: try archive.member(name), maximumBytes: maximumBytes)
}

/// The names of the files in a ZIP archive, in its order.
package func zipMembers(of archive: [UInt8], file: String) throws(FormatError) -> [String] {
  try ZipArchive(archive, file: file).members.map(\.name)
}

/// A ZIP archive, read through the directory at its end (APPNOTE 6.3.10), without ZIP64 or encryption.
///
/// Any number in it may be wrong: each range is checked before it is used.
struct ZipArchive {
  private let bytes: [UInt8]
  private let file: String
  /// Without folders.
  private(set) var members: [Member] = []

  struct Member {
    var name: String
    fileprivate var flags: Int
    fileprivate var method: Int
    fileprivate var sum: UInt32
    fileprivate var packedSize: Int
    fileprivate var size: Int
    /// The position of its own header.
    fileprivate var offset: Int
  }

  init(_ bytes: [UInt8], file: String) throws(FormatError) {
    (self.bytes, self.file) = (bytes, file)
    if looksLikeHTML(bytes) { throw pageInstead(of: "a ZIP archive", bytes, file: file) }
    let end = try endOfDirectory()
    let count = number(end + 10, 2)
    let (size, start) = (number(end + 12, 4), number(end + 16, 4))
    if count == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF { throw sixtyFour }
    if number(end + 4, 2) != 0 || number(end + 6, 2) != 0 || number(end + 8, 2) != count {
      throw fault("it is one part of an archive in several files", "Join the parts, or ask for the whole archive")
    }
    guard start <= end, size <= end - start else { throw damaged("its directory is not within it") }
    try readDirectory(from: start, to: start + size, count: count)
  }

  /// The position of the end record, which only a comment of at most 64 kB follows.
  private func endOfDirectory() throws(FormatError) -> Int {
    let length = 22
    let first = max(0, bytes.count - length - 0xFFFF)
    var position = bytes.count - length
    while position >= first {
      if number(position, 4) == 0x0605_4B50, number(position + 20, 2) == bytes.count - length - position {
        return position
      }
      position -= 1
    }
    if bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) {
      throw fault("it ends before the directory of the archive", "The download may not be finished: fetch it again")
    }
    let text = excerpt(bytes, 0..<min(bytes.count, 40))
    throw fault("it is not a ZIP archive; it begins with '\(text)'", "Open it: servers send their errors as pages")
  }

  private mutating func readDirectory(from start: Int, to end: Int, count: Int) throws(FormatError) {
    var position = start
    for _ in 0..<count {
      guard end - position >= 46, number(position, 4) == 0x0201_4B50 else {
        throw damaged("its directory ends before the \(count) entries it should have")
      }
      let (nameLength, extraLength) = (number(position + 28, 2), number(position + 30, 2))
      let length = 46 + nameLength + extraLength + number(position + 32, 2)
      guard length <= end - position else { throw damaged("an entry of its directory is not within it") }
      let name = String(decoding: bytes[position + 46..<position + 46 + nameLength], as: UTF8.self)
      let member = Member(
        name: name, flags: number(position + 8, 2), method: number(position + 10, 2),
        sum: UInt32(number(position + 16, 4)), packedSize: number(position + 20, 4), size: number(position + 24, 4),
        offset: number(position + 42, 4))
      if !name.hasSuffix("/") { members.append(member) }
      position += length
    }
  }

  // MARK: - One member

  func member(_ name: String?) throws(FormatError) -> Member {
    let list = members.prefix(20).map { "'\($0.name)'" }.joined(separator: ", ") + (members.count > 20 ? ", …" : "")
    guard let name else {
      if let only = members.first, members.count == 1 { return only }
      if members.isEmpty { throw fault("there is no file in the archive", "Fetch it again") }
      throw fault("there are \(members.count) files in the archive", "Name one: \(list)")
    }
    let found = members.filter { $0.name == name }
    if let only = found.first, found.count == 1 { return only }
    if found.count > 1 { throw fault("the archive holds \(found.count) files named '\(name)'", "Unpack it by hand") }
    throw fault(
      "the archive holds no '\(name)'", members.isEmpty ? "There is no file in it" : "There are: \(list)")
  }

  func content(of member: Member, maximumBytes: Int) throws(FormatError) -> [UInt8] {
    let name = "'\(member.name)' in the archive"
    if member.flags & 1 != 0 { throw fault("\(name) is encrypted", "Unpack it by hand") }
    let sizes = [member.packedSize, member.size, member.offset]
    if sizes.contains(0xFFFF_FFFF) { throw sixtyFour }
    if member.size > maximumBytes { throw tooLarge(member, maximumBytes) }
    let header = member.offset
    guard header <= bytes.count - 30, number(header, 4) == 0x0403_4B50 else {
      throw damaged("\(name) is not where its directory has it")
    }
    let start = header + 30 + number(header + 26, 2) + number(header + 28, 2)
    guard start <= bytes.count, member.packedSize <= bytes.count - start else {
      throw damaged("\(name) is not within it")
    }
    let packed = start..<start + member.packedSize
    let content: [UInt8]
    switch member.method {
    case 0: content = Array(bytes[packed])
    case 8: content = try inflated(packed, member)
    default:
      throw fault("\(name) is packed by a method (number \(member.method)) other than deflate", "Unpack it by hand")
    }
    guard content.count == member.size else {
      throw damaged("\(name) has \(content.count) bytes where its directory has \(member.size)")
    }
    let sum = content.withUnsafeBufferPointer { content in
      crc32_z(0, content.baseAddress, content.count)
    }
    guard UInt32(truncatingIfNeeded: sum) == member.sum || (content.isEmpty && member.sum == 0) else {
      throw damaged("the check sum of \(name) does not match")
    }
    return content
  }

  private func inflated(_ packed: Range<Int>, _ member: Member) throws(FormatError) -> [UInt8] {
    let name = "'\(member.name)' in the archive"
    switch deflated(bytes[packed], maximumBytes: member.size) {
    case .whole(let content): return content
    case .tooLarge: throw damaged("\(name) is longer than the \(member.size) bytes in its directory")
    case .cut: throw damaged("\(name) ends in the middle")
    case .damaged: throw damaged("\(name) cannot be unpacked")
    }
  }

  // MARK: - Bytes and sentences

  /// The little-endian number in `length` bytes (2 or 4), which must be there.
  private func number(_ position: Int, _ length: Int) -> Int {
    (0..<length).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
  }

  private func fault(_ problem: String, _ advice: String) -> FormatError {
    .unusable(file, problem: problem, advice: advice)
  }

  private func damaged(_ problem: String) -> FormatError { fault(problem, "The archive is damaged: fetch it again") }

  private func tooLarge(_ member: Member, _ limit: Int) -> FormatError {
    fault(
      "'\(member.name)' in the archive has \(member.size) bytes unpacked; the limit is \(limit)",
      "Raise the limit if it may be that large")
  }

  private var sixtyFour: FormatError {
    fault("it is a ZIP64 archive, for files of more than 4 GB", "Unpack it by hand, or pack it without ZIP64")
  }
}
