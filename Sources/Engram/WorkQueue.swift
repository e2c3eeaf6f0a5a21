import Synchronization

/// Which task is next, and how many are done.
final class WorkQueue: Sendable {
  private let taken = Atomic(0)
  private let done = Mutex(0)
  private let total: Int

  init(of total: Int) { self.total = total }

  func next() -> Int? {
    let index = taken.add(1, ordering: .relaxed).oldValue
    return index < total ? index : nil
  }

  /// Calls `body` with the share that is done, one caller at a time.
  func finish(_ body: (Double) throws -> Void) throws {
    try done.withLock {
      $0 += 1
      try body(Double($0) / Double(total))
    }
  }
}
