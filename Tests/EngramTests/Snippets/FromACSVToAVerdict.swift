import Engram

/// Whether the past of one column of a CSV file helps to predict its next value.
func verdict(onCSV path: String, epochs: Int = 300, networks: Int = 16) async throws -> String {
  var study = Study()
  study.name = "river"
  study.sources = ["flow=csv:\(path)"]
  study.fixtures = []
  study.panel.change = .differences
  study.surrogates = 0
  study.training.epochs = epochs
  study.training.networks = networks

  let report = try await study.run()
  guard let verdict = report.data.findings.verdict else { return "no verdict" }
  return """
    \(report.answer.joined(separator: "\n"))
    The data: \(verdict.data.rawValue)
    The latent state: \(verdict.state.rawValue)
    """
}
