import DataSources
import Engram
import Memory
import Numbers

// lab PROCESSES ROWS REPS FIRSTSEED
let arguments = CommandLine.arguments
let processes = arguments[1].split(separator: ",").map(String.init)
let (rows, reps) = (Int(arguments[2])!, Int(arguments[3])!)
let firstSeed = arguments.count > 4 ? Int(arguments[4])! : 1
for process in processes {
  let pieces = process.split(separator: "/")
  let options = pieces.dropFirst().joined(separator: "&")
  var left = 0, low05 = 0, low03 = 0, low01 = 0, count = 0
  var unexplained = 0.0
  var lagHits = Array(repeating: 0, count: ScoreTest.lags)
  let start = ContinuousClock.now
  for k in 0..<reps {
    let text = "random:\(pieces[0])?rows=\(rows)&seed=\(firstSeed + k)" + (options.isEmpty ? "" : "&" + options)
    let series = try await SourceRegistry.builtIn.source(text).series(in: Surroundings())
    let D = series.count
    var x = (0..<rows).flatMap { t in series.map { $0.values[t] } }
    if pieces[0] == "diffwalk" { x = [] }
    var smallest = 1.0, open = 1.0
    for d in 0..<D {
      guard let test = ScoreTest(x, columns: D, column: d, stream: RandomStream(seed: UInt64(firstSeed + k)).split(d))
      else { continue }
      smallest = min(smallest, test.p * Double(D))
      if test.unexplained > 1e-5 { open = min(open, test.p * Double(D)) }
      if d == 0 {
        unexplained += test.unexplained
        for lag in test.profile where lag.p < 0.05 { lagHits[lag.lag - 1] += 1 }
      }
    }
    count += 1
    if smallest <= 0.05 { low05 += 1 }
    if smallest <= 0.03 { low03 += 1 }
    if smallest <= 0.01 { low01 += 1 }
    if open <= 0.01 { left += 1 }
  }
  let seconds = start.duration(to: .now) / Duration.seconds(1)
  func share(_ c: Int) -> String { String((Double(c) / Double(count) * 1000).rounded() / 1000) }
  print(
    process, rows, "p<.05", share(low05), "p<.03", share(low03), "p<.01", share(low01), "open", share(left),
    "unexplained",
    unexplained / Double(count), "s/series", seconds / Double(reps))
  print("   lags", lagHits.map { share($0) }.joined(separator: " "))
}
