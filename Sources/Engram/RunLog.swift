package import Logging
import Memory
import Panels
import Recurrence
import Synchronization
import TimeSeries

/// What a run says of itself while it runs: it reads the clock, and nothing of it goes into a report.
package struct RunLog: Sendable {
  var logger: Logger

  package init(logger: Logger) { self.logger = logger }

  /// Does some work and says how long it took.
  func timed<Result>(
    isolation: isolated (any Actor)? = #isolation, _ words: (Result) -> String, _ work: () async throws -> Result
  ) async rethrows -> Result {
    let start = ContinuousClock.now
    let result = try await work()
    logger.info("\(words(result)), in \(RunLog.seconds(since: start))")
    return result
  }

  static func seconds(since start: ContinuousClock.Instant) -> String {
    let milliseconds = Int(start.duration(to: .now) / Duration.milliseconds(1))
    return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
  }

  /// Rows read, joined, dropped, filled, by column, and what a reader should be warned of.
  func aligned(_ panel: Panel) {
    for entry in panel.ledger.entries {
      logger.info(
        "\(entry.column): \(entry.rowsRead) rows read, \(entry.missing) missing, \(entry.duplicates) repeated, \(entry.dropped) left out, \(entry.filled) filled, \(entry.first) to \(entry.last)"
      )
    }
    logger.info(
      "\(panel.name): \(panel.rows) rows of \(panel.width) columns, \(panel.split.train) train, \(panel.split.validation) choose the epoch, \(panel.split.test) are held out"
    )
    for warning in panel.ledger.warnings { logger.notice("\(warning)") }
  }

  /// What a source gave.
  func read(_ request: String, _ series: [Series], since start: ContinuousClock.Instant) {
    let rows = series.reduce(0) { $0 + $1.values.count }
    logger.info("read \(request): \(rows) rows, in \(RunLog.seconds(since: start))")
    for note in series.flatMap(\.origin.notes) { logger.debug("\(request): \(note)") }
  }
}

/// Counts the networks of a round as they come, and says when the last of a model is there.
final class TrainingLog: Sendable {
  private let log: RunLog
  private let names: [String]
  private let networks: Int
  private let done: Mutex<[Int]>
  private let start = ContinuousClock.now

  init(_ log: RunLog, names: [String], networks: Int) {
    (self.log, self.names, self.networks) = (log, names, networks)
    done = Mutex(Array(repeating: 0, count: names.count))
  }

  /// Any thread may call this, once for each network.
  func add(_ ensemble: Int) {
    let count = done.withLock { done in
      done[ensemble] += 1
      return done[ensemble]
    }
    guard count == networks else { return }
    log.logger.info(
      "trained \(names[ensemble]): \(networks) networks, \(RunLog.seconds(since: start)) after the round began")
  }
}
