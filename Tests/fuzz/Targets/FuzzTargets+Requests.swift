import DataSources
import Formats
import TimeSeries

/// What a request, an answer in pages and the words of a server may hold.
extension FuzzTargets {
  /// Every line is a request of a user's or of a study. What a program makes of its parts is read as these parts again.
  @Sendable static func request(_ bytes: [UInt8]) {
    for line in bytes.split(separator: 10).prefix(8) {
      let text = String(decoding: line, as: UTF8.self)
      _ = (Redactor().url(text), Redactor().line(text), Glob(text)?.matches("2020-01.csv"))
      _ = (HTTPDate.milliseconds(text, now: 0), UTCText.milliseconds(text))
      guard let request = try? SourceRequest(parsing: text) else { continue }
      let made = SourceRequest(
        name: request.name, adapter: request.adapter, argument: request.argument, options: request.options)
      if let again = try? SourceRequest(parsing: made.text) {
        precondition(parts(again) == parts(request), "\(text) is written as \(made.text)")
      }
      _ = try? SDMXSource(request)
      _ = try? CSVSource(request)
      _ = try? HTTPSource(request)
    }
  }

  /// The first line holds the address of a page and the path of its link, a `|` between; the rest is the page. No link leads
  /// to another server.
  @Sendable static func paging(_ bytes: [UInt8]) {
    let (line, body) = cut(bytes)
    let words = line.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
    guard words.count == 2 else { return }
    var progress = Paging.Progress(url: words[0])
    let ticks = body.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
    (progress.body, progress.pageRows, progress.rows) = (body, 1, body.count)
    (progress.first, progress.last) = (Timestamp(ticks: ticks), Timestamp(ticks: ticks &+ 1000))
    var steps: [Paging.Step] = [
      .next(words[1]), .cursor(path: words[1], query: "c d"), .number(query: "page", first: 0),
      .offset(query: words[1]),
    ]
    for form in Paging.Form.allCases {
      steps += [.after(query: "from", form), .before(query: "to", form, from: "from", until: nil)]
    }
    for step in steps {
      guard let next = try? Paging(step).next(after: progress, until: Timestamp(ticks: 0)) else { continue }
      if case .next = step { precondition(host(next) == host(words[0]), "\(words[0]) leads to \(next)") }
    }
  }

  /// A table in SDMX-CSV.
  @Sendable static func sdmx(_ bytes: [UInt8]) {
    for name in [nil, "x"] {
      let series = try? SDMXTable.series(from: bytes, file: "fuzz", origin: origin, name: name)
      precondition(series?.allSatisfy { !$0.name.isEmpty && $0.times.count == $0.values.count } ?? true)
    }
  }

  /// What a server sent in place of data.
  @Sendable static func server(_ bytes: [UInt8]) {
    let words = [serverWords(bytes), documentTitle(of: bytes)].compactMap { $0 }
    precondition(
      words.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 } },
      "control characters in \(words)")
    _ = (looksLikeHTML(bytes), XMLGlance(bytes)?.root)
  }

  /// An archive, or a table that was compressed.
  @Sendable static func packed(_ bytes: [UInt8]) {
    zip(bytes)
    _ = try? CSVFormat().series(from: ByteBlocks(bytes), file: "fuzz", origin: origin)
  }

  private static func parts(_ request: SourceRequest) -> [String] {
    [request.name ?? "", request.adapter, request.argument] + request.options.flatMap { [$0.name, $0.value] }
  }

  /// Scheme, host and port as a browser understands them: case, and a user before the host, do not count.
  private static func host(_ url: String) -> String? { (try? WebAddress(url)).map { $0.scheme + "://" + $0.host } }
}
