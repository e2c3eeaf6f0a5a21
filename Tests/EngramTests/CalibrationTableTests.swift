import Engram
import Memory
import Recurrence
import SeriesMemory
import Testing

@Suite("The table of a calibration")
struct CalibrationTableTests {
  /// - Parameter answers: the process, its rows, what rung 0 answers, and the verdict.
  private func table(_ answers: [(String, Int, MemoryTest.Answer, Verdict.OnData?)]) -> CalibrationTable {
    let outcomes = answers.enumerated().map { index, one in
      Calibration.Outcome(name: one.0, rows: one.1, realisation: index, p: 0.5, answer: one.2, verdict: one.3)
    }
    return CalibrationTable(of: outcomes, TrainingOptions(), version: "1")
  }

  /// `.none` would be no verdict at all.
  private let noVerdict = Verdict.OnData.none

  private static let header = "process,kind,truth,rows,realisations,found,drift,judged,memory\n"

  @Test("has a tidy form: a line for each process and length, in counts")
  func csv() {
    let table = table([
      ("gaussian", 500, .none, noVerdict), ("gaussian", 500, .none, noVerdict), ("gaussian", 1000, .found, .negligible),
      ("ar2 0.3, 0.3", 500, .found, .memory), ("ar2 0.3, 0.3", 500, .found, .notExploited),
      ("ar2 0.3, 0.3", 500, .none, noVerdict), ("trend", 500, .drift, .drift), ("trend", 500, .found, nil),
    ])
    #expect(
      table.csv == Self.header + """
        gaussian,independent values,none,500,2,0,0,0,0
        gaussian,independent values,none,1000,1,1,0,1,0
        "ar2 0.3, 0.3",the last few rows,weak memory,500,3,2,0,3,1
        trend,time,drift,500,2,1,1,0,0

        """)
    #expect(self.table([]).csv == Self.header)
  }

  @Test("judges the first realisations only, since those after an unknown verdict are chosen by their answer")
  func judged() throws {
    let table = table([
      ("ma1", 500, .found, .memory), ("ma1", 500, .found, .negligible), ("ma1", 500, .found, nil),
      ("ma1", 500, .none, noVerdict),
    ])
    let line = try #require(table.lines.first)
    #expect(line.found.count == 3 && line.found.of == 4)
    #expect(line.memory?.count == 1 && line.memory?.of == 2)
    #expect(table.text.contains("With memory, the last few rows"))
  }

  @Test("has a figure: false alarms where there is no memory, findings where there is, drift where there is drift")
  func figure() {
    let figure = table([
      ("gaussian", 500, .found, .negligible), ("gaussian", 500, .none, noVerdict), ("ma1", 500, .found, .memory),
      ("ma1", 500, .none, noVerdict), ("ma1", 500, .none, noVerdict), ("ma1", 500, .none, noVerdict),
      ("shift", 1000, .drift, .drift),
    ]).figure
    #expect(figure.alternative.contains("gaussian: 50.0 % of 2 at 500 rows."))
    #expect(figure.alternative.contains("ma1: 25.0 % of 4 at 500 rows."))
    #expect(figure.alternative.contains("shift: 100.0 % of 1 at 1000 rows."))
    #expect(self.table([]).figure.title.hasSuffix("no realisation was run"))
  }

  @Test("puts the break of a shift at the same share of every length")
  func shift() throws {
    let shift = try #require(CalibrationCase.all.first { $0.name == "shift" })
    #expect(shift.process == "shift?at=@60%")
    #expect(Set(CalibrationCase.all.map(\.name)).count == CalibrationCase.all.count)
    #expect(
      CalibrationCase.all.allSatisfy { ($0.truth == .drift) == ($0.kind == .drift) && !$0.kind.rawValue.contains(",") })
  }
}
