import FoundationEssentials
import FuzzTargets
import TestSupport
import Testing

@Suite("What the fuzzers once found worth keeping")
struct FuzzCorpusTests {
  private static let corpus =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
    .joined(separator: "/") + "/fuzz/corpus"

  @Test("is read without a trap", arguments: FuzzTargets.named.map(\.name))
  func replay(name: String) throws {
    let target = try #require(FuzzTargets.named.first { $0.name == name })
    let folder = Self.corpus + "/" + name
    let files = try TestFiles.names(in: folder)
    #expect(files.count >= 8)
    for file in files {
      let bytes = try #require(FileManager.default.contents(atPath: folder + "/" + file))
      target.run(Array(bytes))
    }
  }

  @Test("has a folder for every reader")
  func folders() throws {
    #expect(try TestFiles.names(in: Self.corpus) == FuzzTargets.named.map(\.name))
  }
}
