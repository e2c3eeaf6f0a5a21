// Does the next day's temperature in Melbourne depend on earlier days, once the present day and the season are known?
//
// Run it in the folder of engram, where the temperatures are.

import Engram
import SeriesMemory

var study = Study()
study.name = "melbourne"
study.sources = ["temperature=csv:fixtures/real/melbourne_max_temp_daily.csv", "season:1981?years=10"]
study.fixtures = []
study.panel.lastRows = 1500
study.control = false
study.surrogates = 0
study.training.epochs = 100

let registry = SourceRegistry(SourceRegistry.builtIn.adapters + [Adapter(SeasonSource.self)])
let report = try await study.run(registry: registry)

for sentence in report.answer { print(sentence) }
if let verdict = report.data.findings.verdict {
  print("The data: \(verdict.data.rawValue). The latent state: \(verdict.state.rawValue).")
}
for column in report.data.findings.ladder?.there?.columns ?? [] {
  print("\(column.name): p \(fixed(column.corrected, decimals: 3))")
}
