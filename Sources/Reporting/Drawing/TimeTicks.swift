import Numbers
import TimeSeries

/// Marks of a time axis: round years, months, days or times of day, labelled as ISO 8601 has them.
enum TimeTicks {
  private enum Step {
    case years(Int), months(Int), milliseconds(Int64)
  }

  private static let second: Int64 = 1000
  private static let minute = 60 * second
  private static let hour = 60 * minute
  private static let day = Timestamp.millisecondsPerDay

  /// From fine to coarse.
  private static let steps: [Step] =
    ([1, 10, 100, 500, 1, 5, 15, 30].enumerated().map { .milliseconds($1 * ($0 < 4 ? 1 : second)) })
    + [1, 5, 15, 30].map { .milliseconds($0 * minute) } + [1, 3, 6, 12].map { .milliseconds($0 * hour) }
    + [1, 2, 7, 14].map { .milliseconds($0 * day) } + [1, 3, 6].map { .months($0) }
    + [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000].map { .years($0) }

  /// At most `count` marks between two numbers of milliseconds since 1970.
  static func between(_ low: Double, _ high: Double, atMost count: Int) -> [Axis.Tick] {
    let limit = 6e15  // about the year 190,000
    guard low >= -limit, high <= limit, low < high else { return [] }
    for step in steps where (high - low) / Double(length(step)) <= Double(count) + 1 {
      let ticks = marks(step, Int64(low.rounded(.up)), Int64(high.rounded(.down)))
      if ticks.count <= count { return ticks }
    }
    return []
  }

  private static func length(_ step: Step) -> Int64 {
    switch step {
    case .years(let n): Int64(n) * 365 * day
    case .months(let n): Int64(n) * 28 * day
    case .milliseconds(let n): n
    }
  }

  private static func marks(_ step: Step, _ low: Int64, _ high: Int64) -> [Axis.Tick] {
    var ticks: [Axis.Tick] = []
    func add(_ time: Timestamp, _ label: String) {
      if time.ticks >= low, time.ticks <= high { ticks.append(.init(value: Double(time.ticks), label: label)) }
    }
    let (first, last) = (Timestamp(ticks: low).civil, Timestamp(ticks: high).civil)
    switch step {
    case .years(let n):
      for year in stride(from: floorMultiple(first.year, n), through: last.year, by: n) {
        if let time = Timestamp(year: year, month: 1, day: 1) { add(time, typeset(time.text(.year))) }
      }
    case .months(let n):
      for year in first.year...max(first.year, last.year) {
        for month in stride(from: 1, through: 12, by: n) {
          if let time = Timestamp(year: year, month: month, day: 1) { add(time, time.text(.month)) }
        }
      }
    case .milliseconds(let n):
      var ticks = low - ((low % n) + n) % n
      while ticks <= high {
        add(Timestamp(ticks: ticks), label(Timestamp(ticks: ticks), step: n))
        ticks += n
      }
    }
    return ticks
  }

  /// A date, or the time of day; at midnight the date again.
  private static func label(_ time: Timestamp, step: Int64) -> String {
    if step >= day || time.ticks % day == 0 { return time.text(.day) }
    let clock = time.text(.instant).dropFirst(11).dropLast()
    return String(step >= minute ? clock.prefix(5) : clock)
  }

  private static func floorMultiple(_ value: Int, _ n: Int) -> Int { value - ((value % n) + n) % n }
}
