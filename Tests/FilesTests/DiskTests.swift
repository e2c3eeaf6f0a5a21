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

@Suite("A finished folder") struct DraftFolderTests {
  private func draft(_ content: String, beside path: String) throws -> DraftFolder {
    let draft = try DraftFolder(beside: path)
    try Disk.write(Array(content.utf8), to: draft.path + "/file", temporaries: draft.path)
    return draft
  }

  @Test("takes its place, and the old one is removed", arguments: ["nothing", "empty", "older"])
  func put(before: String) async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/place"
      if before != "nothing" { try Disk.makeFolder(path) }
      if before == "older" { try Disk.append(line: "old", to: path + "/other") }
      try draft("new", beside: path).put { $0 == "other" }
      #expect(try Disk.names(in: path) == ["file"])
      #expect(try Disk.names(in: folder) == ["place"])
    }
  }

  @Test("does not replace a folder with more than files of ours, a file or a link", arguments: 0..<4)
  func refused(kind: Int) async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/place"
      try Disk.makeFolder(folder + "/other")
      try Disk.append(line: "kept", to: folder + "/other/file")
      switch kind {
      case 0: try Disk.makeFolder(path + "/file")
      case 1: try Disk.append(line: "kept", to: path)
      case 2:
        try Disk.makeFolder(path)
        try Disk.append(line: "kept", to: path + "/thesis.tex")
      default: #expect(symlink(folder + "/other", path) == 0)
      }
      do {
        let draft = try draft("new", beside: path)
        #expect(throws: FileFault.self) { try draft.put { $0 == "file" } }
        #expect(try Disk.names(in: draft.path) == ["file"])
      }
      #expect(try Disk.read(folder + "/other/file", limit: 100) == Array("kept\n".utf8))
      if kind == 2 { #expect(try Disk.names(in: path) == ["thesis.tex"]) }
      #expect(try Disk.names(in: folder) == ["other", "place"])
    }
  }

  @Test("that is discarded loses its plain files alone") func discarded() async throws {
    try await withTemporaryFolder { folder in
      try Disk.append(line: "kept", to: folder + "/file")
      let draft = try draft("new", beside: folder + "/place").path
      #expect(Disk.look(at: draft) == nil)
      try Disk.makeFolder(draft)
      #expect(symlink(folder + "/file", draft + "/link") == 0)
      Disk.discard(draftFolder: draft)
      #expect(try Disk.names(in: draft) == ["link"])
      #expect(symlink(draft, folder + "/alias") == 0)
      Disk.discard(draftFolder: folder + "/alias")
      #expect(try Disk.names(in: draft) == ["link"])
    }
  }

  @Test("keeps its place until it ends: a second run is refused, and one that was killed leaves nothing")
  func kept() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/place"
      let left: String
      do {
        let draft = try draft("one", beside: path)
        left = draft.path
        #expect(throws: FileFault(path: path, reason: "another run of engram is writing there")) {
          _ = try DraftFolder(beside: path)
        }
        _ = try DraftFolder(beside: folder + "/elsewhere")
        Disk.removeLeftovers(in: folder)
        #expect(try Disk.names(in: left) == ["file"])
      }
      // As a run leaves it that is killed.
      try Disk.makeFolder(left)
      try Disk.append(line: "half", to: left + "/file")
      _ = try DraftFolder(beside: folder + "/elsewhere")
      #expect(try Disk.names(in: folder) == [])
    }
  }
}

