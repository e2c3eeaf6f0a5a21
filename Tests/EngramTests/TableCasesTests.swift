import Engram
import Foundation
import Testing

/// The tables of fixtures/cases, which were made after reports about other tools: each is read right, or refused by name.
@Suite("Tables that people have")
struct TableCasesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var sources: [String]
    var resample: PanelOptions.Resample
    /// The number of rows, the header, the first and the last row; or the beginning of the refusal.
    var found: String
    var testDescription: String { name }
  }

  static let folder = "fixtures/cases"

  static let cases: [Case] = {
    let text = (try? String(contentsOfFile: folder + "/index.tsv", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst(2).map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) }
      return Case(
        name: cells[0], sources: cells[1].split(separator: " ").map { String($0) },
        resample: PanelOptions.Resample(rawValue: cells[2]) ?? .none, found: cells[4])
    }
  }()

  @Test("the index has them") func index() { #expect(Self.cases.count > 100) }

  @Test("are read right or refused by name", arguments: cases)
  func reads(_ one: Case) async throws {
    var study = Study()
    (study.name, study.sources, study.fixtures) = ("data", one.sources, [])
    study.panel.resample = one.resample
    let outcome: String
    do {
      let panel = try await study.readPanel(in: SourceEnvironment(folder: Self.folder))
      var lines: [String] = []
      PanelCSV(panel, .unscaled).write { lines += $0.split(separator: "\n").map { String($0) } }
      let shown = [lines[0], lines[1], lines[lines.count - 1]].map { String($0.prefix(80)) }
      outcome = "\(panel.rows) rows; " + shown.joined(separator: " | ")
    } catch {
      outcome = String("refused: \(error)".prefix(one.found.count))
    }
    #expect(outcome == one.found)
  }
}
