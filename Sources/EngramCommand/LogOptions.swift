import ArgumentParser
import Engram
import Logging
import Synchronization
import Glibc

/// What every command that may say what it does accepts.
struct LogOptions: ParsableArguments {
  @Flag(help: "Say on standard error what is read, from where, dropped, trained and written, and how long it takes.")
  var verbose = false

  /// Says nothing unless it is asked to.
  var logger: Logger {
    guard verbose else { return Study.noLog }
    let start = ContinuousClock.now
    return Logger(label: "engram") { _ in LineLog(start: start) }
  }
}

/// One line on standard error for each message, with the seconds since the command began.
private struct LineLog: LogHandler {
  var logLevel = Logger.Level.debug
  var metadata = Logger.Metadata()
  let start: ContinuousClock.Instant

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let tenths = Int(start.duration(to: .now) / Duration.milliseconds(100))
    let seconds = "\(tenths / 10).\(tenths % 10)"
    let sign = event.level >= .notice ? "\(event.level): " : ""
    // What a server or a file said must not be able to move the cursor or fake a line.
    let plain = String(
      String.UnicodeScalarView(
        "\(event.message)".unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    writeToStandardError(String(repeating: " ", count: max(0, 7 - seconds.count)) + "\(seconds) s  \(sign)\(plain)\n")
  }
}

extension Logger {
  /// What became of a document.
  func say(_ event: FetchEvent) {
    let size = event.bytes > 0 ? ", \(event.bytes) bytes" : ""
    let digest = event.sha256.map { ", sha256 \($0.prefix(12))…" } ?? ""
    let age = event.age > 0 ? ", \(Int(event.age)) s old" : ""
    info("\(event.kind.rawValue) \(event.url)\(size)\(digest)\(age)")
  }
}
