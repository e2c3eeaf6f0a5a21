// Work in parts: a range in chunks, a map on several threads, the share that is done.

import Synchronization

extension Range<Int> {
  /// The range in chunks of `count` numbers; the last may be shorter.
  package func chunks(of count: Int) -> [Range<Int>] {
    stride(from: lowerBound, to: upperBound, by: count).map { $0..<Swift.min($0 + count, upperBound) }
  }
}

/// Calls `body` with 0, 1, …, `count` - 1, at most `threads` calls at a time, and returns the results in that order.
///
/// Calls start in order, and none starts after one has failed. The error thrown is the one of the lowest number, so it
/// does not depend on the number of threads.
///
/// - Throws: what `body` throws; `CancellationError` when the task is cancelled.
package func parallelMap<Value: Sendable>(
  _ count: Int, threads: Int, _ body: @escaping @Sendable (Int) async throws -> Value
) async throws -> [Value] {
  try await withThrowingTaskGroup(of: (index: Int, result: Result<Value, any Error>).self) { group in
    var values = [Value?](repeating: nil, count: count)
    var failure: (index: Int, error: any Error)?
    var started = 0
    func startNext() {
      guard started < count, failure == nil else { return }
      let index = started
      started += 1
      group.addTask {
        do {
          try Task.checkCancellation()
          return (index, .success(try await body(index)))
        } catch {
          return (index, .failure(error))
        }
      }
    }
    for _ in 0..<max(threads, 1) { startNext() }
    while let (index, result) = try await group.next() {
      switch result {
      case .success(let value): values[index] = value
      case .failure(let error): if index < failure?.index ?? .max { failure = (index, error) }
      }
      startNext()
      // Only calls that cannot change the error are still running.
      if let failure, values[..<failure.index].allSatisfy({ $0 != nil }) { group.cancelAll() }
    }
    if let failure {
      // A cancelled call may fail in words of its own.
      try Task.checkCancellation()
      throw failure.error
    }
    return values.compactMap(\.self)
  }
}

/// Calls both, side by side with more than one thread.
package func parallelBoth<One: Sendable, Other: Sendable>(
  threads: Int, _ one: @Sendable () -> One, _ other: @escaping @Sendable () -> Other
) async -> (One, Other) {
  guard threads > 1 else { return (one(), other()) }
  async let second = other()
  let first = one()
  return (first, await second)
}

/// How many of `threads` the part with number `part` gets when `parts` parts run side by side; at least one.
package func threadShare(_ threads: Int, part: Int, of parts: Int) -> Int {
  max(1, threads / parts + (part < threads % parts ? 1 : 0))
}

/// Reports the share of some work that is done. Reports do not overlap, and the share never falls.
package final class WorkProgress: Sendable {
  private let done = Mutex(0.0)
  private let total: Double
  private let report: @Sendable (Double) -> Void

  package init(of total: Double, report: @escaping @Sendable (Double) -> Void) {
    (self.total, self.report) = (total, report)
  }

  /// Adds some work and reports.
  ///
  /// - Parameter save: called first, by one caller at a time; if it throws, nothing is added.
  package func add<Failure: Error>(_ amount: Double = 1, saving save: () throws(Failure) -> Void) throws(Failure) {
    try done.withLock { done throws(Failure) in
      try save()
      done += amount
      report(done / total)
    }
  }

  /// Adds some work and reports.
  package func add(_ amount: Double = 1) { add(amount) { () throws(Never) in } }
}
