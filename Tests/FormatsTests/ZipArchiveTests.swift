import Formats
import FuzzTargets
import Testing

@Suite("A ZIP archive")
struct ZipArchiveTests {
  private func content(_ archive: [UInt8], _ name: String? = nil, maximumBytes: Int = 1 << 20) -> String {
    do throws(FormatError) {
      return String(
        decoding: try zipMember(name, of: archive, file: "a.zip", maximumBytes: maximumBytes), as: UTF8.self)
    } catch {
      return "error: \(error)"
    }
  }

  static let text = "Date,USD,JPY,\n2026-10-30,1.125,175.5,\n2026-10-29,1.25,N/A,\n"

  private static func two() -> ZipBuilder {
    var builder = ZipBuilder()
    builder.deflate("data/rates.csv", Array(text.utf8))
    builder.store("README.txt", Array("hello".utf8))
    return builder
  }

  /// What Python's zipfile makes of 28 rows, in hexadecimal.
  static let foreign = """
    504b03041400000008008318225c5a6e6c41a7000000920200000e000000646174612f72617465732e63737665cfad0ec2501044\
    61cfb3dc3633b73fdbfaaa2a128240227803de3fec18d2cd98238efb8ef7f7d39e8fa39df757bb75f4750087be358e4a6ce372d9\
    a19d89287bd5cec45af6a29d89a5ec593b1373d9937626a6b2bb76267ad9d4ce04cb86762670dddc732bb1972d254d4929694a4a\
    4953524a9a9252d2949492a6a4943425a5a42929254d0929614a480953424a981252c2949012a684943025a4842921254c0929f1\
    57fe00504b010214031400000008008318225c5a6e6c41a7000000920200000e0000000000000000000000800100000000646174\
    612f72617465732e637376504b050600000000010001003c000000d30000000000
    """

  @Test("made by another program is read")
  func otherProgram() {
    let digits = Self.foreign.compactMap { $0.hexDigitValue }
    let archive = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    let rows = (1...28).reversed().map { day in
      let number = (day < 10 ? "0" : "") + "\(day)"
      return "2026-01-\(number),1.\(number),17\(day % 10).5,\n"
    }
    #expect(content(archive, "data/rates.csv") == "Date,USD,JPY,\n" + rows.joined())
  }

  @Test("gives a member by its name, stored or deflated, and the only one without")
  func members() throws {
    let archive = Self.two().bytes
    #expect(content(archive, "data/rates.csv") == Self.text)
    #expect(content(archive, "README.txt") == "hello")
    #expect(try zipMembers(of: archive, file: "a.zip") == ["data/rates.csv", "README.txt"])
    var one = ZipBuilder()
    one.store("folder/", [])
    one.deflate("folder/eurofxref-hist.csv", Array(Self.text.utf8))
    one.comment = "PK\u{5}\u{6} is how the directory ends, so it may well stand here"
    #expect(content(one.bytes) == Self.text)
    var empty = ZipBuilder()
    empty.store("nothing", [])
    #expect(content(empty.bytes).isEmpty)
    var zeros = ZipBuilder()
    zeros.deflate("zeros", [UInt8](repeating: 48, count: 200_000))
    #expect(content(zeros.bytes) == String(repeating: "0", count: 200_000))
  }

  @Test("lists its members where the name does not fit")
  func names() {
    let archive = Self.two().bytes
    #expect(
      content(archive, "rates.csv")
        == "error: a.zip: the archive holds no 'rates.csv'. There are: 'data/rates.csv', 'README.txt'")
    #expect(
      content(archive)
        == "error: a.zip: there are 2 files in the archive. Name one: 'data/rates.csv', 'README.txt'")
    #expect(content(ZipBuilder().bytes) == "error: a.zip: there is no file in the archive. Fetch it again")
    var twins = Self.two()
    twins.store("README.txt", Array("other".utf8))
    #expect(content(twins.bytes, "README.txt").contains("holds 2 files named 'README.txt'"))
  }

  @Test("is refused for what it is not")
  func others() {
    #expect(content([]).contains("it is not a ZIP archive; it begins with ''"))
    #expect(content(Array("Date,USD\n".utf8)).contains("it is not a ZIP archive; it begins with 'Date,USD\\x0A'"))
    #expect(
      content(Array("<html><title>403 Forbidden</title>".utf8)).hasPrefix(
        "error: a.zip: an HTML page titled '403 Forbidden' where a ZIP archive was expected"))
    var encrypted = Self.two()
    encrypted.entries[0].flags = 1
    #expect(content(encrypted.bytes, "data/rates.csv").contains("is encrypted"))
    var method = Self.two()
    method.entries[0].method = 14
    #expect(content(method.bytes, "data/rates.csv").contains("packed by a method (number 14) other than deflate"))
    var large = Self.two()
    large.directoryOffset = 0xFFFF_FFFF
    #expect(content(large.bytes).contains("ZIP64"))
    large = Self.two()
    large.entries[0].size = 0xFFFF_FFFF
    #expect(content(large.bytes, "data/rates.csv").contains("ZIP64"))
  }

  @Test("with a wrong sum, size or place is damaged", arguments: 0..<12)
  func lies(kind: Int) {
    var builder = Self.two()
    switch kind {
    case 0: builder.entries[0].sum ^= 1
    case 1: builder.entries[0].size += 1
    case 2: builder.entries[0].size -= 1
    case 3: builder.entries[0].packedSize = builder.entries[0].packed.count - 3
    case 4: builder.entries[0].packedSize = 0xFFFF_FFF0
    case 5: builder.entries[0].offset = 0xFFFF_FFF0
    case 6: builder.entries[0].offset = 7
    case 7: builder.count = 3
    case 8: builder.directorySize = 0xFFFF_FFF0
    case 9: builder.directoryOffset = 0xFFFF_FFF0
    case 10: builder.directoryOffset = 3
    default: builder.entries[0].packed[5] ^= 0xFF
    }
    let found = content(builder.bytes, "data/rates.csv")
    #expect(found.hasSuffix("The archive is damaged: fetch it again"), "\(kind): \(found)")
  }

  @Test("that swells stops at the limit, whether it says its size or lies")
  func bombs() {
    var builder = ZipBuilder()
    // 64 MB in 400 kB, and a promise of 100 bytes.
    builder.entries = [
      .init(name: "bomb", packed: deflatedZeros(250_000), method: 8, size: 100, sum: 0)
    ]
    let archive = builder.bytes
    #expect(content(archive).contains("is longer than the 100 bytes in its directory"))
    builder.entries[0].size = 250_000 * 258 + 1
    #expect(
      content(builder.bytes)
        == "error: a.zip: 'bomb' in the archive has 64500001 bytes unpacked; the limit is 1048576. Raise the "
        + "limit if it may be that large")
  }

  @Test("cut off anywhere is an error")
  func truncated() {
    let whole = Self.two().bytes
    for count in 0..<whole.count {
      let found = content(Array(whole[..<count]), "README.txt")
      #expect(found.hasPrefix("error: "), "\(count): \(found)")
    }
    #expect(content(Array(whole.dropLast(30))).contains("it ends before the directory of the archive"))
  }

  @Test("changed at random never traps")
  func mutations() {
    let archive = Self.two().bytes
    let words = [
      "PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "\u{0}\u{0}\u{0}\u{0}", "\u{7F}\u{7F}\u{7F}\u{7F}", "/",
    ]
    var mutator = Mutator(seed: 3)
    for _ in 0..<4000 { FuzzTargets.zip(mutator.mutated(archive, words: words)) }
  }
}
