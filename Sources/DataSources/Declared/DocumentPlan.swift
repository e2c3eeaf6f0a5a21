package import Formats
package import TimeSeries

/// A request for a document, and the function that reads series from it.
package struct DocumentPlan: Sendable {
  package let request: FetchRequest
  let checks: AnswerChecks
  /// How the pages after the first are asked for, and the date before which none is.
  package var paging: (Paging, until: Timestamp?)?
  private let read: Read

  /// Reads the series of a body, with an origin to which it may add notes, and a name if there is one.
  typealias Read = @Sendable ([UInt8], Origin, String?) throws(FormatError) -> [Series]

  init(_ request: FetchRequest, checks: AnswerChecks = AnswerChecks(), read: @escaping Read) {
    (self.request, self.checks, self.read) = (request, checks, read)
  }

  package func series(in body: [UInt8], origin: Origin, name: String?) throws(FormatError) -> [Series] {
    try read(body, origin, name)
  }
}

/// A transformation of the values.
struct ValueRule: Sendable {
  /// Every value is replaced by its reciprocal.
  var isInverted: Bool
  /// Then multiplied by this.
  var scale: Double
  /// The time of day of daily values.
  var observed: ObservationTime?
  /// Notes about the values.
  var caveats: [String] = []

  func apply(to series: inout [Series]) {
    for index in series.indices {
      if isInverted || scale != 1 {
        series[index].values = series[index].values.map { value in
          let value = isInverted ? (value == 0 ? .nan : 1 / value) : value
          return value * scale
        }
      }
      series[index].origin.notes += caveats
      if isInverted { series[index].origin.notes.append("every value is the reciprocal of that of the source") }
      if scale != 1 { series[index].origin.notes.append("every value is that of the source times \(plain(scale))") }
      if series[index].resolution == .day { series[index].observed = observed }
    }
  }
}
