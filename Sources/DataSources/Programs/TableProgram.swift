import Formats
package import TimeSeries

/// A file of another program's format, read by a short Python program that is part of engram.
package struct TableProgram: DataSource {
  private let request: SourceRequest
  private let format: CSVFormat
  private let script: [UInt8]
  /// After the path.
  private let arguments: [String]
  private let reader: OptionReader

  private init(
    _ request: SourceRequest, _ manual: Manual, script: [UInt8], arguments: (OptionReader, CSVFormat) -> [String]
  ) throws(SourceError) {
    reader = try OptionReader(request, accepting: manual.options.map(\.name))
    var format = try CSVFormat(reader, request)
    format.delimiter = .comma
    (self.request, self.script, self.format) = (request, script, format)
    self.arguments = arguments(reader, format)
  }

  /// The series of the request.
  package func series(in environment: SourceEnvironment) async throws -> [Series] {
    let file = request.argument
    let path = wholePath(file.hasPrefix("/") || environment.folder.isEmpty ? file : environment.folder + "/" + file)
    var run = try ProgramRun(
      "python3", ["-c", String(decoding: script, as: UTF8.self), path] + arguments, title: "\(request.adapter):\(file)",
      reader, request)
    run.file = file
    return try await run.series(format, adapter: request.adapter, in: environment)
  }

  private static func options(_ own: [Manual.Option]) -> [Manual.Option] {
    let needless = ["delimiter", "quote", "comment", "encoding"]
    return own + CSVFormat.options.filter { !needless.contains($0.name) }
      + ProgramRun.options.filter { $0.name == "timeout" }
  }

  private static let limits = """
    The program runs with the limits of the adapter exec: 60 s (timeout=), 64 MB of text. What is found out of columns and
    rows is as with the adapter csv.
    """

  /// Files of Apache Parquet.
  package static let parquet = Adapter(parquetManual) { (request) throws(SourceError) in
    try TableProgram(request, parquetManual, script: PackageResources.parquet_py) { reader, format in
      // Where all columns are named, no other is read.
      guard case .column(let date) = format.date, let values = format.values else { return [] }
      return date.split(separator: "+").map { String($0) } + values + (format.key.map { [$0] } ?? [])
    }
  }

  private static let parquetManual = Manual(
    name: "parquet", summary: "the columns of a Parquet file, by python3 with pyarrow", argument: "FILE",
    options: options([]), example: "parquet:fixtures/cases/prices.parquet?value=close",
    details: """
      Needs python3 in PATH, with pyarrow (pip install pyarrow). The index of a data frame is a column like others.

      \(limits)
      """)

  /// Workbooks of Excel.
  package static let excel = Adapter(excelManual) { (request) throws(SourceError) in
    try TableProgram(request, excelManual, script: PackageResources.excel_py) { reader, _ in
      [reader.string("sheet")].compactMap { $0 }
    }
  }

  private static let excelManual = Manual(
    name: "excel", summary: "the columns of a sheet of an Excel workbook, by python3 with openpyxl", argument: "FILE",
    options: options([.init("sheet", "its name, or its number from 1; needed where several sheets have cells")]),
    example: "excel:fixtures/cases/prices.xlsx?value=close",
    details: """
      Needs python3 in PATH, with openpyxl (pip install openpyxl). Reads .xlsx and .xlsm: the values that the workbook stores,
      not their formats. A formula without a stored value is an error.

      \(limits)
      """)
}
