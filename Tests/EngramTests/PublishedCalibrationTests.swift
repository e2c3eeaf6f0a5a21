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
      for rows in one.truth == .without ? [500, 1000, 2000] : [1000, 2000] {
        let line = try #require(lines.first { $0.process == one.name && $0.rows == rows }, "\(one.name) at \(rows)")
        #expect(line.truth == one.truth && line.realisations >= (one.truth == .without && rows == 1000 ? 400 : 200))
      }
    }
  }

  @Test("keeps what is promised: at most 5 % false alarms, and memory is found")
  func promises() {
    for line in lines {
      let count = Double(line.realisations)
      switch line.truth {
      case .without:
        #expect(Double(line.anyMemory) <= 0.05 * count, "\(line)")
        if line.rows == 1000 {
          #expect(clopperPearson(line.anyMemory, of: line.realisations, confidence: 0.95).high <= 0.076, "\(line)")
        }
      case .memory where line.rows == 2000: #expect(Double(line.memory) >= 0.95 * count, "\(line)")
      case .weak where line.rows == 2000:
        #expect(Double(line.memory) >= 0.80 * count && Double(line.rejects) >= 0.95 * count, "\(line)")
      case .memory, .weak: break
      }
    }
  }

  @Test("is cited for the length nearest to the panel's, with the worst process by name")
  func nearest() throws {
    let published = PublishedCalibration(
      csv: """
        process,truth,rows,realisations,rejects,any_memory,memory
        gaussian,none,500,200,2,2,0
        "walk, differences",none,500,100,3,3,0
        gaussian,none,2000,200,1,1,0
        ma1,memory,500,200,150,140,120
        ma1,memory,2000,200,200,200,198
        hmm,weak memory,2000,200,200,200,170
        """)
    let short = try #require(published.errorRates(forRows: 900))
    #expect(short.rows == 500 && short.withoutMemory == 2 && short.falseAlarms == .init(5, of: 300))
    #expect(short.worst == "walk, differences" && short.mostFalseAlarms == .init(3, of: 100))
    #expect(short.found == .init(120, of: 200) && short.foundWeak == .init(0, of: 0))
    let long = try #require(published.errorRates(forRows: 1_000_000))
    #expect(long.rows == 2000 && long.found == .init(198, of: 200) && long.foundWeak == .init(170, of: 200))
    #expect(long.sentences(forRows: 2000)[0].hasPrefix("On 200 series without memory, of 2,000 rows, the verdict was"))
    #expect(long.sentences(forRows: 4984)[0].contains("the nearest measured length to 4,984"))
    #expect(PublishedCalibration(csv: "").errorRates(forRows: 10) == nil)
    #expect(PublishedCalibration(csv: "a,none,500,0,0,0,0\nb,memory,x,1,1,1,1").lines.isEmpty)
  }
}
