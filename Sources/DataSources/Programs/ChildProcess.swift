import CSystem
import Dispatch
import Synchronization

import Glibc

/// A program to be run to its end, with bounds on time and output, and nothing of it left behind.
///
/// It is started without a shell, in a process group of its own, with the given environment and no other, an empty
/// standard input and no open file but its three streams. When it ends, runs too long, prints too much or is no longer
/// wanted, the whole group is killed and the program is waited for: neither zombie nor grandchild stays.
struct ChildProcess: Sendable {
  /// The path of the program, and its arguments without its own name.
  var program: String
  var arguments: [String]
  var environment: [(name: String, value: String)]
  /// Where it runs.
  var folder: String
  var timeLimit: Duration
  /// Of standard output, in bytes.
  var outputLimit: Int

  struct Result: Sendable {
    var ending: Ending
    var output: [UInt8]
    /// The last of what it wrote to standard error.
    var complaint: [UInt8]
  }

  enum Ending: Sendable, Equatable {
    case exited(Int32)
    case killed(signal: Int32)
    case ranTooLong, printedTooMuch, cancelled
    /// The number of the system's error.
    case notStarted(Int32)
  }

  /// Runs it on a thread of its own; returns soon after the task is cancelled.
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

  /// Blocks until the program has ended and was waited for.
  private func runToEnd(_ flag: CancelFlag) -> Result {
    var (out, err) = (Pipe(), Pipe())
    defer {
      out.close()
      err.close()
    }
    guard out.open(), err.open() else { return Result(ending: .notStarted(errno), output: [], complaint: []) }
    let (child, failure) = spawn(out.writeEnd, err.writeEnd)
    out.closeWriteEnd()
    err.closeWriteEnd()
    guard failure == 0 else { return Result(ending: .notStarted(failure), output: [], complaint: []) }

    var reading = Reading(outputLimit: outputLimit)
    let early = reading.follow(child, out, err, until: .now + timeLimit, flag)
    // The leader has not been waited for: the number of the group is still its own.
    _ = kill(-child, SIGKILL)
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    // What the group had written before is still in the pipe; nobody of it can write more.
    reading.drain(out, err)
    let ending = early ?? (reading.output.count > outputLimit ? .printedTooMuch : Self.ending(status))
    return Result(ending: ending, output: reading.output, complaint: reading.complaint)
  }

  private static func ending(_ status: Int32) -> Ending {
    // The macros of wait(2): the low seven bits are the signal, the next byte the exit code.
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
  }

  /// The number of the process, or of the system's error.
  private func spawn(_ out: Int32, _ err: Int32) -> (pid_t, Int32) {
    var child: pid_t = 0
    let failure = withCStrings([program] + arguments) { words in
      withCStrings(environment.map { "\($0.name)=\($0.value)" }) { environment in
        var failure = engram_spawn(&child, program, words, environment, folder, out, err)
        // A program that was just written is busy while a child that another thread starts still has the file open.
        for _ in 0..<50 where failure == ETXTBSY {
          usleep(2000)
          failure = engram_spawn(&child, program, words, environment, folder, out, err)
        }
        return failure
      }
    }
    return (child, failure)
  }
}

/// Copies of texts as C wants them, a nil at the end; they live as long as the call.
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

/// Raised by another thread.
private final class CancelFlag: Sendable {
  let raised = Atomic(false)
}

/// Two ends, each open or -1.
private struct Pipe {
  private(set) var readEnd: Int32 = -1
  private(set) var writeEnd: Int32 = -1

  /// Neither end survives into a program that is started meanwhile by another thread.
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

/// What comes out of the two pipes.
private struct Reading {
  let outputLimit: Int
  var output: [UInt8] = []
  /// The last 4096 bytes of standard error.
  var complaint: [UInt8] = []
  private var isOutOpen = true
  private var isErrOpen = true
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  init(outputLimit: Int) { self.outputLimit = outputLimit }

  /// Reads until the child has ended (then nil), or must be ended, and why.
  mutating func follow(
    _ child: pid_t, _ out: Pipe, _ err: Pipe, until deadline: ContinuousClock.Instant, _ flag: CancelFlag
  ) -> ChildProcess.Ending? {
    while true {
      if flag.raised.load(ordering: .relaxed) { return .cancelled }
      if output.count > outputLimit { return .printedTooMuch }
      if hasEnded(child) { return nil }
      if .now >= deadline { return .ranTooLong }
      wait(out, err)
      takeOutput(out)
      takeComplaint(err)
    }
  }

  /// Reads what is there, up to the limit.
  mutating func drain(_ out: Pipe, _ err: Pipe) {
    while output.count <= outputLimit, takeOutput(out) {}
    while takeComplaint(err) {}
  }

  /// Whether the child has ended, without taking note of it as wait(2) would.
  private func hasEnded(_ child: pid_t) -> Bool {
    var info = siginfo_t()
    return waitid(P_PID, id_t(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == SIGCHLD
  }

  /// Until there is something to read, and 20 ms at most: ending, time and cancelling are looked at between.
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
    // read(2) writes at most `room` bytes.
    let count = buffer.withUnsafeMutableBytes { read(pipe.readEnd, $0.baseAddress, room) }
    if count > 0 { return .some(count) }
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? .nothingNow : .nothingEver
  }
}
