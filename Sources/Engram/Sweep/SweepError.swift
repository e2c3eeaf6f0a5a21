/// Why a sweep cannot go on, or its result cannot be made.
public enum SweepError: Error, Equatable {
  /// A folder that holds something, and no sweep.
  case foreignFolder(String, found: String)
  /// A folder that holds no sweep.
  case noSweep(String)
  /// Points of other settings, another grid or another version.
  case otherSweep(String)
  /// A folder of a shard that is of another sweep than the first.
  case unlike(String, first: String)
  case damaged(String, reason: String)
  /// One point, two findings.
  case contradiction(point: Int, String, String)
  /// The system's reason.
  case unwritable(String, reason: String)
  /// Points that nobody has run yet, in their order, of how many.
  case missing([Int], of: Int, folder: String)
  case cancelled(done: Int, of: Int, folder: String)
}

extension SweepError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .foreignFolder(let path, let found):
      "keeping the points in \(path): the folder holds \(found) and is no sweep of engram. Name a new folder with --out"
    case .noSweep(let path):
      "reading the sweep in \(path): there is none (no settings.json). Name folders that 'engram sweep' has written"
    case .otherSweep(let path):
      "keeping the points in \(path): it holds points of other settings, another grid or another version of engram. "
        + "Name another folder with --out, or remove it"
    case .unlike(let path, let first):
      "merging \(path): its points are of another sweep than those in \(first). Merge shards of one sweep"
    case .damaged(let path, let reason):
      "reading \(path): \(reason). Where it is a point, remove the file: the point is then run again"
    case .contradiction(let point, let one, let other):
      "merging point \(point): \(one) and \(other) found different things. Did their data change in between? "
        + "Remove the wrong one"
    case .unwritable(let path, let reason): "writing \(path): \(reason). Check the folder and its disk"
    case .missing(let points, let count, let folder):
      "\(points.count) of \(count) points are missing in \(folder): \(SweepError.ranges(points)). Run their shards again, "
        + "or the sweep itself with --out \(folder): it goes on from there"
    case .cancelled(let done, let count, let folder):
      "interrupted: \(done) of \(count) points are kept in \(folder); the same command goes on from there"
    }
  }

  /// `1-3, 7, 9-12`, at most twenty of them.
  static func ranges(_ points: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for point in points {
      if let last = runs.last, last.upperBound + 1 == point {
        runs[runs.count - 1] = last.lowerBound...point
      } else {
        runs.append(point...point)
      }
    }
    let texts = runs.prefix(20).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
    return texts.joined(separator: ", ") + (runs.count > 20 ? ", …" : "")
  }
}
