package import TimeSeries

extension Series {
  /// The times as text.
  package var dates: [String] { times.map { $0.text(resolution) } }
  /// The values, nil if missing, so that they can be compared.
  package var cells: [Double?] { values.map { $0.isNaN ? nil : $0 } }
}
