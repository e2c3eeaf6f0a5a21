import Numbers
import Synchronization
import Testing

@Suite("The parallel map")
struct ParallelMapTests {
  private struct Failure: Error, Equatable { var index: Int }

  @Test("gives the results in order, on no more threads than asked", arguments: [1, 2, 3, 50])
  func order(threads: Int) async throws {
    let running = Mutex((now: 0, most: 0))
    let squares = try await parallelMap(40, threads: threads) { index in
      running.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      await Task.yield()
      running.withLock { $0.now -= 1 }
      return index * index
    }
    #expect(squares == (0..<40).map { $0 * $0 })
    #expect(running.withLock { $0.most } <= threads)
    #expect(try await parallelMap(0, threads: threads) { $0 }.isEmpty)
    #expect(try await parallelMap(2, threads: 0) { $0 as Int? } == [0, 1])
  }

  @Test("throws the error of the lowest number, and starts nothing after an error", arguments: [1, 2, 8])
  func error(threads: Int) async {
    let started = Mutex(Set<Int>())
    await #expect(throws: Failure(index: 5)) {
      try await parallelMap(1000, threads: threads) { index in
        started.withLock { _ = $0.insert(index) }
        // The later error comes first.
        if index == 5 { for _ in 0..<100 { await Task.yield() } }
        if index == 5 || index == 6 { throw Failure(index: index) }
      }
    }
    #expect(started.withLock { $0.count } <= 6 + threads)
  }

  @Test("ends when its task is cancelled")
  func cancelled() async {
    let count = Mutex(0)
    let task = Task {
      try await parallelMap(100_000, threads: 2) { _ in
        count.withLock { $0 += 1 }
        while !Task.isCancelled { await Task.yield() }
        throw Failure(index: 0)
      }
    }
    while count.withLock({ $0 }) < 2 { await Task.yield() }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(count.withLock { $0 } == 2)
  }

  @Test("shares threads among parts that run side by side")
  func shares() {
    #expect((0..<2).map { threadShare(1, part: $0, of: 2) } == [1, 1])
    #expect((0..<2).map { threadShare(3, part: $0, of: 2) } == [2, 1])
    #expect((0..<3).map { threadShare(8, part: $0, of: 3) } == [3, 3, 2])
  }

  @Test("progress rises to 1; work that cannot be saved does not count")
  func progress() throws {
    let seen = Mutex<[Double]>([])
    let progress = WorkProgress(of: 4) { share in seen.withLock { $0.append(share) } }
    progress.add()
    #expect(throws: Failure(index: 1)) { try progress.add(saving: { throw Failure(index: 1) }) }
    progress.add(3)
    #expect(seen.withLock { $0 } == [0.25, 1])
  }

  @Test("a range falls into chunks")
  func chunks() {
    #expect((3..<10).chunks(of: 3) == [3..<6, 6..<9, 9..<10] && (3..<3).chunks(of: 3).isEmpty)
  }
}
