import CSystem
import Dispatch
import Files
import Synchronization

import Glibc

/// Runs a program with limits on time and output, and leaves no process and no file behind.
///
/// The program runs without a shell, in a session of its own, with the given environment only, an empty standard input and
/// no open files but its three streams. When it exits, runs too long, prints too much or is cancelled, a process that
/// watches it kills all that descends from it and removes its folder. The same happens when this process ends, in whatever
/// way.
struct ChildProcess: Sendable {
  /// The path of the program.
  var program: String
  var arguments: [String]
  var environment: [(name: String, value: String)]
  /// Its working directory, which is removed in the end.
  var folder: TemporaryFolder
  var timeLimit: Duration
  /// Of standard output, in bytes.
  var outputLimit: Int

  struct Result: Sendable {
    var ending: Ending
    var output: [UInt8]
    /// The last bytes of its standard error.
    var complaint: [UInt8]
  }

  enum Ending: Sendable, Equatable {
    case exited(Int32)
    case killed(signal: Int32)
    case ranTooLong, printedTooMuch, cancelled
    /// `errno` of the failed start.
    case notStarted(Int32)
  }

  /// Runs it on a thread of its own; returns soon after a cancellation.
  func run() async -> Result {
    let flag = CancelFlag()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        DispatchQueue(label: "engram.program").async { continuation.resume(returning: runToEnd(flag)) }
      }
    } onCancel: {
      flag.raised.store(true, ordering: .relaxed)
    }
  }

  /// Blocks until the program has exited and was waited for.
  private func runToEnd(_ flag: CancelFlag) -> Result {
    var (out, err) = (Pipe(), Pipe())
    defer {
      out.close()
      err.close()
    }
    guard out.open(), err.open() else { return Result(ending: .notStarted(errno), output: [], complaint: []) }
    var watched = engram_watched()
    let failure = withCStrings([program] + arguments) { words in
      withCStrings(environment.map { "\($0.name)=\($0.value)" }) { environment in
        engram_watch(
          &watched, program, words, environment, folder.path, folder.descriptor, out.writeEnd, err.writeEnd)
      }
    }
    out.closeWriteEnd()
    err.closeWriteEnd()
    guard failure == 0 else { return Result(ending: .notStarted(failure), output: [], complaint: []) }

    var reading = Reading(outputLimit: outputLimit)
    let early = reading.follow(watched.report, out, err, until: .now + timeLimit, flag)
    close(watched.control)
    let found = Self.ending(of: watched)
    // The pipes still hold what the program had written; nobody can write more.
    reading.drain(out, err)
    let ending = early ?? (reading.output.count > outputLimit ? .printedTooMuch : found)
    return Result(ending: ending, output: reading.output, complaint: reading.complaint)
  }

  /// Waits until everything has ended.
  private static func ending(of watched: engram_watched) -> Ending {
    var wait = pollfd(fd: watched.report, events: Int16(POLLIN), revents: 0)
    while poll(&wait, 1, -1) < 0, errno == EINTR {}
    var ending = engram_ending()
    let count = read(watched.report, &ending, MemoryLayout<engram_ending>.size)
    close(watched.report)
    while waitpid(watched.watcher, nil, 0) < 0, errno == EINTR {}
    // A watcher that somebody killed took the program with it.
    if count != MemoryLayout<engram_ending>.size { return .killed(signal: SIGKILL) }
    return ending.failure != 0 ? .notStarted(ending.failure) : Self.ending(ending.status)
  }

  private static func ending(_ status: Int32) -> Ending {
    // The macros of wait(2): the low seven bits are the signal, the next byte the exit code.
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
  }
}

/// Calls `body` with C copies of texts, ended by a null.
private func withCStrings<Result>(
  _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  let copies = texts.map { strdup($0) } + [nil]
  defer { for copy in copies { free(copy) } }
  let array = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: copies.count)
  defer { array.deallocate() }
  array.initialize(from: copies, count: copies.count)
  return body(array)
}

