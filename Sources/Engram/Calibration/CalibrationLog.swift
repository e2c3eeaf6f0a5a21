import FoundationEssentials
import Recurrence
import Glibc

/// The outcomes of a calibration as they come, a line of JSON each, so that an interrupted run goes on where it stopped.
public struct CalibrationLog: Sendable {
  /// The file.
  public var path: String
  private let settings: String

  /// What can be wrong with the file.
  public enum Fault: Error, CustomStringConvertible {
    case otherSettings(String)
    case unwritable(String, String)
    case damaged(String, line: Int)

    /// In a sentence, for a person.
    public var description: String {
      switch self {
      case .otherSettings(let path):
        "\(path) holds outcomes of other settings or another version; name another folder with --out, or remove it"
      case .unwritable(let path, let reason): "cannot write \(path): \(reason); check the folder"
      case .damaged(let path, let line): "\(path):\(line): not an outcome; remove the line, or the file"
      }
    }
  }

  /// - Parameters:
  ///   - path: the file, which need not exist.
  ///   - calibration: its settings stand in the first line; outcomes of other settings are not taken.
  ///   - version: of engram; outcomes of another are not taken either.
  public init(path: String, for calibration: Calibration, version: String) throws {
    self.path = path
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    settings = String(
      decoding: try encoder.encode(Header(version: version, training: calibration.training)), as: UTF8.self)
  }

  /// What was kept so far; nothing where there is no file. A last line without its end, from a run that was killed, is
  /// cut off; one that two runs at once both wrote counts once.
  public func read() throws -> [Calibration.Outcome] {
    guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else {
      try append(settings)
      return []
    }
    var bytes = Array(data)
    if bytes.last != 10 {
      let end = (bytes.lastIndex(of: 10) ?? -1) + 1
      bytes.removeSubrange(end...)
      if truncate(path, off_t(end)) != 0 { throw Fault.unwritable(path, String(cString: strerror(errno))) }
    }
    let lines = bytes.split(separator: 10)
    guard let first = lines.first else {
      try append(settings)
      return []
    }
    guard String(decoding: first, as: UTF8.self) == settings else { throw Fault.otherSettings(path) }
    var seen: Set<Calibration.Key> = []
    return try lines.dropFirst().enumerated().map { index, line in
      do {
        return try JSONDecoder().decode(Calibration.Outcome.self, from: Data(line))
      } catch {
        throw Fault.damaged(path, line: index + 2)
      }
    }.filter { seen.insert(Calibration.Key($0)).inserted }
  }

  /// Writes one outcome, and makes sure that it is on the disk.
  public func append(_ outcome: Calibration.Outcome) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try append(String(decoding: try encoder.encode(outcome), as: UTF8.self))
  }

  private func append(_ line: String) throws {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Fault.unwritable(path, String(cString: strerror(errno))) }
    defer { close(descriptor) }
    let bytes = Array((line + "\n").utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count else {
      throw Fault.unwritable(path, String(cString: strerror(errno)))
    }
  }

  private struct Header: Encodable {
    var version: String
    var training: TrainingOptions
  }
}
