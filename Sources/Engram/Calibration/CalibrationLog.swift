package import Files
import FoundationEssentials
import Recurrence

/// The outcomes of a calibration as they come, one line of JSON each, so that an interrupted run can continue.
package struct CalibrationLog: Sendable {
  private let path: String
  /// The first line: outcomes of other settings or another version are refused.
  private let settings: String

  /// What can be wrong with the file.
  package enum Fault: Error, CustomStringConvertible {
    case otherSettings(String)
    case disk(FileFault, doing: String)
    case damaged(String, line: Int)

    package var description: String {
      switch self {
      case .otherSettings(let path):
        "\(path) holds outcomes of other settings or another version; name another folder with --out, or remove it"
      case .disk(let fault, let action): "\(action) \(fault.path): \(fault.reason). Check the file and its folder"
      case .damaged(let path, let line): "\(path):\(line): not an outcome; remove the line, or the file"
      }
    }
  }

  /// - Parameters:
  ///   - path: the file; it need not exist.
  ///   - calibration: its settings are the first line.
  ///   - version: of engram, also in the first line.
  package init(path: String, for calibration: Calibration, version: String) throws {
    self.path = path
    settings = try Self.line(Header(version: version, training: calibration.training))
  }

  /// The outcomes so far, after making the file if there is none. A last line that a killed run left without its end
  /// does not count, and an outcome that two runs wrote counts once.
  package func read() throws -> [Calibration.Outcome] {
    let bytes: [UInt8]
    do {
      bytes = try Disk.read(path, limit: 1 << 30) ?? []
    } catch {
      throw Fault.disk(error, doing: "reading")
    }
    let whole = bytes.prefix((bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1)
    let lines = whole.split(separator: UInt8(ascii: "\n"))
    guard let first = lines.first else {
      // A beginning of ours is an interrupted append; anything else is somebody else's file.
      guard Array(settings.utf8).starts(with: bytes) else { throw Fault.otherSettings(path) }
      try append(settings)
      return []
    }
    guard String(decoding: first, as: UTF8.self) == settings else { throw Fault.otherSettings(path) }
    let outcomes = try lines.dropFirst().enumerated().map { index, line in
      do {
        return try JSONDecoder().decode(Calibration.Outcome.self, from: Data(line))
      } catch {
        throw Fault.damaged(path, line: index + 2)
      }
    }
    // One that was judged later counts in place of the same without a verdict.
    var places: [Calibration.Key: Int] = [:]
    var kept: [Calibration.Outcome] = []
    for outcome in outcomes {
      if let place = places[Calibration.Key(outcome)] {
        if kept[place].verdict == nil { kept[place] = outcome }
      } else {
        places[Calibration.Key(outcome)] = kept.count
        kept.append(outcome)
      }
    }
    return kept
  }

  /// Writes one outcome; when this returns, it is on the disk.
  package func append(_ outcome: Calibration.Outcome) throws { try append(try Self.line(outcome)) }

  private func append(_ line: String) throws {
    do {
      try Disk.append(line: line, to: path)
    } catch {
      throw Fault.disk(error, doing: "writing")
    }
  }

  private static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private struct Header: Encodable {
    var version: String
    var training: TrainingOptions
  }
}
