import TestSupport
import Testing
import TimeSeries

import DataSources

@Suite("A query of an SQLite database")
struct SQLiteSourceTests {
  private static let file = "sqlite:fixtures/cases/prices.sqlite"

  private func series(_ request: String) async throws -> [Series] {
    try await SourceRegistry.builtIn.source(request).series(in: SourceEnvironment(folder: projectFolder))
  }

  @Test("gives its columns; NULL is a missing value, and a date column is found")
  func query() async throws {
    let one = try await series("x=\(Self.file)?query=SELECT day, close FROM prices ORDER BY day DESC")[0]
    #expect(one.name == "x" && one.times.count == 60 && one.times[0].text(.day) == "2019-03-01")
    #expect(one.values.last == 100 && one.values[52].isNaN && one.resolution == .day)
  }

  @Test("is the only table, if there is none; texts are left out and named")
  func table() async throws {
    let all = try await series(Self.file)
    #expect(all.map(\.name) == ["close", "volume"] && all[1].values[1] == 1003)
    #expect(all[0].origin.notes.contains("left out because they hold text: note"))
    #expect(try await series(Self.file + "?value=volume").map(\.name) == ["volume"])
  }

  @Test(
    "that does more than read is refused, and so is what is no query",
    arguments: [
      ("DELETE FROM prices", "does more than read tables"), ("ATTACH 'x' AS y", "does more than read tables"),
      ("PRAGMA journal_mode=WAL", "does more than read tables"), ("SELECT 1; SELECT 2", "is not one SELECT"),
      ("SELECT load_extension('x')", "does more than read tables"), ("SELECT nope FROM prices", "no such column: nope"),
      ("SELEC", "syntax error"), ("%20", "the query is empty"), ("SELECT x'00' AS b", "the column 'b' holds a BLOB"),
      ("CREATE TABLE t(a)", "does more than read tables"),
    ])
  func refused(query: String, problem: String) async {
    do {
      _ = try await series("\(Self.file)?query=\(query)")
      Issue.record("it was read")
    } catch { #expect("\(error)".contains(problem), "\(error)") }
  }

  @Test("needs a file that is a database")
  func files() async {
    for (file, problem) in [("none.db", "no such file"), ("README.md", "not an SQLite database")] {
      do {
        _ = try await series("sqlite:" + file)
        Issue.record("\(file) was read")
      } catch { #expect("\(error)".contains(problem), "\(error)") }
    }
  }

  @Test("has no options about the text of a table")
  func options() {
    #expect(throws: SourceError.self) { try SourceRegistry.builtIn.source(Self.file + "?delimiter=comma") }
  }
}
