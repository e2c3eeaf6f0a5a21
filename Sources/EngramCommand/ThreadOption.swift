import ArgumentParser
import Engram

/// How many threads a command uses.
struct ThreadOption: ParsableArguments {
  @Option(
    help: "Threads to use; the result is the same with any number. (default: one for each core it may use)")
  var threads: Int?

  var count: Int { threads ?? Processors.usable }

  func validate() throws {
    if let threads { try require(threads, in: 1...1024, as: "threads") }
  }
}

/// Refuses a number out of range as bad usage.
func require(_ value: Int, in range: ClosedRange<Int>, as option: String) throws {
  guard range.contains(value) else {
    throw ValidationError(
      "--\(option) is '\(value)': it must be a whole number from \(range.lowerBound) to \(range.upperBound)")
  }
}
