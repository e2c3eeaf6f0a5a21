import DataSources
import Engram
import Numbers
import Reporting

/// From the findings to the report folder in its place: the default study once, then its files made and written seven
/// times, the best and the worst of them.
func timeWriting(to folder: String) async throws {
  let study = Study()
  let recorded = try study.fixtures.map { try FixtureFolder(reading: $0) }
  let start = ContinuousClock.now
  let report = try await study.run(in: SourceEnvironment(fetcher: CachingFetcher(fixtures: recorded, now: 0)))
  let analysis = start.duration(to: .now) / .seconds(1)

  var parts: [(part: String, seconds: [Double])] = ["made", "written", "both"].map { ($0, []) }
  var size = 0
  for _ in 0..<7 {
    let start = ContinuousClock.now
    let files = try report.files()
    let made = ContinuousClock.now
    try ReportFolder.write(files, to: folder)
    let end = ContinuousClock.now
    for (k, time) in [start.duration(to: made), made.duration(to: end), start.duration(to: end)].enumerated() {
      parts[k].seconds.append(time / .seconds(1))
    }
    size = files.reduce(0) { $0 + $1.content.count }
  }

  let texts = parts.map { part, seconds in
    let (best, worst) = (seconds.min() ?? 0, seconds.max() ?? 0)
    return "\"\(part)\": {\"best\": \(fixed(best, decimals: 3)), \"worst\": \(fixed(worst, decimals: 3))}"
  }
  printJSON([
    "analysis": fixed(analysis, decimals: 1), "bytes": "\(size)", "parts": "{\(texts.joined(separator: ", "))}",
  ])
}
