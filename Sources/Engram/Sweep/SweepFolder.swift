import DataSources
package import Files
import FoundationEssentials
import Reporting
package import SeriesMemory

/// The folder of a sweep: settings.json, a file for each point that is done, and at the end the result.
///
/// Every file appears whole or not at all, no link in it is followed, and only files of these names are written, so a run that is killed at any moment loses only the points it was working
/// on. A point has its number as its name, `points/000017.json`, and states the digest of its sweep.
package struct SweepFolder: Sendable {
  package let path: String

  /// A folder that need not exist yet.
  package init(_ path: String) { self.path = path }

  private var settings: String { path + "/settings.json" }
  private var points: String { path + "/points" }
  private func file(of point: Int) -> String {
    let digits = String(point)
    return points + "/" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".json"
  }

  /// Makes the folder for a sweep, or continues the same sweep.
  package func begin(_ sweep: Sweep) throws {
    let text = try sweep.text
    try onDisk { () throws(FileFault) in try Disk.makeFolder(path) }
    // Names before settings: another shard may begin here at this moment, and it writes the settings first.
    let names = try onDisk { () throws(FileFault) in try Disk.names(in: path) ?? [] }
    Disk.removeLeftovers(in: path)
    if let found = try read(settings) {
      guard found == Array(text.utf8) else { throw SweepError.otherSweep(path) }
    } else if let foreign = names.first(where: { !isShards($0) && !Disk.isDraft($0) }) {
      throw SweepError.foreignFolder(path, found: foreign)
    } else {
      try write(text, to: settings)
    }
    try onDisk { () throws(FileFault) in try Disk.makeFolder(points, under: path) }
    Disk.removeLeftovers(in: points, under: path)
  }

  /// The folder of the shards of a job array may be made before this one.
  private func isShards(_ name: String) -> Bool {
    name == "shards" && Disk.look(at: path + "/" + name)?.isFolder == true
  }

  /// Keeps other runs out of the folder. Several shards may work in it, or one whole sweep.
  package func lock(shared: Bool) throws -> FolderLock {
    try onDisk { () throws(FileFault) in
      try Disk.makeFolder(path)
      return try FolderLock(path, shared: shared)
    }
  }

  /// The sweep whose points are here.
  package func sweep() throws -> Sweep {
    guard let bytes = try read(settings) else { throw SweepError.noSweep(path) }
    guard let sweep = try? JSONDecoder().decode(Sweep.self, from: Data(bytes)), sweep.hasPoints,
      try sweep.text == String(decoding: bytes, as: UTF8.self)
    else {
      throw SweepError.damaged(settings, reason: "it is not the settings of a sweep of engram \(engramVersion)")
    }
    return sweep
  }

  /// The outcomes so far, by point.
  ///
  /// - Throws: `SweepError` for a file that is no point or is a point of another sweep.
  package func outcomes(of sweep: Sweep) throws -> [Int: SweepOutcome] {
    let (digest, count) = (try sweep.digest, sweep.count)
    let names = try onDisk { () throws(FileFault) in try Disk.names(in: points, under: path) ?? [] }
    var outcomes: [Int: SweepOutcome] = [:]
    let decoder = JSONDecoder()
    for name in names where !Disk.isDraft(name) {
      let place = points + "/" + name
      guard let bytes = try read(place), let outcome = try? decoder.decode(SweepOutcome.self, from: Data(bytes)),
        (1...count).contains(outcome.point), file(of: outcome.point) == place
      else { throw SweepError.damaged(place, reason: "it is not a point of a sweep") }
      guard outcome.sweep == digest else {
        throw SweepError.damaged(
          place, reason: "it is a point of another sweep, or was run by another version of engram")
      }
      outcomes[outcome.point] = outcome
    }
    return outcomes
  }

  /// Keeps a point.
  package func keep(_ outcome: SweepOutcome) throws {
    var json = try JSON(encoding: outcome)
    // Points of the first sweeps have no such member.
    if outcome.tested == nil { json = json.removing("tested") }
    try write(json.text, to: file(of: outcome.point))
  }

  /// Writes the files of a result, the JSON last: where it exists, the others are of the same run.
  private func finish(_ files: [(name: String, text: String)], json: (name: String, text: String)) throws {
    _ = try onDisk { () throws(FileFault) in try Disk.remove(path + "/" + json.name, under: path) }
    for file in files + [json] { try write(file.text, to: path + "/" + file.name) }
  }

  /// Writes the result of a sweep.
  package func finish(_ table: SweepTable) throws {
    try finish(
      [("sweep.csv", table.csv), ("index.html", try table.html())], json: ("sweep.json", try table.json()))
  }

  /// Writes the result of tests.
  package func finish(_ table: TestTable) throws {
    try finish([("test.csv", table.csv)], json: ("test.json", table.json()))
  }

  /// A file beside the points, such as a script.
  package func write(_ text: String, named name: String, in folder: String) throws {
    try onDisk { () throws(FileFault) in try Disk.makeFolder(path + "/" + folder, under: path) }
    try write(text, to: path + "/" + folder + "/" + name)
  }

  private func write(_ text: String, to file: String) throws {
    try onDisk { () throws(FileFault) in
      try Disk.write(Array(text.utf8), to: file, temporaries: path, under: path)
    }
  }

  private func read(_ file: String) throws -> [UInt8]? {
    try onDisk { () throws(FileFault) in try Disk.read(file, limit: 1 << 26, under: path) }
  }

  private func onDisk<Result: ~Copyable>(_ body: () throws(FileFault) -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      throw SweepError.unwritable(error.path, reason: error.reason)
    }
  }
}

