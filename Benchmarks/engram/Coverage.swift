import DataSources
import Engram
import Memory
import Numbers
import Panels
import Recurrence
import SeriesMemory

/// How often the 95 % interval of the skill, from the held-out quarter of some rows, covers the skill of the same networks on
/// 20,000 rows that follow: a line of JSON for each series.
///
/// - Parameters:
///   - process: a request without `random:`, as `ma1`.
///   - rows: of the series, the held-out ones included.
///   - runs: series.
func measureCoverage(of process: String, rows: Int, runs: Int) async throws {
  var covered = 0
  for run in 1...max(1, runs) {
    let (short, long) = (
      try await panel(process, rows, run, further: 0), try await panel(process, rows, run, further: 20_000)
    )
    var options = Study().training
    options.seed = UInt64(run)
    let models = try await [short].train(options, threads: 2) { _ in }[0]
    func gain(on panel: Panel) async throws -> ForecastGain? {
      try await ForecastGain(
        memory: models.memory, twin: models.twin, rivals: models.rivals, there: nil, on: panel, seed: options.seed)
    }
    let (judged, truth) = (try await gain(on: short), try await gain(on: long))
    guard let judged, let truth, let skill = judged.skill, let population = truth.skill?.mean else {
      printJSON(["run": "\(run)", "trained": "\(judged != nil && truth != nil)", "covered": "null"])
      continue
    }
    let isIn = skill.low <= population && population <= skill.high
    covered += isIn ? 1 : 0
    printJSON([
      "run": "\(run)", "skill": "\(skill.mean)", "low": "\(skill.low)", "high": "\(skill.high)",
      "population": "\(population)",
      "competitor": "\"\(judged.competitor)\"", "longCompetitor": "\"\(truth.competitor)\"",
      "block": "\(judged.blockLength ?? .nan)", "covered": "\(isIn)", "share": "\(Double(covered) / Double(run))",
    ])
  }
}

/// The same first rows and parts that train and choose, whatever follows.
private func panel(_ process: String, _ rows: Int, _ run: Int, further: Int) async throws -> Panel {
  var study = Study()
  study.sources = ["x=random:\(process)\(process.contains("?") ? "&" : "?")rows=\(rows + further)&seed=\(run)"]
  // The same rows in each part; half a row more, as shares are rounded down.
  func share(_ of: Double) -> Double { ((of * Double(rows)).rounded(.down) + 0.5) / Double(rows + further) }
  study.panel.trainShare = share(study.panel.trainShare)
  study.panel.validationShare = share(study.panel.validationShare)
  return try await study.readPanel()
}
