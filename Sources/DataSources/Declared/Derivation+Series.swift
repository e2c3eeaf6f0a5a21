import Formats
import TimeSeries

extension Derivation {
  /// Combines two series date by date. Dates of only one of them are left out, and a note counts them.
  func series(_ left: Series, _ right: Series, request: SourceRequest) throws(SourceError) -> Series {
    guard left.resolution == right.resolution else {
      throw .request(
        request.text,
        problem: "\(text): one is by \(left.resolution.rawValue), the other by \(right.resolution.rawValue)",
        advice: "Derive it from two series of one resolution")
    }
    var byTime: [Timestamp: Double] = [:]
    for (time, value) in zip(right.times, right.values) {
      if let other = byTime.updateValue(value, forKey: time), other != value, !(other.isNaN && value.isNaN) {
        throw .request(
          request.text, problem: "'\(self.right)' has two values for \(time.text(right.resolution))",
          advice: "Ask for the two series one by one to see them")
      }
    }
    var (times, values) = ([Timestamp](), [Double]())
    var met: Set<Timestamp> = []
    for (time, value) in zip(left.times, left.values) {
      guard let other = byTime[time] else { continue }
      met.insert(time)
      times.append(time)
      values.append(result(value, other))
    }
    let alone = (left.times.count - times.count, byTime.count - met.count)
    var origin = left.origin
    origin.notes += right.origin.notes.filter { !left.origin.notes.contains($0) }
    origin.documents += right.origin.documents.filter { !left.origin.documents.contains($0) }
    origin.notes.append("derived: \(text)")
    if alone != (0, 0) {
      origin.notes.append(
        "dates left out because only one of the two has them: \(alone.0) of \(self.left), \(alone.1) of \(self.right)")
    }
    if times.isEmpty {
      throw .format(
        .empty(
          request.text, problem: "'\(self.left)' and '\(self.right)' have no date in common",
          advice: "Ask for the two series one by one to see them"))
    }
    return Series(
      name: request.name ?? request.argument, resolution: left.resolution, times: times, values: values,
      origin: origin)
  }

  /// Missing if a side is missing, or the result is not a number.
  private func result(_ a: Double, _ b: Double) -> Double {
    let result =
      switch operation {
      case .divided: a / b
      case .times: a * b
      case .plus: a + b
      case .minus: a - b
      }
    return result.isFinite ? result : .nan
  }
}
