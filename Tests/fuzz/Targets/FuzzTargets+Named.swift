import DataSources
import Formats
import Recurrence
import TimeSeries

extension FuzzTargets {
  /// By the names of their folders of samples, in `Tests/fuzz/corpus`.
  public static let named: [(name: String, run: @Sendable ([UInt8]) -> Void)] = [
    ("cache", cache), ("csv", csv), ("declaration", declaration), ("json", jsonAtPaths), ("packed", packed),
    ("paging", paging), ("request", request), ("safetensors", safetensors), ("sdmx", sdmx), ("server", server),
    ("xml", xmlAtPaths),
  ]

  /// The first line holds options, as in `delimiter=semicolon&value=Close`, the rest is the table. Blocks of any size,
  /// and the short way and the long, must read the same.
  @Sendable static func csv(_ bytes: [UInt8]) {
    let (options, table) = cut(bytes)
    section(table)
    guard let request = try? SourceRequest(parsing: options.isEmpty ? "csv:fuzz" : "csv:fuzz?" + options),
      let reader = try? OptionReader(request, accepting: CSVFormat.options.map(\.name)),
      let format = try? CSVFormat(reader, request)
    else { return }
    func outcome(_ tuning: CSVFormat.Tuning) -> Result<[Series], FormatError> {
      Result { () throws(FormatError) in
        try format.series(from: ByteBlocks(table), file: "fuzz", origin: origin, name: nil, tuning: tuning)
      }
    }
    let usual = outcome(CSVFormat.Tuning())
    for (size, isFast) in [(1, true), (7, false), (64, true), (1 << 18, false)] {
      let other = outcome(CSVFormat.Tuning(blockSize: size, isFast: isFast))
      precondition(words(for: other) == words(for: usual), "blocks of \(size) bytes are read otherwise")
    }
    _ = outcome(CSVFormat.Tuning(blockSize: 5, longestRecord: 20))
  }

  /// The first line holds the paths to the rows, the date and the values, a `|` between two; the rest is the document.
  @Sendable static func xmlAtPaths(_ bytes: [UInt8]) {
    let (line, document) = cut(bytes)
    xml(document)
    let paths = line.split(separator: "|", omittingEmptySubsequences: false).map { String($0) }
    guard paths.count > 2 else { return path(Array(line.utf8)) }
    guard
      let format = try? XMLFormat(
        row: paths[0], date: paths[1], values: paths[2...].map { ($0, $0) },
        namespaces: ["e": "http://www.ecb.int/vocabulary/2002-08-01/eurofxref", "d": "urn:d"])
    else { return }
    _ = try? format.series(from: document, file: "fuzz", origin: origin)
  }

  @Sendable static func jsonAtPaths(_ bytes: [UInt8]) {
    let (line, document) = cut(bytes)
    json(document)
    let paths = line.split(separator: "|", omittingEmptySubsequences: false).map { try? JSONPath(String($0)) }
    guard paths.count > 2, let rows = paths[0], let date = paths[1] else { return }
    let values = paths[2...].compactMap { $0 }.map { JSONFormat.Value(name: $0.description, path: $0) }
    for shape in [.records(rows, date: date, values: values), .columns(date: date, values: values)]
      as [JSONFormat.Shape]
    {
      _ = try? JSONFormat(shape).series(from: document, file: "fuzz", origin: origin)
    }
    _ = try? JSONFormat(.map(rows, values: values)).series(from: document, file: "fuzz", origin: origin)
  }

  /// The file of an entry, or the manifest of recorded answers. What was read is written so that it is read again.
  @Sendable static func cache(_ bytes: [UInt8]) {
    if let entry = try? CacheEntry(json: bytes) {
      precondition((try? CacheEntry(json: entry.json())) == entry, "an entry is written as it was read")
      _ = (entry.key, entry.validators, entry.inWords, entry.hasTag("W/\"a\""), entry.response([]))
      for now in [0, entry.fetchedAt, Int64(4_102_444_800_000)] {
        _ = Freshness(of: entry, sourceSays: nil, now: now).isFresh
      }
    }
    guard let documents = try? FixtureManifest.documents(of: bytes) else { return }
    precondition(
      (try? FixtureManifest.documents(of: FixtureManifest.json(documents))) == documents,
      "a manifest is written as it was read")
    _ = try? FixtureFolder(path: "fuzz", documents: documents).nearMisses
  }

  /// A file that declares a source: its manual, and the series of its example out of a small answer.
  @Sendable static func declaration(_ bytes: [UInt8]) {
    guard let declaration = try? Declaration(bytes: bytes, file: "fuzz.yaml") else { return }
    _ = declaration.manual
    guard let request = try? SourceRequest(parsing: declaration.example),
      let source = try? DeclaredSource(declaration, request)
    else { return }
    for plan in source.plans {
      for answer in answers { _ = try? plan.series(in: Array(answer.utf8), origin: origin, name: nil) }
    }
  }

  private static let answers = [
    "date,value\n2020-01-01,1.5\n2020-01-02,\n", "<a><r date='2020-01-01' value='1'/></a>",
    "{\"rows\":[{\"date\":\"2020-01-01\",\"value\":1}]}",
  ]

  /// A file of weights: its arrays, and the network that they may be, which runs.
  @Sendable static func safetensors(_ bytes: [UInt8]) {
    guard let file = try? SafetensorsFile(bytes, file: "fuzz"),
      let network = try? StackedNetwork(stateDict: file.arrays)
    else { return }
    let run = network.run(Array(repeating: 0.5, count: 3 * network.inputs))
    precondition(run.predictions.count == 3 * network.outputs, "every row has a prediction")
  }

  /// The first line without its end, and the rest.
  static func cut(_ bytes: [UInt8]) -> (line: String, rest: [UInt8]) {
    let end = bytes.firstIndex(of: 10) ?? bytes.count
    return (String(decoding: bytes[..<end], as: UTF8.self), Array(bytes.dropFirst(end + 1)))
  }

  /// Every bit of an outcome, so that missing values can be compared.
  private static func words(for outcome: Result<[Series], FormatError>) -> [String] {
    switch outcome {
    case .failure(let error): [error.description]
    case .success(let series):
      series.map { series in
        "\(series.name) \(series.resolution) \(series.times.map(\.ticks)) \(series.values.map(\.bitPattern)) "
          + "\(series.origin.notes)"
      }
    }
  }
}
