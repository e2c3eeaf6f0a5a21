import Memory
import Numbers
import Panels
import Recurrence
import SeriesMemory
import Testing

@Suite("An analysis on several threads")
struct ThreadsTests {
  private static let panel = HandMade.noise(rows: 240, seed: 3, width: 2)

  private static func models() -> (memory: Trained, twin: Trained) {
    (
      Sample.ensemble(Shape(inputs: 2, hidden: 3, memory: true), on: panel, count: 5, seed: 4),
      Sample.ensemble(Shape(inputs: 2, hidden: 3, memory: false), on: panel, count: 4, seed: 5)
    )
  }

  private static func findings(_ memory: Trained, _ twin: Trained, threads: Int) async throws -> Findings {
    let rivals = CompetitorModels(placebo: twin, longerTwin: twin, nested: memory)
    return try await Findings(
      of: panel, memory: memory, twin: twin, rivals: rivals, seed: 1, threads: threads)
  }

  @Test("gives the same bits with any number of threads, and with runs that were not kept")
  func bits() async throws {
    var (memory, twin) = Self.models()
    let one = try await Self.findings(memory, twin, threads: 1)
    #expect(one.ladder?.there != nil && one.ladder?.useful != nil && one.ladder?.used?.networks == 5)
    for threads in [2, 3, 8] { #expect(try await Self.findings(memory, twin, threads: threads) == one) }
    for k in memory.networks.indices { memory.networks[k].keptRun = nil }
    for k in twin.networks.indices { twin.networks[k].keptRun = nil }
    #expect(try await Self.findings(memory, twin, threads: 2) == one)
  }

  @Test("the parts of the ladder are the same alone")
  func alone() async throws {
    let (memory, twin) = Self.models()
    let ladder = try #require(try await Self.findings(memory, twin, threads: 2).ladder)
    #expect(MemoryCapacity(of: memory, twin: twin, on: Self.panel, seed: 1) == ladder.stored)
    #expect(try await Interventions(of: memory, on: Self.panel, seed: 1) == ladder.used)
    #expect(try await Dynamics(of: twin, on: Self.panel) == ladder.dynamics.twin)
    #expect(UnitKinds(of: memory, on: Self.panel) == ladder.units.memory)
  }

  @Test("ends when its task is cancelled")
  func cancelled() async {
    let (memory, twin) = Self.models()
    await #expect(throws: CancellationError.self) {
      try await withThrowingTaskGroup(of: Findings.self) { group in
        group.addTask { try await Self.findings(memory, twin, threads: 2) }
        group.cancelAll()
        _ = try await group.next()
      }
    }
    // Within one column of the score test too.
    let task = Task { () async throws -> Bool in
      while !Task.isCancelled { await Task.yield() }
      return try await MemoryTest(of: Self.panel, stream: RandomStream(seed: 1)) != nil
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
