/// Why a report was not written; nothing of it is left on the disk.
public enum ReportError: Error, Equatable {
  /// The path exists and is not a folder.
  case notAFolder(String)
  /// A folder with content that is not an earlier report: what was found in it.
  case foreignFolder(String, found: String)
  /// The folder that should hold the report is missing or refuses it: its path, and the system's reason.
  case noPlace(String, parent: String, reason: String)
  /// The place cannot take a report: a mount point, a name that is too long, or another run that writes there.
  case refused(String, reason: String)
  /// Writing stopped: which file, and the system's reason.
  case unwritten(String, file: String, reason: String)
  /// The finished folder could not take its place.
  case notMoved(String, reason: String)
  /// Cancelled.
  case cancelled(String)
  /// The page's own template cannot be read.
  case page(String)
  /// The study could not be written as JSON.
  case study(String)
}

extension ReportError: CustomStringConvertible {
  /// In a sentence, for a person.
  public var description: String {
    switch self {
    case .notAFolder(let path):
      "writing the report to \(path): it exists and is not a folder. Choose another path"
    case .foreignFolder(let path, let found):
      "writing the report to \(path): the folder holds \(found), which is not part of a report of engram. Choose a new or"
        + " empty folder, or move that file away"
    case .noPlace(let path, let parent, let reason):
      "writing the report to \(path): no folder can be made in \(parent): \(reason). Check that it exists and may be"
        + " written to"
    case .refused(let path, let reason):
      "writing the report to \(path): \(reason). Choose another path"
    case .unwritten(let path, let file, let reason):
      "writing the report to \(path): \(file): \(reason). Nothing was left behind; make room or choose another disk"
    case .notMoved(let path, let reason):
      "writing the report to \(path): the finished report cannot be put in place: \(reason). Nothing was left"
        + " behind; choose another path"
    case .cancelled(let path):
      "writing the report to \(path): stopped before it was complete. Nothing was left behind"
    case .page(let reason):
      "writing index.html: the template of the page cannot be read: \(reason). This is a bug in engram; report it"
    case .study(let reason):
      "writing results.json: the study cannot be written as JSON: \(reason). Change the study"
    }
  }
}
