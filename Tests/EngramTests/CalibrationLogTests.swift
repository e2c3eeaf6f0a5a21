import Engram
import FoundationEssentials
import Memory
import SeriesMemory
import TestSupport
import Testing

@Suite("The log of a calibration")
struct CalibrationLogTests {
  private static func outcome(_ realisation: Int) -> Calibration.Outcome {
    Calibration.Outcome(
      name: "ar1", rows: 500, realisation: realisation, p: 0.5, answer: MemoryTest.Answer.none,
      verdict: Verdict.OnData.none)
  }

  private func log(_ path: String, seed: UInt64 = 1) throws -> CalibrationLog {
    var calibration = Calibration()
    calibration.training.seed = seed
    return try CalibrationLog(path: path, for: calibration, version: "1")
  }

  @Test("gives back what was appended, each outcome once, and continues after a line that was cut")
  func continues() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/outcomes.jsonl"
      #expect(try log(path).read().isEmpty)
      for realisation in [0, 1, 1] { try log(path).append(Self.outcome(realisation)) }
      #expect(try log(path).read() == [0, 1].map(Self.outcome))
      let whole = try String(contentsOfFile: path, encoding: .utf8)
      try String(whole.dropLast(20)).write(toFile: path, atomically: false, encoding: .utf8)
      #expect(try log(path).read() == [0, 1].map(Self.outcome))
      try log(path).append(Self.outcome(2))
      #expect(try log(path).read() == [0, 1, 2].map(Self.outcome))
      // A run that was killed before its first line was whole.
      try String(whole.prefix(7)).write(toFile: path, atomically: false, encoding: .utf8)
      #expect(try log(path).read().isEmpty)
      try log(path).append(Self.outcome(3))
      #expect(try log(path).read() == [Self.outcome(3)])
    }
  }

  @Test("takes the outcome that was judged later in place of the same without a verdict")
  func judgedLater() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/outcomes.jsonl"
      var first = Self.outcome(0)
      (first.answer, first.verdict) = (.found, nil)
      var judged = first
      judged.verdict = .memory
      _ = try log(path).read()
      for outcome in [first, Self.outcome(1), judged, first] { try log(path).append(outcome) }
      #expect(try log(path).read() == [judged, Self.outcome(1)])
    }
  }

  @Test("refuses outcomes of other settings and lines that are no outcomes")
  func refusals() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/outcomes.jsonl"
      // A file of somebody else, without the end of a line.
      try "precious".write(toFile: path, atomically: false, encoding: .utf8)
      #expect { try log(path).read() } throws: { "\($0)".contains("holds outcomes of other settings") }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
      try "".write(toFile: path, atomically: false, encoding: .utf8)
      _ = try log(path).read()
      #expect { try log(path, seed: 2).read() } throws: { "\($0)".contains("holds outcomes of other settings") }
      let first = try String(contentsOfFile: path, encoding: .utf8)
      try (first + "{}\n").write(toFile: path, atomically: false, encoding: .utf8)
      #expect { try log(path).read() } throws: { "\($0)".contains("outcomes.jsonl:2: not an outcome") }
    }
  }

  // A device takes every byte and cannot be synced: an append that does not sync reports no failure there.
  @Test("says that an outcome is kept only once it is on the disk")
  func synced() throws {
    #expect {
      try log("/dev/null").append(Self.outcome(0))
    } throws: { "\($0)".hasPrefix("writing /dev/null: ") }
  }
}
