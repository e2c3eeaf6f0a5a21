import Files
import Numbers
import Panels

/// A folder that appears whole or not at all: it is written beside its place, synced, and put there in one step, which
/// replaces an older report.
public enum ReportFolder {
  /// One file of the folder.
  public struct File: Sendable {
    /// A plain name, no path.
    public var name: String
    /// What is in it.
    public var content: [UInt8]

    package init(name: String, content: [UInt8]) { (self.name, self.content) = (name, content) }

    /// A file of text, in UTF-8.
    package init(name: String, content: String) { self.init(name: name, content: Array(content.utf8)) }
  }

  /// A place that is kept for a report while it is made: a second run that would write there is refused. It leaves nothing
  /// behind.
  public final class Reservation: Sendable {
    private let place: Place
    private let draft: DraftFolder

    fileprivate init(_ path: String) throws(ReportError) {
      place = try Place(path)
      try place.check()
      draft = try place.makeDraft()
    }

    /// Writes the files to the place, whole or not at all.
    ///
    /// - Parameters:
    ///   - files: all that the folder is to hold.
    ///   - isCancelled: asked before every file; true stops the work and leaves nothing behind. The default asks
    ///     the task.
    public func write(_ files: [File], isCancelled: () -> Bool = { Task.isCancelled }) throws(ReportError) {
      for file in files {
        if isCancelled() { throw .cancelled(place.given) }
        try place.write(file, into: draft.path)
      }
      if isCancelled() { throw .cancelled(place.given) }
      try place.put(draft)
    }
  }

  /// Checks before there is a report that the folder at `path` can be made, and that it would replace nothing but an
  /// earlier report, and keeps the place.
  public static func reserve(_ path: String) throws(ReportError) -> Reservation { try Reservation(path) }

  /// Checks that a report can be written to `path`. Leaves nothing behind.
  public static func check(_ path: String) throws(ReportError) { _ = try Reservation(path) }

  /// Writes the files to the folder at `path`, which must not exist, or be empty, or hold a report of engram.
  ///
  /// - Parameters:
  ///   - files: all that the folder is to hold.
  ///   - path: the folder.
  ///   - isCancelled: asked before every file; true stops the work and leaves nothing behind. The default asks
  ///     the task.
  public static func write(
    _ files: [File], to path: String, isCancelled: () -> Bool = { Task.isCancelled }
  ) throws(ReportError) {
    try Reservation(path).write(files, isCancelled: isCancelled)
  }
}

extension Report {
  /// All files of the report: index.html, report.txt, results.json, the figures, and the data for other programs.
  ///
  /// - Throws: `ReportError`; `.cancelled` soon after the task is cancelled.
  public func files(states: StatesKept = .shown) throws(ReportError) -> [ReportFolder.File] {
    var files: [ReportFolder.File] = []
    for made in pieces(states: states) {
      files += try made().get()
      // Whoever cancelled the task gets no part of a report.
      if Task.isCancelled { throw .cancelled("its folder") }
    }
    return files
  }

  /// The same, in the same order, made on several threads.
  package func files(states: StatesKept, threads: Int) async throws -> [ReportFolder.File] {
    let pieces = pieces(states: states)
    let files = try await parallelMap(pieces.count, threads: threads) { try pieces[$0]().get() }
    if Task.isCancelled { throw ReportError.cancelled("its folder") }
    return files.flatMap(\.self)
  }

  private typealias Piece = @Sendable () -> Result<[ReportFolder.File], ReportError>

  /// What the folder holds, in pieces that are made independently.
  private func pieces(states: StatesKept) -> [Piece] {
    var pieces: [Piece] = [{ Result(catching: ownFiles) }]
    for file in dataFiles(states: states) { pieces.append { .success([file()]) } }
    for other in others { pieces.append { Result(catching: other.files) } }
    return pieces
  }

  private func ownFiles() throws(ReportError) -> [ReportFolder.File] {
    let figures = figures
    if Task.isCancelled { throw .cancelled("its folder") }
    return try documents(with: figures, page: "index.html", text: "report.txt", results: "results.json")
      + figures.map { .init(name: $0.file, content: $0.svg) }
  }

  /// The report as a page, as text and as numbers.
  ///
  /// - Parameter isLinked: whether its figures are files beside the page.
  fileprivate func documents(
    with figures: [Figure], page: String, text: String, results: String, isLinked: Bool = true
  ) throws(ReportError) -> [ReportFolder.File] {
    let numbers: String
    do { numbers = try json() } catch { throw .study("\(error)") }
    return [
      .init(name: page, content: try self.page(with: figures, isLinked: isLinked)),
      .init(name: text, content: self.text(with: figures)), .init(name: results, content: numbers),
    ]
  }

  /// Writes the report folder, whole or not at all.
  ///
  /// - Parameters:
  ///   - path: of the folder, which must not exist, or be empty, or hold a report of engram.
  ///   - states: whose hidden states are kept in it.
  public func write(to path: String, states: StatesKept = .shown) throws(ReportError) {
    try ReportFolder.write(files(states: states), to: path)
  }
}

