import Files
import Glibc
import TestSupport
import Testing

@Suite("Files are written") struct DiskTests {
  private func text(_ path: String) throws -> String? {
    try Disk.read(path, limit: 1 << 20).map { String(decoding: $0, as: UTF8.self) }
  }

  private func write(_ text: String, to path: String) throws {
    try Disk.write(Array(text.utf8), to: path, temporaries: Disk.parent(of: path))
  }

  @Test("whole, in place of an older file, and leave no draft") func replaced() async throws {
    try await withTemporaryFolder { folder in
      try write("old", to: folder + "/a")
      try write("new", to: folder + "/a")
      #expect(try text(folder + "/a") == "new")
      #expect(try Disk.names(in: folder) == ["a"])
    }
  }

  @Test("or not at all") func refused() async throws {
    try await withTemporaryFolder { folder in
      try Disk.makeFolder(folder + "/a")
      #expect(throws: FileFault(path: folder + "/a", reason: "is a directory")) { try write("new", to: folder + "/a") }
      #expect(try Disk.names(in: folder) == ["a"])
    }
  }
}

@Suite("A line is appended") struct DiskAppendTests {
  @Test("to a file that is made if needed") func appended() async throws {
    try await withTemporaryFolder { folder in
      for line in ["one", "two"] { try Disk.append(line: line, to: folder + "/log") }
      #expect(try Disk.read(folder + "/log", limit: 100) == Array("one\ntwo\n".utf8))
    }
  }

  @Test("after the last whole line: what an interrupted append left is cut off") func cut() async throws {
    try await withTemporaryFolder { folder in
      for (found, left) in [("one\ntw", "one\nnew\n"), ("on", "new\n"), ("one\n", "one\nnew\n")] {
        try Disk.write(Array(found.utf8), to: folder + "/log", temporaries: folder)
        try Disk.append(line: "new", to: folder + "/log")
        #expect(try Disk.read(folder + "/log", limit: 100) == Array(left.utf8))
      }
    }
  }

  @Test("by many at once without mixing them") func concurrent() async throws {
    try await withTemporaryFolder { folder in
      let lines = (0..<40).map { String(repeating: "\($0) ", count: 500) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for line in lines { group.addTask { try Disk.append(line: line, to: folder + "/log") } }
        try await group.waitForAll()
      }
      let found = String(decoding: try #require(try Disk.read(folder + "/log", limit: 1 << 20)), as: UTF8.self)
      #expect(found.split(separator: "\n").map { String($0) }.sorted() == lines.sorted())
    }
  }

  @Test("never through a link") func link() async throws {
    try await withTemporaryFolder { folder in
      try Disk.append(line: "mine", to: folder + "/target")
      #expect(symlink(folder + "/target", folder + "/log") == 0)
      #expect(throws: FileFault.self) { try Disk.append(line: "new", to: folder + "/log") }
      #expect(try Disk.read(folder + "/target", limit: 100) == Array("mine\n".utf8))
    }
  }
}

@Suite("A finished folder") struct DiskPutTests {
  private func draft(_ content: String, beside path: String) throws -> String {
    let draft = try Disk.makeDraftFolder(beside: path)
    try Disk.write(Array(content.utf8), to: draft + "/file", temporaries: draft)
    return draft
  }

  @Test("takes its place, and the old one is removed", arguments: ["nothing", "empty", "older"])
  func put(before: String) async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/place"
      if before != "nothing" { try Disk.makeFolder(path) }
      if before == "older" { try Disk.append(line: "old", to: path + "/other") }
      try Disk.put(draftFolder: draft("new", beside: path), at: path)
      #expect(try Disk.names(in: path) == ["file"])
      #expect(try Disk.names(in: folder) == ["place"])
    }
  }

  @Test("does not replace a folder with more than plain files, a file or a link", arguments: 0..<3)
  func refused(kind: Int) async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/place"
      try Disk.makeFolder(folder + "/other")
      try Disk.append(line: "kept", to: folder + "/other/file")
      switch kind {
      case 0: try Disk.makeFolder(path + "/inner")
      case 1: try Disk.append(line: "kept", to: path)
      default: #expect(symlink(folder + "/other", path) == 0)
      }
      let draft = try draft("new", beside: path)
      #expect(throws: FileFault.self) { try Disk.put(draftFolder: draft, at: path) }
      #expect(try Disk.read(folder + "/other/file", limit: 100) == Array("kept\n".utf8))
      #expect(try Disk.names(in: draft) == ["file"])
      Disk.discard(draftFolder: draft)
      #expect(try Disk.names(in: folder) == ["other", "place"])
    }
  }

  @Test("that is discarded loses its plain files alone") func discarded() async throws {
    try await withTemporaryFolder { folder in
      try Disk.append(line: "kept", to: folder + "/file")
      let draft = try draft("new", beside: folder + "/place")
      #expect(symlink(folder + "/file", draft + "/link") == 0)
      Disk.discard(draftFolder: draft)
      #expect(try Disk.names(in: draft) == ["link"])
      #expect(symlink(draft, folder + "/alias") == 0)
      Disk.discard(draftFolder: folder + "/alias")
      #expect(try Disk.names(in: draft) == ["link"])
    }
  }
}
