import Glibc
import Memory
import Reporting
import Testing

@Suite("A report folder appears whole or not at all")
struct ReportFolderTests {
  /// A folder of its own for each test, removed with all that is in it.
  struct Scratch: ~Copyable {
    let path: String

    init() {
      var template = Array("/tmp/engram-reporting-XXXXXX".utf8CString)
      path = mkdtemp(&template).map { String(cString: $0) } ?? ""
      precondition(!path.isEmpty, "a test needs a folder in /tmp")
    }
    deinit { Scratch.remove(path) }

    static func remove(_ path: String) {
      for name in list(path) {
        if unlink(path + "/" + name) != 0 { remove(path + "/" + name) }
      }
      rmdir(path)
    }
    /// All names, hidden ones too, sorted.
    static func list(_ path: String) -> [String] {
      guard let folder = opendir(path) else { return [] }
      defer { closedir(folder) }
      var names: [String] = []
      while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) {
          String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != "." && name != ".." { names.append(name) }
      }
      return names.sorted()
    }
    static func write(_ text: String, to path: String) {
      guard let file = fopen(path, "w") else { return }
      fputs(text, file)
      fclose(file)
    }
    static func read(_ path: String) -> String {
      guard let file = fopen(path, "r") else { return "" }
      defer { fclose(file) }
      var bytes = [UInt8](repeating: 0, count: 1 << 20)
      let count = fread(&bytes, 1, bytes.count, file)
      return String(decoding: bytes[..<count], as: UTF8.self)
    }
  }

  /// The smallest folder that is taken for a report.
  static func files(_ mark: String) -> [ReportFolder.File] {
    [
      .init(name: "report.txt", content: mark),
      .init(name: "results.json", content: "{\n  \"answer\": [],\n  \"schema\": \"engram.results/1\"\n}\n"),
      .init(name: "01-x.svg", content: "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"fig\"/>"),
    ]
  }

  static func error(_ files: [ReportFolder.File] = files("new"), to path: String) -> String {
    do throws(ReportError) {
      try ReportFolder.write(files, to: path, isCancelled: { false })
      return "written"
    } catch { return error.description }
  }

  @Test("a new one, one over an empty folder, and one over an older report")
  func written() throws {
    let scratch = Scratch()
    let path = scratch.path + "/report"
    mkdir(scratch.path + "/empty", 0o755)
    try ReportFolder.write(ReportFolderTests.files("first"), to: scratch.path + "/empty/")
    try ReportFolder.write(
      ReportFolderTests.files("first") + [
        .init(name: "12-old.svg", content: "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"fig\"/>")
      ], to: path)
    try ReportFolder.write(ReportFolderTests.files("second"), to: path)
    #expect(Scratch.list(scratch.path) == ["empty", "report"])
    #expect(Scratch.list(path) == ["01-x.svg", "report.txt", "results.json"])
    #expect(Scratch.read(path + "/report.txt") == "second")
    #expect(Scratch.read(scratch.path + "/empty/report.txt") == "first")
  }

  @Test("other changes of variable have a page, a text and numbers of their own, which a later report replaces")
  func others() throws {
    let scratch = Scratch()
    let path = scratch.path + "/report"
    let alone = Fixture(rows: 60, columns: ["x"], networks: 2, steps: 20, ladder: .memory).report
    var report = alone
    report.others = [
      .init(change: "log-returns", report: Fixture(rows: 60, columns: ["x"], ladder: Verdict.OnData.none).report)
    ]
    try report.write(to: path)
    let page = Scratch.read(path + "/index.html")
    #expect(page.contains("<a href=\"log-returns.html\">log-returns</a>"))
    #expect(Scratch.read(path + "/log-returns.html").contains("no memory found"))
    #expect(!Scratch.read(path + "/log-returns.html").contains("href=\"12-memory-profile.svg\""))
    #expect(Scratch.read(path + "/log-returns.json").contains("engram.results/"))
    #expect(Scratch.read(path + "/report.txt").contains("\n  log-returns "))
    try alone.write(to: path)
    #expect(!Scratch.list(path).contains { $0.hasPrefix("log-returns") })
  }

  @Test("a whole report, and again over itself")
  func report() throws {
    let scratch = Scratch()
    let path = scratch.path + "/report"
    let report = Fixture(rows: 60, columns: ["x"], networks: 2, steps: 20).report
    try report.write(to: path)
    let first = Scratch.list(path).map { Scratch.read(path + "/" + $0) }
    try report.write(to: path)
    #expect(Scratch.list(path).count == 22)
    #expect(Scratch.list(path).map { Scratch.read(path + "/" + $0) } == first)
    #expect(Scratch.list(scratch.path) == ["report"])
  }

  @Test("a link to a folder keeps pointing to it")
  func link() throws {
    let scratch = Scratch()
    mkdir(scratch.path + "/real", 0o755)
    symlink(scratch.path + "/real", scratch.path + "/link")
    try ReportFolder.write(ReportFolderTests.files("one"), to: scratch.path + "/link")
    try ReportFolder.write(ReportFolderTests.files("two"), to: scratch.path + "/link")
    #expect(Scratch.read(scratch.path + "/real/report.txt") == "two")
    #expect(Scratch.list(scratch.path) == ["link", "real"])
    unlink(scratch.path + "/link")
  }

  @Test("a file in its place is refused and kept")
  func file() {
    let scratch = Scratch()
    let path = scratch.path + "/report"
    Scratch.write("mine", to: path)
    #expect(
      ReportFolderTests.error(to: path)
        == "writing the report to \(path): it exists and is not a folder. Choose another path")
    #expect(Scratch.read(path) == "mine")
    #expect(Scratch.list(scratch.path) == ["report"])
  }

  @Test("what would be refused in the end is refused before the work too, and nothing is left behind")
  func beforehand() throws {
    let scratch = Scratch()
    let path = scratch.path + "/report"
    try ReportFolder.check(path)
    #expect(Scratch.list(scratch.path).isEmpty)
    try ReportFolder.write(ReportFolderTests.files("old"), to: path)
    try ReportFolder.check(path)
    #expect(Scratch.list(scratch.path) == ["report"])
    #expect(throws: ReportError.self) { try ReportFolder.check(scratch.path + "/no/report") }
    #expect(throws: ReportError.self) { try ReportFolder.check(path + "/report.txt") }
    Scratch.write("x", to: scratch.path + "/thesis.tex")
    #expect(throws: ReportError.foreignFolder(scratch.path, found: "report")) { try ReportFolder.check(scratch.path) }
  }

  @Test("a folder of somebody else is refused and kept")
  func foreign() {
    let scratch = Scratch()
    Scratch.write("mine", to: scratch.path + "/thesis.tex")
    #expect(
      ReportFolderTests.error(to: scratch.path)
        == "writing the report to \(scratch.path): the folder holds thesis.tex, which is not part of a report of engram."
        + " Choose a new or empty folder, or move that file away")
    #expect(Scratch.list(scratch.path) == ["thesis.tex"])
  }

  @Test("a report with a note in it, or with the right names alone, is refused and kept")
  func almost() throws {
    let scratch = Scratch()
    let path = scratch.path + "/report"
    try ReportFolder.write(ReportFolderTests.files("first"), to: path)
    Scratch.write("mine", to: path + "/notes.md")
    #expect(ReportFolderTests.error(to: path).contains("the folder holds notes.md,"))
    unlink(path + "/notes.md")
    mkdir(path + "/02-mine.svg", 0o755)
    #expect(ReportFolderTests.error(to: path).contains("the folder holds 02-mine.svg,"))
    rmdir(path + "/02-mine.svg")
    Scratch.write("<svg>mine</svg>", to: path + "/02-mine.svg")
    #expect(ReportFolderTests.error(to: path).contains("the folder holds 02-mine.svg,"))
    unlink(path + "/02-mine.svg")
    Scratch.write("{}", to: path + "/results.json")
    #expect(ReportFolderTests.error(to: path).contains("the folder holds 01-x.svg,"))
    #expect(Scratch.read(path + "/report.txt") == "first")
    #expect(Scratch.list(scratch.path) == ["report"])
  }

  @Test("a missing or forbidden parent is refused")
  func parent() {
    let scratch = Scratch()
    let path = scratch.path + "/no/report"
    #expect(
      ReportFolderTests.error(to: path)
        == "writing the report to \(path): no folder can be made in \(scratch.path)/no: no such file or directory."
        + " Check that it exists and may be written to")
    // Root may write everywhere but here.
    #expect(ReportFolderTests.error(to: "/proc/report").contains("no folder can be made in /proc: "))
    #expect(ReportFolderTests.error(to: "").contains("the path names no new folder"))
    #expect(ReportFolderTests.error(to: "/").contains("no folder can be made in") || geteuid() != 0)
    if geteuid() != 0 {
      chmod(scratch.path, 0o555)
      #expect(ReportFolderTests.error(to: scratch.path + "/report").contains("permission denied"))
      chmod(scratch.path, 0o755)
    }
    #expect(Scratch.list(scratch.path).isEmpty)
  }

  @Test("stopped before any of its files it leaves nothing, and an older report as it was", arguments: 0...3)
  func cancelled(after count: Int) throws {
    let scratch = Scratch()
    let path = scratch.path + "/report"
    func stop() -> String {
      var asked = 0
      do throws(ReportError) {
        try ReportFolder.write(ReportFolderTests.files("new"), to: path) {
          asked += 1
          return asked > count
        }
        return "written"
      } catch { return error.description }
    }
    let sentence = "writing the report to \(path): stopped before it was complete. Nothing was left behind"
    #expect(stop() == sentence)
    #expect(Scratch.list(scratch.path).isEmpty)
    try ReportFolder.write(ReportFolderTests.files("old"), to: path)
    #expect(stop() == sentence)
    #expect(Scratch.read(path + "/report.txt") == "old")
    #expect(Scratch.list(scratch.path) == ["report"])
  }

  @Test("a full disk leaves nothing")
  func full() {
    let scratch = Scratch()
    let disk = scratch.path + "/disk"
    mkdir(disk, 0o755)
    // Only root may mount; elsewhere the test ends here.
    guard mount("tmpfs", disk, "tmpfs", 0, "size=64k") == 0 else { return }
    defer { umount(disk) }
    let large = ReportFolderTests.files(String(repeating: "x", count: 100_000))
    #expect(
      ReportFolderTests.error(large, to: disk + "/report")
        == "writing the report to \(disk)/report: report.txt: no space left on device. Nothing was left behind;"
        + " make room or choose another disk")
    #expect(Scratch.list(disk).isEmpty)
    #expect(ReportFolderTests.error(to: disk + "/report") == "written")
    #expect(ReportFolderTests.error(large, to: disk + "/report").contains("no space left"))
    #expect(Scratch.read(disk + "/report/report.txt") == "new")
    #expect(Scratch.list(disk) == ["report"])
  }
}
