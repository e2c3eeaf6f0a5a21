package import Formats
package import TimeSeries

/// One document to be asked for, and how it becomes series.
package struct DocumentPlan: Sendable {
  package let request: FetchRequest
  let checks: AnswerChecks
  private let read: Read

  /// Makes series of a body. They get the given origin, to which notes may be added, and the name if there is one.
  typealias Read = @Sendable ([UInt8], Origin, String?) throws(FormatError) -> [Series]

  init(_ request: FetchRequest, checks: AnswerChecks = AnswerChecks(), read: @escaping Read) {
    (self.request, self.checks, self.read) = (request, checks, read)
  }

  package func series(in body: [UInt8], origin: Origin, name: String?) throws(FormatError) -> [Series] {
    try read(body, origin, name)
  }
}

/// What is done to values once they are read.
struct ValueRule: Sendable {
  /// Every value becomes one over it.
  var isInverted: Bool
  /// Then it is multiplied by this.
  var scale: Double
  /// When days are observed.
  var observed: ObservationTime?
  /// What is to be known of these values.
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
      if isInverted { series[index].origin.notes.append("every value is one over that of the source") }
      if scale != 1 { series[index].origin.notes.append("every value is that of the source times \(plain(scale))") }
      if series[index].resolution == .day { series[index].observed = observed }
    }
  }
}
