import Numbers
import TimeSeries

// Numbers and time spans in the sentences of errors and diagnostics.

/// A number without rounding errors in its last digits: `14164.53` for 14164.529999999999.
func rounded(_ value: Double) -> String {
  var text = figure(value, digits: 12)
  guard text.contains("."), !text.contains("e") else { return asTyped(value) }
  while text.last == "0" { text.removeLast() }
  if text.last == "." { text.removeLast() }
  return text
}

/// `5.9 %`, rounded to the nearest tenth.
func percent(_ count: Int, of total: Int) -> String {
  let tenths = (count * 1000 + total / 2) / max(total, 1)
  return "\(tenths / 10).\(tenths % 10) %"
}

/// `'a', 'b'`
func quoted(_ names: [String]) -> String { names.map { "'\($0)'" }.joined(separator: ", ") }

/// `7 days from 2001-09-10`, the first of the longest steps; nil for row numbers and for less than two rows.
func longestGap(_ times: [Timestamp], _ resolution: Resolution) -> String? {
  guard resolution != .row else { return nil }
  var longest: (steps: Int64, start: Timestamp)?
  for (a, b) in zip(times, times.dropFirst()) {
    let steps = distance(a, b, resolution)
    if steps > longest?.steps ?? -1 { longest = (steps, a) }
  }
  return longest.map { span($0.steps, resolution) + " from " + $0.start.text(resolution) }
}

/// How far b lies after a, in years, quarters, months, days or milliseconds; the largest number there is if it is further than that.
private func distance(_ a: Timestamp, _ b: Timestamp, _ resolution: Resolution) -> Int64 {
  let (early, late) = (a.civil, b.civil)
  switch resolution {
  case .year: return Int64(late.year - early.year)
  case .quarter: return Int64((late.year - early.year) * 4 + (late.month - early.month) / 3)
  case .month: return Int64((late.year - early.year) * 12 + late.month - early.month)
  default:
    let (ticks, overflow) = b.ticks.subtractingReportingOverflow(a.ticks)
    if overflow { return .max }
    return resolution == .day ? ticks / Timestamp.millisecondsPerDay : ticks
  }
}

private func span(_ steps: Int64, _ resolution: Resolution) -> String {
  guard resolution == .instant else { return counted(Int(steps), resolution.rawValue) }
  let units: [(String, Int64)] = [
    ("day", Timestamp.millisecondsPerDay), ("hour", 3_600_000), ("minute", 60_000), ("second", 1000),
  ]
  for (name, length) in units where steps > 0 && steps % length == 0 { return counted(Int(steps / length), name) }
  return counted(Int(steps), "millisecond")
}
