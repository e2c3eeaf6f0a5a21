import TimeSeries

/// `from` … `to`, both included.
struct Window {
  var from: String?
  var to: String?
  private var first: Int64
  private var last: Int64

  /// Reads both texts: a whole year, month or day; for series without dates, the number of a row.
  init(_ options: PanelOptions, _ resolution: Resolution) throws(PanelError.Fault) {
    (from, to, first, last) = (options.from, options.to, .min, .max)
    let needed = resolution == .row ? "the number of a row, from 0" : "a date like 2018-12-31, 2018-12 or 2018"
    if let text = options.from {
      guard let period = Window.period(text, resolution) else { throw .option("from", value: text, needed: needed) }
      first = period.lowerBound
    }
    if let text = options.to {
      guard let period = Window.period(text, resolution) else { throw .option("to", value: text, needed: needed) }
      last = period.upperBound
    }
    if let from, let to, first > last { throw .option("from", value: from, needed: "a time before 'to', \(to)") }
  }

  func contains(_ time: Timestamp) -> Bool { first <= time.ticks && time.ticks <= last }

  /// The first and the last tick of a year, a month or a day, or the number of a row; nil for any other text.
  private static func period(_ text: String, _ resolution: Resolution) -> ClosedRange<Int64>? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    guard parts.allSatisfy({ $0.utf8.allSatisfy(isDigit) }) else { return nil }
    if resolution == .row { return parts.count == 1 ? Int64(text).map { $0...$0 } : nil }
    guard parts.count <= 3, zip(parts, [4, 2, 2]).allSatisfy({ $0.utf8.count == $1 }) else { return nil }
    let numbers = parts.compactMap { Int($0) }
    let start = (year: numbers[0], month: numbers.count > 1 ? numbers[1] : 1, day: numbers.count > 2 ? numbers[2] : 1)
    let lastMonth = numbers.count > 1 ? start.month : 12
    let lastDay = numbers.count > 2 ? start.day : Timestamp.days(in: lastMonth, of: start.year)
    guard let first = Timestamp(year: start.year, month: start.month, day: start.day),
      let last = Timestamp(year: start.year, month: lastMonth, day: lastDay)
    else { return nil }
    return first.ticks...last.ticks + Timestamp.millisecondsPerDay - 1
  }
}

extension Run {
  /// Without the rows before and after the window.
  func within(_ window: Window) throws(PanelError.Fault) -> Run {
    let kept = times.indices.filter { window.contains(times[$0]) }
    guard kept.count < times.count else { return self }
    var run = self
    (run.times, run.values) = (kept.map { times[$0] }, kept.map { values[$0] })
    run.entry.outside = valued - run.valued
    guard run.valued > 0 else {
      throw .outsideWindow(column: name, first: entry.first, last: entry.last, from: window.from, to: window.to)
    }
    return run
  }
}
