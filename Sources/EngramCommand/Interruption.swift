import CSystem
import Dispatch
import Glibc

/// Lets Ctrl-C end the program with its own exit code wherever no work is to be cancelled.
func endWithOwnCodeAtInterrupt() { signal(SIGINT) { _ in _exit(ExitStatus.interrupted.rawValue) } }

/// What the signals do without work that they cancel.
private func restore(_ signals: [Int32]) {
  for number in signals { signal(number, SIG_DFL) }
  endWithOwnCodeAtInterrupt()
}

/// Does some work that Ctrl-C, SIGTERM or the end of the terminal cancels, then removes the line of progress.
///
/// - Parameters:
///   - line: the line that the work shows.
///   - consequence: what an interruption leaves behind, in words.
/// - Throws: the error of the work. Where it was interrupted: `CommandFault` with exit code 130, whatever error the
///   cancelled work threw.
func interruptible<Result: Sendable>(
  clearing line: (any StatusLine)? = nil, consequence: @autoclosure () throws -> String = "nothing was written",
  _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  let task = Task(operation: work)
  let interruption = Interruption { task.cancel() }
  let result = await task.result
  line?.clear()
  withExtendedLifetime(interruption) {}
  if task.isCancelled, case .failure = result {
    throw CommandFault("interrupted: \(try consequence())", status: .interrupted)
  }
  return try result.get()
}

/// Calls a handler at the first SIGINT, SIGTERM or SIGHUP, as long as it lives. The second signal ends the program at once: a
/// long panel is analysed for minutes between two places where cancelled work can stop.
private final class Interruption {
  private let signals: [Int32]
  private let source: (any DispatchSourceRead)?

  init(_ handler: @escaping @Sendable () -> Void) {
    // Under nohup the end of the terminal is no reason to stop.
    let signals = [SIGINT, SIGTERM] + (Self.isIgnored(SIGHUP) ? [] : [SIGHUP])
    self.signals = signals
    let end = engram_tell_signals(signals, Int32(signals.count))
    // Without a pipe to tell, a signal ends the program at once.
    guard end >= 0 else {
      source = nil
      return
    }
    // A queue of its own has a thread of its own. The global queues have none free while every core is busy.
    let source = DispatchSource.makeReadSource(fileDescriptor: end, queue: DispatchQueue(label: "interruption"))
    source.setEventHandler {
      var byte: UInt8 = 0
      guard read(end, &byte, 1) > 0 else { return }
      restore(signals)
      handler()
    }
    self.source = source
    source.resume()
  }

  deinit {
    source?.cancel()
    restore(signals)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    // SIG_IGN is the address 1.
    return sigaction(number, nil, &action) == 0
      && unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }
}
