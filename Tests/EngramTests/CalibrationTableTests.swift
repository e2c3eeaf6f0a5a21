import Engram
import Testing

@Suite("The table of a calibration")
struct CalibrationTableTests {
  private func table(_ verdicts: [(String, Int, Verdict.OnData)]) -> CalibrationTable {
    let outcomes = verdicts.enumerated().map { index, one in
      Calibration.Outcome(
        name: one.0, rows: one.1, realisation: index, p: 0.5, rejects: one.2.isMemory, verdict: one.2, skill: nil)
    }
    return CalibrationTable(of: outcomes, TrainingOptions(), version: "1")
  }

  @Test("has a tidy form: a line for each process and length, in counts")
  func csv() {
    let table = table([
      ("gaussian", 500, .none), ("gaussian", 500, .none), ("gaussian", 1000, .negligible),
      ("ar2 0.3, 0.3", 500, .memory), ("ar2 0.3, 0.3", 500, .notExploited), ("ar2 0.3, 0.3", 500, .none),
    ])
    #expect(
      table.csv == """
        process,truth,rows,realisations,rejects,any_memory,memory
        gaussian,none,500,2,0,0,0
        gaussian,none,1000,1,1,1,0
        "ar2 0.3, 0.3",weak memory,500,3,2,2,1

        """)
    #expect(self.table([]).csv == "process,truth,rows,realisations,rejects,any_memory,memory\n")
  }

  @Test("has a figure: false alarms of any kind where there is no memory, the verdict 'memory' where there is")
  func figure() {
    let figure = table([
      ("gaussian", 500, .negligible), ("gaussian", 500, .none), ("ma1", 500, .memory), ("ma1", 500, .negligible),
      ("ma1", 500, .none), ("ma1", 500, .none),
    ]).figure
    #expect(figure.alternative.contains("gaussian: 50.0 % of 2 at 500 rows."))
    #expect(figure.alternative.contains("ma1: 25.0 % of 4 at 500 rows."))
    #expect(self.table([]).figure.title.hasSuffix("no realisation was run"))
  }
}
