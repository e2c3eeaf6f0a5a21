import Engram
import FoundationEssentials
import Numbers
import Reporting
import Testing

@Suite("The calibration that was published")
struct PublishedCalibrationTests {
  private let lines = PublishedCalibration.shared.lines

  @Test("is the file in docs/calibration, and covers every process, false alarms on short series too")
  func complete() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let file = try String(contentsOf: URL(filePath: "/\(root)/docs/calibration/calibration.csv"), encoding: .utf8)
    #expect(file == PublishedCalibration.text)
    #expect(lines.count == file.split(separator: "\n").count - 1)
    for one in CalibrationCase.all {
      let mine = lines.filter { $0.process == one.name }
      #expect(mine.allSatisfy { $0.truth == one.truth && $0.kind == one.kind.rawValue }, "\(one.name)")
      // Where there is no memory, short series; where there is, those that promise to find it.
      let asked: (rows: [Int], realisations: Int) =
        one.truth != .without ? ([2000], 20) : one.kind == .columns ? ([500], 200) : ([500, 1000, 2000], 200)
      for rows in asked.rows {
        let line = try #require(mine.first { $0.rows == rows }, "\(one.name) at \(rows)")
        #expect(line.realisations >= asked.realisations, "\(line)")
      }
    }
  }

  @Test("keeps what is promised: at most 5 % false alarms, and memory is found")
  func promises() {
    for line in lines {
      let count = Double(line.realisations)
      switch line.truth {
      case .without:
        #expect(Double(line.found) <= 0.05 * count, "\(line)")
        // With few series the interval is wide whatever was found.
        let high = clopperPearson(line.found, of: line.realisations, confidence: 0.95).high
        #expect(high <= 0.08 || line.realisations < 200, "\(line)")
      case .memory where line.rows == 2000: #expect(Double(line.found) >= 0.95 * count, "\(line)")
      case .weak where line.rows == 2000: #expect(Double(line.found) >= 0.80 * count, "\(line)")
      case .memory, .weak, .drift: break
      }
    }
  }

  @Test("is cited for the length nearest to the panel's, with the worst process by name")
  func nearest() throws {
    let published = PublishedCalibration(
      csv: """
        process,kind,truth,rows,realisations,found,drift,judged,memory
        gaussian,independent values,none,500,200,2,0,0,0
        "walk, differences",walks,none,500,100,3,0,0,0
        gaussian,independent values,none,2000,200,1,0,0,0
        ma1,the last few rows,memory,500,200,150,0,100,60
        ma1,the last few rows,memory,2000,200,200,0,200,198
        hmm,a hidden state,weak memory,2000,200,190,0,0,0
        """)
    let short = try #require(published.errorRates(forRows: 900))
    #expect(short.rows == 500 && short.withoutMemory == 2 && short.falseAlarms == .init(5, of: 300))
    #expect(short.worst == "walk, differences" && short.mostFalseAlarms == .init(3, of: 100))
    #expect(short.found == .init(150, of: 200) && short.foundWeak == .init(0, of: 0))
    #expect(short.memoryRows == 500 && short.withMemory == 1 && short.judged == .init(60, of: 100))
    let long = try #require(published.errorRates(forRows: 1_000_000))
    #expect(long.rows == 2000 && long.found == .init(200, of: 200) && long.foundWeak == .init(190, of: 200))
    #expect(long.sentences(forRows: 2000)[0].hasPrefix("On 200 series without memory, of 2,000 rows, rung 0 found"))
    #expect(long.sentences(forRows: 4984)[0].contains("the nearest measured length to 4,984"))
    // Memory was measured at another length.
    let apart = PublishedCalibration(
      csv: "a,b,none,500,200,2,0,0,0\nc,d,memory,2000,40,39,0,0,0")
    #expect(apart.errorRates(forRows: 600)?.memoryRows == 2000 && apart.errorRates(forRows: 9000)?.rows == 500)
    #expect(PublishedCalibration(csv: "").errorRates(forRows: 10) == nil)
    #expect(PublishedCalibration(csv: "a,b,none,500,0,0,0,0,0\nb,c,memory,x,1,1,1,1,1").lines.isEmpty)
  }
}
