import ArgumentParser
import Engram
import FoundationEssentials

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Two reports side by side: what differs in their studies and in what was found.")

  @Argument(help: ArgumentHelp("The folder of a report.", valueName: "A")) var a: String
  @Argument(help: ArgumentHelp("The folder of another.", valueName: "B")) var b: String
  @Option(help: ArgumentHelp("Write the comparison as a page of HTML, too.", valueName: "file")) var html: String?
  @Flag(help: "Print the comparison as JSON.") var json = false

  func run() throws {
    let comparison = Comparison(of: try StoredReport(path: a), and: try StoredReport(path: b))
    if let html {
      do {
        try Data(try comparison.html().utf8).write(to: URL(filePath: html), options: .atomic)
      } catch {
        throw CommandFault("writing \(html): it cannot be written. Check that its folder exists and may be written to")
      }
    }
    print(json ? try comparison.json() : comparison.text, terminator: "")
  }
}
