import ArgumentParser
import Engram

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare two reports: their studies and what was found.",
    discussion: examples(
      "engram compare report report-nile", "engram compare report report-nile --html compare.html",
      "engram compare report report-nile --json"))

  @Argument(help: ArgumentHelp("The folder of a report.", valueName: "A")) var a: String
  @Argument(help: ArgumentHelp("The folder of another.", valueName: "B")) var b: String
  @Option(help: ArgumentHelp("Write the comparison as a page of HTML, too.", valueName: "file")) var html: String?
  @Flag(help: "Print the comparison as JSON.") var json = false

  func run() throws {
    let comparison = Comparison(of: try StoredReport(path: a), and: try StoredReport(path: b))
    if let html { try writeFile(try comparison.html(), to: html) }
    print(json ? try comparison.json() : comparison.text, terminator: "")
  }
}