/// A flag that another thread raises.
private final class CancelFlag: Sendable {
  let raised = Atomic(false)
}

/// Two ends, each open or -1.
private struct Pipe {
  private(set) var readEnd: Int32 = -1
  private(set) var writeEnd: Int32 = -1

  /// A program that another thread starts meanwhile inherits neither end.
  mutating func open() -> Bool {
    var ends: [Int32] = [-1, -1]
    let failure = engram_pipe(&ends)
    (readEnd, writeEnd) = (ends[0], ends[1])
    return failure == 0
  }

  mutating func closeWriteEnd() {
    if writeEnd >= 0 { _ = Glibc.close(writeEnd) }
    writeEnd = -1
  }

  mutating func close() {
    closeWriteEnd()
    if readEnd >= 0 { _ = Glibc.close(readEnd) }
    readEnd = -1
  }
}

/// Reads the two pipes.
private struct Reading {
  let outputLimit: Int
  var output: [UInt8] = []
  /// The last 4096 bytes of standard error.
  var complaint: [UInt8] = []
  private var isOutOpen = true
  private var isErrOpen = true
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  init(outputLimit: Int) { self.outputLimit = outputLimit }

  /// Reads until the program has ended, which returns nil, or must be stopped.
  mutating func follow(
    _ report: Int32, _ out: Pipe, _ err: Pipe, until deadline: ContinuousClock.Instant, _ flag: CancelFlag
  ) -> ChildProcess.Ending? {
    while true {
      if flag.raised.load(ordering: .relaxed) { return .cancelled }
      if output.count > outputLimit { return .printedTooMuch }
      if hasEnded(report) { return nil }
      if .now >= deadline { return .ranTooLong }
      wait(out, err)
      takeOutput(out)
      takeComplaint(err)
    }
  }

  /// Reads the rest, up to the limit.
  mutating func drain(_ out: Pipe, _ err: Pipe) {
    while output.count <= outputLimit, takeOutput(out) {}
    while takeComplaint(err) {}
  }

  /// Whether the watcher has reported the end, or has ended.
  private func hasEnded(_ report: Int32) -> Bool {
    var look = pollfd(fd: report, events: Int16(POLLIN), revents: 0)
    return poll(&look, 1, 0) > 0
  }

  /// Waits for something to read, at most 20 ms, so that exit, time and cancellation are checked often.
  private func wait(_ out: Pipe, _ err: Pipe) {
    var ends: [pollfd] = []
    if isOutOpen { ends.append(pollfd(fd: out.readEnd, events: Int16(POLLIN), revents: 0)) }
    if isErrOpen { ends.append(pollfd(fd: err.readEnd, events: Int16(POLLIN), revents: 0)) }
    _ = poll(&ends, nfds_t(ends.count), isOutOpen ? 20 : 2)
  }

  @discardableResult
  private mutating func takeOutput(_ pipe: Pipe) -> Bool {
    guard isOutOpen else { return false }
    let count = fill(from: pipe)
    if count == .nothingEver { isOutOpen = false }
    output += buffer[..<count.bytes]
    return count.bytes > 0
  }

  @discardableResult
  private mutating func takeComplaint(_ pipe: Pipe) -> Bool {
    guard isErrOpen else { return false }
    let count = fill(from: pipe)
    if count == .nothingEver { isErrOpen = false }
    complaint = Array((complaint + buffer[..<count.bytes]).suffix(4096))
    return count.bytes > 0
  }

  private enum Filling: Equatable {
    case some(Int)
    case nothingNow, nothingEver

    var bytes: Int { if case .some(let count) = self { count } else { 0 } }
  }

  private mutating func fill(from pipe: Pipe) -> Filling {
    let room = buffer.count
    let count = buffer.withUnsafeMutableBytes { read(pipe.readEnd, $0.baseAddress, room) }
    if count > 0 { return .some(count) }
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? .nothingNow : .nothingEver
  }
}
