import Reporting
import Testing

@Suite("results.json")
struct ResultsTests {
  @Test("has the keys that scripts rely on, in every data set")
  func keys() throws {
    let text = try Fixture(rows: 60, epochs: 5, steps: 5, twinDiverges: true).report.json()
    for key in [
      "schema", "version", "study", "training", "answer", "datasets", "name", "role", "panel", "rows", "columns",
      "trainRows", "validationRows", "testRows", "sources", "warnings", "longestGap", "models", "memory", "twin",
      "trainLoss", "validationLoss", "testLoss", "ensembleTestLoss", "lossHistory", "train", "validation", "bestEpoch",
      "networks", "diverged", "states", "saturation", "activity", "deadUnits", "autocorrelation", "effectiveDimension",
      "integratedTime", "spectralRadius", "rolloutSpectralRadius", "lyapunov", "collapse", "rollout", "regime",
      "regimes", "settledAt", "varianceRatio", "errorByHorizon", "baselines", "mean", "persistence", "linear",
      "strongMemoryless", "heldOutOutsideTrainingRange", "findings", "id", "shown", "sha256", "claim", "figure",
      "value", "interval",
      "verdict", "rule",
    ] {
      #expect(text.contains("\"\(key)\": "), "\(key) is missing")
    }
    #expect(text.contains("\n  \"schema\": \"engram.results/2\","))
    #expect(text.contains("\"lyapunov\": null"))
    #expect(text.contains("\"trainLoss\": {\"high\": null, \"low\": null, \"mean\": null}"))
    #expect(!text.contains("nan") && !text.contains("inf"))
  }

  @Test("names hostile to JSON stay what they are, and the same report is the same text")
  func hostile() throws {
    let report = Fixture(rows: 20, columns: FiguresTests.hostile, epochs: 2, steps: 3).report
    let text = try report.json()
    #expect(text.contains("\"<script>alert(\\\"1\\\")</script>\""))
    #expect(text.contains("nul\\u0000bell\\u0007"))
    #expect(try report.json() == text)
  }

  @Test("has one data set where there is no control")
  func noControl() throws {
    let text = try Fixture(rows: 20, epochs: 2, steps: 3, hasControl: false).report.json()
    #expect(text.contains("\"role\": \"data\"") && !text.contains("\"role\": \"control\""))
  }
}
