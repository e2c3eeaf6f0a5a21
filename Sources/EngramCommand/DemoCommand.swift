import ArgumentParser
import Engram
import FoundationEssentials

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "The original experiment, exactly, and on noise: why its pictures prove nothing.")

  @Option(help: "Data sets of noise; a multiple of 16 wastes no time.") var dataSets = 200
  @Option(help: "Where all randomness starts.") var seed: UInt64 = 1
  @Option(help: "Threads to use; the result is the same with any number.") var threads = 2
  @Flag(help: "Print the result as JSON, every data set's numbers too.") var json = false
  @Flag(help: "No progress.") var quiet = false

  func validate() throws {
    guard (1...100_000).contains(dataSets) else {
      throw ValidationError("--data-sets is '\(dataSets)': it must be a whole number from 1 to 100000")
    }
    guard (1...1024).contains(threads) else {
      throw ValidationError("--threads is '\(threads)': it must be a whole number from 1 to 1024")
    }
  }

  func run() async throws {
    let progress = Progress(label: "demo", quiet: quiet)
    let market = try await market()
    let work = Task {
      try await Demo(dataSets: dataSets, seed: seed, market: market, threads: threads) { progress.show($0) }
    }
    let interruption = Interruption { work.cancel() }
    let result = await work.result
    progress.clear()
    withExtendedLifetime(interruption) {}
    let demo = try result.get()
    print(json ? try demo.json() : demo.text, terminator: "")
  }

  /// From the documents of the default study; nil where they are not, as the noise needs none.
  private func market() async throws -> MarketWindow? {
    let folders = Study().fixtures
    guard folders.allSatisfy({ FileManager.default.fileExists(atPath: $0) }) else { return nil }
    let recorded = try folders.map { try FixtureFolder(reading: $0) }
    let fetcher = CachingFetcher(fixtures: recorded, now: Machine.this.now)
    return try await MarketWindow(in: SourceEnvironment(fetcher: fetcher))
  }
}
