// What `Benchmarks/run` times of engram, and nothing else: each line it prints is one JSON object, as the peers print
// theirs. Times are in milliseconds, every one that was measured.
//
//     engram-benchmark epochs RUNS T,D,H[,CELL[,KERNEL]]…  one epoch of memory models on one thread
//     engram-benchmark ensemble RUNS T,D,H NETWORKS THREADS a whole training, as a study has it
//     engram-benchmark reading RUNS FILE                   a table with `Date` and `Close`, all of its columns
//     engram-benchmark rungs                               each part of the memory ladder on the default study
//     engram-benchmark writing FOLDER                      the report folder of the default study
//     engram-benchmark coverage RUNS PROCESS ROWS          how often the interval of the skill covers it (no time)

import Glibc

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments == ["rungs"] {
  try await timeRungs()
  exit(0)
}
if arguments.count == 2, arguments[0] == "writing" {
  try await timeWriting(to: arguments[1])
  exit(0)
}
guard arguments.count >= 3, let runs = Int(arguments[1]), runs > 0 else {
  fatalError("usage: engram-benchmark epochs|ensemble|reading RUNS …, or rungs, or writing FOLDER")
}
let rest = Array(arguments[2...])
switch arguments[0] {
case "epochs":
  for size in rest { Size(size).timeEpochs(runs: runs) }
case "ensemble":
  guard rest.count == 3, let networks = Int(rest[1]), let threads = Int(rest[2]) else {
    fatalError("usage: engram-benchmark ensemble RUNS T,D,H NETWORKS THREADS")
  }
  try await Size(rest[0]).timeEnsemble(networks: networks, threads: threads, runs: runs)
case "coverage":
  guard rest.count == 2, let rows = Int(rest[1]) else {
    fatalError("usage: engram-benchmark coverage RUNS PROCESS ROWS")
  }
  try await measureCoverage(of: rest[0], rows: rows, runs: runs)
case "reading": try await timeReading(of: rest[0], runs: runs)
default: fatalError("there is no benchmark named \(arguments[0])")
}

/// An object on one line; values are JSON already.
func printJSON(_ members: KeyValuePairs<String, String>) {
  print("{" + members.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}")
}

/// The milliseconds that `body` takes, `runs` times.
func milliseconds(runs: Int, _ body: () async throws -> Void) async rethrows -> [Double] {
  var times: [Double] = []
  for _ in 0..<runs {
    let start = ContinuousClock.now
    try await body()
    times.append(start.duration(to: .now) / .milliseconds(1))
  }
  return times
}
