import DataSources
import Formats
import TimeSeries

/// Reads a text as `csv:t.csv?…` would read a file of that content.
func read(
  _ text: String, _ options: String = "", name: String? = nil, tuning: CSVFormat.Tuning = .init()
) throws(SourceError) -> [Series] {
  try read(bytes: Array(text.utf8), options, name: name, tuning: tuning)
}

func read(
  bytes: [UInt8], _ options: String = "", name: String? = nil, tuning: CSVFormat.Tuning = .init()
) throws(SourceError) -> [Series] {
  let request = try SourceRequest(parsing: "csv:t.csv" + (options.isEmpty ? "" : "?" + options))
  let format = try CSVFormat(OptionReader(request, accepting: CSVSource.manual.options.map(\.name)), request)
  do throws(FormatError) {
    return try format.series(
      from: ByteBlocks(bytes), file: "t.csv", origin: Origin(request: request.text, adapter: "csv"), name: name,
      tuning: tuning)
  } catch {
    throw .format(error)
  }
}

/// What reading a text ends with, if not with series.
func fault(_ text: String, _ options: String = "") -> String {
  fault(bytes: Array(text.utf8), options)
}

func fault(bytes: [UInt8], _ options: String = "") -> String {
  do throws(SourceError) {
    let series = try read(bytes: bytes, options)
    return "no fault: " + series.map { "\($0.name) \($0.values)" }.joined(separator: "; ")
  } catch {
    return error.description
  }
}
