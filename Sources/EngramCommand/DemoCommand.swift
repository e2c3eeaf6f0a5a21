import ArgumentParser
import Engram
import Files

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Repeat the original experiment, also on noise: why its pictures prove nothing.",
    discussion: examples(
      "engram demo", "engram demo --data-sets 16 --seed 2", "engram demo --data-sets 16 --json > demo.json"))

  @Option(help: "Data sets of noise; a multiple of 16 wastes no time.") var dataSets = 200
  @Option(help: "Where all randomness starts.") var seed: UInt64 = 1
  @OptionGroup var threads: ThreadOption
  @Option(help: "Write a page with the figures of the experiment, on noise too, to this file.", completion: .file())
  var html: String?
  @Flag(help: "Print the result as JSON, with the numbers of every data set.") var json = false
  @Flag(help: "No progress.") var quiet = false

  func validate() throws { try require(dataSets, in: 1...100_000, as: "data-sets") }

  func run() async throws {
    let progress = Progress(label: "demo", quiet: quiet)
    let (demo, pictures) = try await interruptible(clearing: progress) {
      let market = try await market()
      let demo = try await Demo(dataSets: dataSets, seed: seed, market: market, threads: threads.count) {
        progress.show($0)
      }
      return (demo, html == nil ? nil : try Demo.pictures(seed: seed, market: market))
    }
    if let html, let pictures { try writeFile(try demo.page(pictures), to: html) }
    print(json ? try demo.json() : demo.text, terminator: "")
  }

  /// From the documents of the default study; nil if they are not here. The noise needs none.
  private func market() async throws -> MarketWindow? {
    let folders = Study().fixtures
    guard folders.allSatisfy({ Disk.look(at: $0) != nil }) else { return nil }
    let fetcher = CachingFetcher(fixtures: try folders.map { try FixtureFolder(reading: $0) }, now: Machine.this.now)
    return try await MarketWindow(in: SourceEnvironment(fetcher: fetcher))
  }
}
