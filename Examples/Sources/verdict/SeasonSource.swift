import Engram

/// The time of the year of each day, as sine and cosine: a source that engram does not have.
struct SeasonSource: DescribedSource {
  static let manual = Manual(
    name: "season", summary: "the time of the year of each day", argument: "YEAR",
    options: [.init("years", "how many, from 1 to 100; the default is 10")], example: "season:1981?years=10")

  private let request: SourceRequest
  private let days: Range<Int64>

  init(_ request: SourceRequest) throws(SourceError) {
    let options = try OptionReader(request, accepting: ["years"])
    let years = try options.integer("years", in: 1...100) ?? 10
    guard let first = Int(request.argument), (1800...2200).contains(first) else {
      throw .request(
        request.text, problem: "'\(request.argument)' is no year from 1800 to 2200",
        advice: "Ask for \(Self.manual.example)")
    }
    self.request = request
    days = Timestamp.dayNumber(first, 1, 1)..<Timestamp.dayNumber(first + years, 1, 1)
  }

  func series(in environment: SourceEnvironment) async throws(SourceError) -> [Series] {
    let times = days.map { Timestamp(ticks: $0 * Timestamp.millisecondsPerDay) }
    let angles = days.map { 2 * Double.pi * (Double($0) / 365.2425).truncatingRemainder(dividingBy: 1) }
    let origin = Origin(request: request.text, adapter: "season")
    return [("sine", angles.map(sine)), ("cosine", angles.map(cosine))].map { name, values in
      Series(name: name, resolution: .day, times: times, values: values, origin: origin)
    }
  }
}