extension Report.Other {
  /// Its page, text and numbers; its figures are in the page.
  fileprivate func files() throws(ReportError) -> [ReportFolder.File] {
    try report.documents(
      with: report.figures, page: file("html"), text: file("txt"), results: file("json"), isLinked: false)
  }
}

/// Where a report goes: the path as it was given, and its folder with links resolved.
private struct Place {
  let given: String
  /// Ends with a slash.
  let parent: String
  let name: String
  var target: String { parent + name }

  init(_ path: String) throws(ReportError) {
    given = path
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    // An existing folder is taken by its real name, so that a link to it stays.
    let full = Disk.look(at: trimmed) == nil ? trimmed : Disk.resolved(trimmed)
    let slash = full.lastIndex(of: "/")
    name = slash.map { String(full[full.index(after: $0)...]) } ?? full
    let above = slash.map { $0 == full.startIndex ? "/" : String(full[..<$0]) } ?? "."
    let real = Disk.resolved(above)
    parent = real.hasSuffix("/") ? real : real + "/"
    if name.isEmpty || name == "." || name == ".." {
      throw .noPlace(path, parent: above, reason: "the path names no new folder")
    }
  }

  // MARK: - Before

  /// Refuses everything that must not be replaced.
  func check() throws(ReportError) {
    if name.utf8.count > 255 { throw .refused(given, reason: "the name is too long") }
    let found = try content()
    if found.isEmpty { return }
    if let foreign = found.first(where: { !isOurs($0) || Disk.look(at: target + "/" + $0)?.isPlainFile != true }) {
      throw .foreignFolder(given, found: foreign)
    }
    if !holdsOurResults { throw .foreignFolder(given, found: found[0]) }
  }

  /// The names in the folder, sorted; none where there is none yet.
  private func content() throws(ReportError) -> [String] {
    guard let found = Disk.look(at: target) else { return [] }
    guard found.isFolder else { throw .notAFolder(given) }
    if Disk.isMountPoint(target) {
      throw .refused(given, reason: "it is a mount point, which cannot be replaced")
    }
    do {
      return try Disk.names(in: target) ?? []
    } catch {
      throw .noPlace(given, parent: target, reason: error.reason)
    }
  }

  /// Whether a file of the folder is one that a report has.
  private func isOurs(_ name: String) -> Bool { ReportFolder.names.contains(name) || isFigure(name) }

  /// A figure is known by its beginning: a drawing of the user's may be called 01-plot.svg.
  private func isFigure(_ name: String) -> Bool {
    guard name.hasSuffix(".svg"), name.prefix(2).allSatisfy({ ("0"..."9").contains($0) }),
      name.dropFirst(2).hasPrefix("-")
    else { return false }
    guard let bytes = try? Disk.read(target + "/" + name, limit: 1 << 28) else { return false }
    return bytes.starts(with: ReportFolder.beginningOfFigures.utf8)
  }

  /// A report of ours says so in its results.json.
  private var holdsOurResults: Bool {
    guard let bytes = try? Disk.read(target + "/results.json", limit: 1 << 28) else { return false }
    return String(decoding: bytes, as: UTF8.self).contains("\n  \"schema\": \"engram.results/")
  }

  // MARK: - Writing

  /// A new, hidden folder beside the target.
  func makeDraft() throws(ReportError) -> DraftFolder {
    do {
      return try DraftFolder(beside: target)
    } catch {
      if error.path == target { throw .refused(given, reason: error.reason) }
      throw .noPlace(given, parent: parentName, reason: error.reason)
    }
  }

  var parentName: String { parent.count > 1 ? String(parent.dropLast()) : parent }

  func write(_ file: ReportFolder.File, into draft: String) throws(ReportError) {
    precondition(!file.name.isEmpty && !file.name.contains("/"), "a file of a report has a plain name")
    do {
      try Disk.write(file.content, to: draft + "/" + file.name, temporaries: draft)
    } catch {
      throw .unwritten(given, file: file.name, reason: error.reason)
    }
  }

  /// The finished draft replaces what is there.
  func put(_ draft: DraftFolder) throws(ReportError) {
    try check()
    let checked = Set(try content())
    do {
      try draft.put { checked.contains($0) }
    } catch {
      throw .notMoved(given, reason: error.reason)
    }
  }
}

extension ReportFolder {
  /// The files of a report, besides its figures.
  static let names: Set<String> = Set(
    ["index.html", "report.txt", "results.json", "panel.csv", "predictions.csv", "score-test.npy", "states.csv"]
      + PanelOptions.Change.allCases.flatMap { change in ["html", "txt", "json"].map { "\(change.rawValue).\($0)" } }
      + ["memory", "twin"].map { "states-\($0).npy" }
      + ["memory", "twin", "anchored-memory", "anchored-twin", "placebo"].map { "weights-\($0).safetensors" })

  /// How the file of a figure begins.
  static let beginningOfFigures = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"fig\""
}
