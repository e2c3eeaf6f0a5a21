import DataSources

// csv-benchmark FILE TIMES: reads all columns of a file with `Date` and `Close` several times through the csv source,
// one line for each: the seconds it took, the rows, and the sum of Close, by which peers are held to the same work.

let arguments = CommandLine.arguments
guard arguments.count == 3, let times = Int(arguments[2]) else { fatalError("usage: csv-benchmark FILE TIMES") }

for _ in 0..<times {
  let clock = ContinuousClock()
  let start = clock.now
  let series = try await SourceRegistry.builtIn.source("csv:\(arguments[1])?date=Date").series(in: Surroundings())
  let seconds = (clock.now - start) / .seconds(1)
  guard let close = series.first(where: { $0.name == "Close" }) else { fatalError("no column Close") }
  print("engram", seconds, close.values.count, close.values.reduce(0, +))
}
