import Files
import Formats
import Glibc
import TimeSeries

/// The files that the argument of a table source names.
struct TableFiles {
  /// In the order of their names.
  private(set) var paths: [String]

  /// - Parameters:
  ///   - argument: a path; a path whose last part is a pattern with `*`, `?` or `[…]`; or `-` for standard input.
  ///   - folder: of relative paths; empty for the working directory.
  ///   - request: as the user typed it, for errors.
  init(_ argument: String, folder: String, request: String) throws(FormatError) {
    if argument == "-" {
      paths = ["/dev/stdin"]
      return
    }
    let path = argument.hasPrefix("/") || folder.isEmpty ? argument : folder + "/" + argument
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
    // A file that is called like a pattern is that file.
    guard let last = parts.last, last.contains(where: { "*?[".contains($0) }), access(path, F_OK) != 0,
      let pattern = Glob(last)
    else {
      paths = [path]
      return
    }
    let parent = parts.dropLast().joined(separator: "/")
    let names = try TableFiles.names(parent.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : parent)
    paths = names.filter { pattern.matches($0) && !$0.hasPrefix(".") }.sorted().map { name in
      parts.count == 1 ? name : parent + "/" + name
    }
    if paths.isEmpty {
      throw .request(request, problem: "no file matches '\(argument)'", advice: "Look at the path and the pattern")
    }
  }

  private static func names(_ folder: String) throws(FormatError) -> [String] {
    guard let directory = opendir(folder) else { throw .unreadable(folder, reason: Disk.reason()) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}

extension [Series] {
  /// The rows of another file of the same table below these.
  func followed(by part: [Series], of path: String, request: String) throws(FormatError) -> [Series] {
    guard map(\.name) == part.map(\.name) else {
      throw .request(
        request,
        problem: "\(path) has the series \(part.map(\.name).joined(separator: ", ")), and the files before"
          + " have \(map(\.name).joined(separator: ", "))",
        advice: "Name the columns with value=, or read the files as sources of their own")
    }
    var whole = self
    for index in indices {
      guard whole[index].resolution == part[index].resolution else {
        throw .request(
          request, problem: "\(path) has dates of another kind than the files before it",
          advice: "Read the files as sources of their own")
      }
      if part[index].resolution == .row {
        let start = Int64(whole[index].times.count)
        whole[index].times += part[index].times.map { Timestamp(ticks: $0.ticks + start) }
      } else {
        whole[index].times += part[index].times
      }
      whole[index].values += part[index].values
    }
    return whole
  }
}
