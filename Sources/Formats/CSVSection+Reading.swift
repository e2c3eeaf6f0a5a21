package import TimeSeries

extension CSVFormat {
  /// The series of the table in a section of a document; lines in sentences are those of the document.
  package func series(
    from body: [UInt8], section: CSVSection, file: String, origin: Origin, name: String? = nil
  ) throws(FormatError) -> [Series] {
    let text = try section.text(of: body, file: file)
    return try series(from: ByteBlocks(text), file: file, origin: origin, name: name)
  }
}