@Suite("What is not ours") struct ForeignFileTests {
  /// A folder `own` for the program, with a link at one level to the folder `theirs` of the user.
  private func withLink(_ level: Int, _ body: (_ own: String, _ theirs: String) throws -> Void) async throws {
    try await withTemporaryFolder { folder in
      let (own, theirs) = (folder + "/own", folder + "/theirs")
      for inner in ["/a/b"] { try Disk.makeFolder(theirs + inner) }
      for place in ["/f", "/a/f", "/a/b/f"] { try Disk.append(line: "precious", to: theirs + place) }
      try Disk.makeFolder(own)
      switch level {
      case 0: #expect(symlink(theirs + "/a", own + "/a") == 0)
      case 1:
        try Disk.makeFolder(own + "/a")
        #expect(symlink(theirs + "/a/b", own + "/a/b") == 0)
      default:
        try Disk.makeFolder(own + "/a/b")
        #expect(symlink(theirs + "/a/b/f", own + "/a/b/f") == 0)
      }
      try body(own, theirs)
      for place in ["/f", "/a/f", "/a/b/f"] {
        #expect(try Disk.read(theirs + place, limit: 100) == Array("precious\n".utf8))
      }
      #expect(try Disk.names(in: theirs + "/a/b") == ["f"])
      #expect(try Disk.names(in: theirs + "/a") == ["b", "f"])
    }
  }

  @Test("is neither written, read, moved nor removed through a link at any level", arguments: 0..<3)
  func links(level: Int) async throws {
    try await withLink(level) { own, _ in
      let file = own + "/a/b/f"
      #expect(throws: FileFault.self) { try Disk.write([1], to: file, temporaries: own, under: own) }
      #expect(throws: FileFault.self) { _ = try Disk.read(file, limit: 100, under: own) }
      #expect(throws: FileFault.self) { try Disk.remove(file, under: own) }
      #expect(throws: FileFault.self) { try Disk.move(file, to: own + "/g", under: own) }
      if level < 2 {
        #expect(throws: FileFault.self) { _ = try Disk.names(in: own + "/a/b", under: own) }
        #expect(throws: FileFault.self) { try Disk.makeFolder(own + "/a/b/c", under: own) }
        #expect(throws: FileFault.self) { try Disk.write([1], to: own + "/g", temporaries: own + "/a/b", under: own) }
        Disk.removeLeftovers(in: own + "/a/b", under: own)
        if case .impossible = FileLock.attempt(own + "/a/b/lock", under: own) {} else { Issue.record("locked") }
      }
      Disk.discard(tree: own)
      #expect(Disk.look(at: own) == nil)
    }
  }

  @Test("and has nearly the name of a draft is not taken for a leftover")
  func names() async throws {
    try await withTemporaryFolder { folder in
      let kept = [
        ".engram-draft-", ".engram-draft-1", ".engram-draft-1-", ".engram-draft-1-2-3", ".engram-draft-x-1", "1-2",
        ".engram-draft-12-34.txt", ".engram-draft-0123456789abcdeF",
      ].sorted()
      for name in kept + [".engram-draft-12-34", ".engram-draft-0123456789abcdef"] {
        try Disk.append(line: "x", to: folder + "/" + name)
      }
      Disk.removeLeftovers(in: folder)
      #expect(try Disk.names(in: folder) == kept)
    }
  }

  @Test("is written through where the user names it, and keeps its kind and permissions")
  func userFiles() async throws {
    try await withTemporaryFolder { folder in
      let (file, link) = (folder + "/file", folder + "/link")
      try Disk.append(line: "old", to: file)
      chmod(file, 0o640)
      #expect(symlink("file", link) == 0)
      try Disk.writeUserFile(Array("new".utf8), to: link)
      #expect(try Disk.read(file, limit: 10) == Array("new".utf8))
      var status = stat()
      #expect(lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
      #expect(lstat(file, &status) == 0 && status.st_mode & 0o777 == 0o640)
      try Disk.writeUserFile([1], to: "/dev/null")
      #expect(lstat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
      #expect(throws: FileFault.self) { try Disk.writeUserFile([1], to: "/dev/full") }
      chmod(file, 0o440)
      #expect(throws: FileFault(path: file, reason: "it may only be read")) { try Disk.writeUserFile([1], to: file) }
      #expect(symlink("nowhere", folder + "/dangling") == 0)
      #expect(throws: FileFault.self) { try Disk.writeUserFile([1], to: folder + "/dangling") }
      #expect(throws: FileFault.self) { try Disk.writeUserFile([1], to: folder) }
      #expect(try Disk.names(in: folder) == ["dangling", "file", "link"])
    }
  }
}