extension SweepFolder {
  /// Makes the result from the points in this folder.
  ///
  /// - Throws: `SweepError.missing` if some are missing.
  package func finish(_ sweep: Sweep) throws -> SweepTable {
    let table = SweepTable(sweep.shown, try all(of: sweep))
    try finish(table)
    return table
  }

  /// The same where the series of the points were only tested.
  package func finishTests(_ sweep: Sweep, _ depth: TestDepth) throws -> TestTable {
    let tested = try all(of: sweep).flatMap { $0.tested ?? [] }
    let table = TestTable(tested, name: sweep.study.name, depth, isEach: true)
    try finish(table)
    return table
  }

  /// The outcomes of all points, in their order.
  private func all(of sweep: Sweep) throws -> [SweepOutcome] {
    let outcomes = try outcomes(of: sweep)
    let missing = (1...sweep.count).filter { outcomes[$0] == nil }
    guard missing.isEmpty else { throw SweepError.missing(missing, of: sweep.count, folder: path) }
    return outcomes.values.sorted { $0.point < $1.point }
  }

  /// Gathers the points of other folders and makes the result.
  ///
  /// - Throws: `SweepError.missing` if points are missing; the others have been copied by then.
  package func merge(_ folders: [SweepFolder]) throws -> SweepTable { try finish(try gather(folders)) }

  /// Copies the points of other folders into this one. A point that failed in one folder only counts as found.
  ///
  /// - Returns: the sweep they are of.
  package func gather(_ folders: [SweepFolder]) throws -> Sweep {
    guard let first = folders.first else { throw SweepError.noSweep(path) }
    let sweep = try first.sweep()
    for folder in folders.dropFirst() where try folder.sweep() != sweep {
      throw SweepError.unlike(folder.path, first: first.path)
    }
    try begin(sweep)
    let here = try outcomes(of: sweep)
    var merged: [Int: (SweepOutcome, from: String)] = here.mapValues { ($0, path) }
    for folder in folders {
      for (point, outcome) in try folder.outcomes(of: sweep) {
        guard let (known, from) = merged[point] else {
          merged[point] = (outcome, folder.path)
          continue
        }
        if outcome.contradicts(known) { throw SweepError.contradiction(point: point, from, folder.path) }
        if known.hasFailed { merged[point] = (outcome, folder.path) }
      }
    }
    for (point, (outcome, _)) in merged where here[point] != outcome { try keep(outcome) }
    return sweep
  }
}
