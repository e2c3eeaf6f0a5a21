import ArgumentParser
import Engram
import Files
import Logging
import Synchronization
import Glibc

/// The option of every command that can log its work.
struct LogOptions: ParsableArguments {
  @Flag(help: "Log what is read, dropped, trained and written, and how long it takes, on standard error.")
  var verbose = false

  /// Without --verbose only what was found out from tables, one line for each.
  var logger: Logger {
    let (start, verbose) = (ContinuousClock.now, verbose)
    return Logger(label: "engram") { _ in LineLog(logLevel: verbose ? .debug : .warning, start: verbose ? start : nil) }
  }
}

/// One line on standard error for each message, with the seconds since the command began.
private struct LineLog: LogHandler {
  var logLevel: Logger.Level
  var metadata = Logger.Metadata()
  /// Nil for lines without a time.
  let start: ContinuousClock.Instant?

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let sign = event.level == .notice ? "\(event.level): " : ""
    writeToStandardError("\(clock)\(sign)\(printable("\(event.message)"))\n")
  }

  private var clock: String {
    guard let start else { return "" }
    let tenths = Int(start.duration(to: .now) / Duration.milliseconds(100))
    let seconds = "\(tenths / 10).\(tenths % 10)"
    return String(repeating: " ", count: max(0, 7 - seconds.count)) + "\(seconds) s  "
  }
}

extension Logger {
  /// Logs what happened to a document.
  func log(_ event: FetchEvent) {
    let size = event.bytes > 0 ? ", \(event.bytes) bytes" : ""
    let digest = event.sha256.map { ", sha256 \($0.prefix(12))…" } ?? ""
    let age = event.age > 0 ? ", \(Int(event.age)) s old" : ""
    info("\(event.kind.rawValue) \(event.url)\(size)\(digest)\(age)")
  }
}
