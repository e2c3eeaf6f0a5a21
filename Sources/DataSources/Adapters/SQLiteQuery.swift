import CSQLite
import Formats
import Numbers

/// One query of a database file, which is opened for reading only.
struct SQLiteQuery {
  let path: String
  /// As the user typed it, for errors.
  let request: String

  /// The most bytes of a result.
  static let largestResult = 512 << 20

  /// The result as a table in CSV, with a header.
  ///
  /// - Parameter query: one SELECT; nil for the whole of the only table.
  /// - Throws: `SourceError`; `CancellationError` if the task is cancelled.
  func table(_ query: String?) throws -> [UInt8] {
    var handle: OpaquePointer?
    let opened = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
    defer { sqlite3_close_v2(handle) }
    guard opened == SQLITE_OK, let handle else {
      throw SourceError.format(.unreadable(path, reason: words(handle)))
    }
    // A server of its own may be writing.
    sqlite3_busy_timeout(handle, 5000)
    // Nothing but reading: no other files, no settings.
    sqlite3_set_authorizer(
      handle,
      { _, action, _, function, _, _ in
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: SQLITE_OK
        case SQLITE_FUNCTION:
          function.map { String(cString: $0).lowercased() == "load_extension" } ?? false ? SQLITE_DENY : SQLITE_OK
        default: SQLITE_DENY
        }
      }, nil)
    sqlite3_progress_handler(handle, 100_000, { _ in Task.isCancelled ? 1 : 0 }, nil)
    let text = try query ?? wholeTable(handle)
    let (table, error) = try rows(of: text, handle)
    if let error { throw error }
    return table
  }

  // MARK: - The result

  private func rows(of query: String, _ handle: OpaquePointer) throws -> ([UInt8], SourceError?) {
    let statement = try prepared(query, handle)
    defer { sqlite3_finalize(statement) }
    let count = sqlite3_column_count(statement)
    var text = ""
    var bytes: [UInt8] = []
    for column in 0..<count {
      let name = sqlite3_column_name(statement, column).map { String(cString: $0) } ?? ""
      text += (column == 0 ? "" : ",") + quoted(name)
    }
    bytes += Array((text + "\n").utf8)
    while true {
      let step = sqlite3_step(statement)
      if step == SQLITE_DONE { return (bytes, nil) }
      if step == SQLITE_INTERRUPT { throw CancellationError() }
      guard step == SQLITE_ROW else { return ([], fault("the query failed: \(words(handle))", "Correct the query")) }
      text = ""
      for column in 0..<count {
        if column > 0 { text += "," }
        guard let cell = cell(statement, column) else {
          let name = sqlite3_column_name(statement, column).map { String(cString: $0) } ?? ""
          return ([], fault("the column '\(name)' holds a BLOB", "Leave it out of the query, or convert it there"))
        }
        text += cell
      }
      bytes += Array((text + "\n").utf8)
      guard bytes.count <= Self.largestResult else {
        return ([], fault("the result has more than \(Self.largestResult >> 20) MB", "Ask for fewer rows or columns"))
      }
    }
  }

  /// Nil for a BLOB. A missing value is an empty cell; a text that looks like a number stays a number.
  private func cell(_ statement: OpaquePointer, _ column: Int32) -> String? {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: return String(sqlite3_column_int64(statement, column))
    case SQLITE_FLOAT:
      let value = sqlite3_column_double(statement, column)
      return value.isNaN ? "" : "\(value)"
    case SQLITE_NULL: return ""
    case SQLITE_BLOB: return nil
    default: return sqlite3_column_text(statement, column).map { quoted(String(cString: $0)) } ?? ""
    }
  }

  private func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }

  // MARK: - The query

  private func prepared(_ query: String, _ handle: OpaquePointer) throws(SourceError) -> OpaquePointer {
    var statement: OpaquePointer?
    let (code, hasMore) = query.withCString { start -> (Int32, Bool) in
      var rest: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v2(handle, start, -1, &statement, &rest)
      return (code, rest.map { String(cString: $0).contains { !$0.isWhitespace && $0 != ";" } } ?? false)
    }
    if code == SQLITE_AUTH || words(handle).hasPrefix("not authorized") {
      sqlite3_finalize(statement)
      throw fault("the query does more than read tables", "Write one SELECT")
    }
    if code == SQLITE_NOTADB {
      throw fault("\(path) is not an SQLite database", "Check that it is the right file")
    }
    guard code == SQLITE_OK else {
      throw fault("the query is refused: \(words(handle))", "Correct query=; sqlite3 FILE .schema shows the tables")
    }
    guard let statement else { throw fault("the query is empty", "Write query=SELECT … FROM …") }
    guard !hasMore, sqlite3_column_count(statement) > 0 else {
      sqlite3_finalize(statement)
      throw fault("the query is not one SELECT", "Write query=SELECT … FROM …")
    }
    return statement
  }

  private func wholeTable(_ handle: OpaquePointer) throws -> String {
    let (list, error) = try rows(
      of: "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name",
      handle)
    if let error { throw error }
    let names = String(decoding: list, as: UTF8.self).split(separator: "\n").dropFirst().map { line in
      line.dropFirst().dropLast().replacing("\"\"", with: "\"")
    }
    guard let name = names.first else { throw fault("the database has no table", "Check that it is the right file") }
    guard names.count == 1 else {
      throw fault(
        "the database has the tables \(names.prefix(20).joined(separator: ", "))\(names.count > 20 ? ", …" : "")",
        "Choose rows of one: query=SELECT * FROM \(name)")
    }
    return "SELECT * FROM " + quoted(String(name))
  }

  // MARK: - Errors

  private func words(_ handle: OpaquePointer?) -> String {
    handle.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
  }

  private func fault(_ problem: String, _ advice: String) -> SourceError {
    .request(request, problem: problem, advice: advice)
  }
}
