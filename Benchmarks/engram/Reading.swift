import Engram
import FoundationEssentials

/// Reads all columns of a table through the csv source. The rows and the sum of `Close` hold the peers to the same work;
/// the memory is what the first reading adds at its peak to what the program had before.
func timeReading(of path: String, runs: Int) async throws {
  var (rows, columns, sum) = (0, 0, 0.0)
  var added = 0
  let times = try await milliseconds(runs: runs) {
    let before = try memory("VmRSS")
    let series = try await SourceRegistry.builtIn.source("csv:\(path)?date=Date").series(in: SourceEnvironment())
    guard let close = series.first(where: { $0.name == "Close" }) else { fatalError("\(path) has no column Close") }
    (rows, columns, sum) = (close.values.count, series.count + 1, close.values.reduce(0, +))
    if added == 0 { added = try memory("VmHWM") - before }
  }
  printJSON([
    "reader": "\"engram\"", "rows": "\(rows)", "columns": "\(columns)", "sum": "\(sum)", "addedKB": "\(added)",
    "ms": "\(times)",
  ])
}

/// A line of the system's account of this process, in kilobytes: `VmRSS`, what it has; `VmHWM`, the most it ever had.
private func memory(_ name: String) throws -> Int {
  let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
  guard let value = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) }) else {
    fatalError("/proc/self/status has no line \(name)")
  }
  return value
}
