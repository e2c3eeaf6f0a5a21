import Engram

extension [SourceReading] {
  /// Exit code 3 with a sentence for each that failed; nothing where none did.
  func requireAll() throws {
    let failures = compactMap { reading in reading.error.map { "\($0.kind.rawValue): \($0)" } }
    if !failures.isEmpty { throw SourcesFailed(messages: failures, count: count) }
  }
}

/// Some sources failed; what the others gave has been printed.
struct SourcesFailed: Error, CustomStringConvertible {
  var messages: [String]
  var count: Int

  var description: String {
    messages.joined(separator: "\n") + (count > 1 ? "\n\(messages.count) of \(count) sources failed" : "")
  }
}
