/// Why a sweep cannot go on, or its result cannot be made.
package enum SweepError: Error, Equatable {
  /// A folder that is not empty and holds no sweep.
  case foreignFolder(String, found: String)
  /// A folder that holds no sweep.
  case noSweep(String)
  /// Points of other settings, another grid or another version.
  case otherSweep(String)
  /// The folder of a shard of another sweep than the first.
  case unlike(String, first: String)
  case damaged(String, reason: String)
  /// Two shards found different things at one point.
  case contradiction(point: Int, String, String)
  case unwritable(String, reason: String)
  /// Points that have not been run, in their order, of how many.
  case missing([Int], of: Int, folder: String)
}

extension SweepError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .foreignFolder(let path, let found):
      "keeping the points in \(path): the folder holds \(found) and no sweep of engram. Name a new folder with --out"
    case .noSweep(let path):
      "reading the sweep in \(path): there is none (no settings.json). Name folders that 'engram sweep' has written"
    case .otherSweep(let path):
      "keeping the points in \(path): it holds points of other settings, another grid or another version of engram. "
        + "Name another folder with --out, or remove it"
    case .unlike(let path, let first):
      "merging \(path): its points are of another sweep than those in \(first). Merge shards of one sweep"
    case .damaged(let path, let reason):
      "reading \(path): \(reason). If it is a point, remove the file: the point is then run again"
    case .contradiction(let point, let one, let other):
      "merging point \(point): \(one) and \(other) found different things. Their data may have changed in between. "
        + "Remove the wrong one"
    case .unwritable(let path, let reason): "writing \(path): \(reason). Check the folder and its disk"
    case .missing(let points, let count, let folder):
      "\(points.count) of \(count) points are missing in \(folder): \(SweepError.ranges(points)). Run their shards again, "
        + "or the sweep itself with --out \(folder): it continues from there"
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
