package import Logging
import Memory
import Panels
import Recurrence
import Synchronization
import TimeSeries

/// Logs a run and its times. Nothing of it is in the report.
package struct RunLog: Sendable {
  var logger: Logger

  package init(logger: Logger) { self.logger = logger }

  /// Does some work and logs how long it took.
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

  /// Rows read, dropped and filled by column, rows of the panel, and warnings.
  func aligned(_ panel: Panel) {
    for entry in panel.ledger.entries {
      logger.info(
        "\(entry.column): \(entry.rowsRead) rows read, \(entry.missing) missing, \(entry.duplicates) repeated, \(entry.dropped) dropped, \(entry.filled) filled, \(entry.first) to \(entry.last)"
      )
    }
    logger.info(
      "\(panel.name): \(panel.rows) rows of \(panel.width) columns, \(panel.split.train) train, \(panel.split.validation) choose the epoch, \(panel.split.test) test"
    )
    for warning in panel.ledger.warnings { logger.notice("\(warning)") }
  }

  /// Rows of a source.
  func read(_ request: String, _ series: [Series], since start: ContinuousClock.Instant) {
    let rows = series.reduce(0) { $0 + $1.values.count }
    logger.info("read \(request): \(rows) rows, in \(RunLog.seconds(since: start))")
    for note in series.flatMap(\.origin.notes) { logger.debug("\(request): \(note)") }
  }
}

/// Counts trained networks and logs when all of a model are trained.
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
      "trained \(names[ensemble]): \(networks) networks, \(RunLog.seconds(since: start)) after the start of the round")
  }
}
