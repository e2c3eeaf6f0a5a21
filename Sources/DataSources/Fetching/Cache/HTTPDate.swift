import TimeSeries

/// The dates of HTTP (RFC 9110, 5.6.7).
package enum HTTPDate {
  /// Milliseconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or
  /// `Sun Nov  6 08:49:37 1994`; nil for anything else. The day of the week is not checked.
  ///
  /// - Parameter now: a year of two digits is never more than 50 years after it.
  package static func milliseconds(_ text: String, now: Int64) -> Int64? {
    let words = text.split { $0 == " " || $0 == "," }.map { String($0) }
    if words.count == 6, words[5] == "GMT", let year = number(words[3], digits: 4...4) {
      return milliseconds(year, words[2], words[1], clock: words[4])
    }
    if words.count == 4, words[3] == "GMT" {
      let date = words[1].split(separator: "-").map { String($0) }
      guard date.count == 3, let short = number(date[2], digits: 2...2) else { return nil }
      let thisYear = Timestamp(ticks: now).civil.year
      var year = thisYear - thisYear % 100 + short
      if year > thisYear + 50 { year -= 100 }
      return milliseconds(year, date[1], date[0], clock: words[2])
    }
    if words.count == 5, let year = number(words[4], digits: 4...4) {
      return milliseconds(year, words[1], words[2], clock: words[3])
    }
    return nil
  }

  private static func milliseconds(_ year: Int, _ month: String, _ day: String, clock: String) -> Int64? {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false).map { number(String($0), digits: 2...2) }
    guard let index = months.firstIndex(of: month), let day = number(day, digits: 1...2),
      let date = Timestamp(year: year, month: index + 1, day: day),
      parts.count == 3, let hours = parts[0], let minutes = parts[1], let seconds = parts[2],
      hours < 24, minutes < 60, seconds <= 60
    else { return nil }
    return date.ticks + Int64(hours * 3600 + minutes * 60 + seconds) * 1000
  }

  private static func number(_ text: String, digits: ClosedRange<Int>) -> Int? {
    digits.contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
  }
}

/// Times in the files of a cache: `2026-10-30T16:02:11Z`, to the second.
package enum UTCText {
  /// Rounded down to the second.
  static func wholeSecond(_ milliseconds: Int64) -> Int64 {
    let rest = milliseconds % 1000
    return milliseconds - (rest < 0 ? rest + 1000 : rest)
  }

  package static func text(_ milliseconds: Int64) -> String {
    Timestamp(ticks: wholeSecond(milliseconds)).text(.instant)
  }

  /// The day only.
  static func day(_ milliseconds: Int64) -> String { Timestamp(ticks: milliseconds).text(.day) }

  /// Nil if the text is not of this form, or there is no such time.
  package static func milliseconds(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    let form = Array("dddd-dd-ddTdd:dd:ddZ".utf8)
    guard bytes.count == form.count else { return nil }
    var numbers = [0]
    for (byte, expected) in zip(bytes, form) {
      if expected == UInt8(ascii: "d") {
        guard (48...57).contains(byte) else { return nil }
        numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(byte - 48)
      } else {
        guard byte == expected else { return nil }
        numbers.append(0)
      }
    }
    guard let date = Timestamp(year: numbers[0], month: numbers[1], day: numbers[2]),
      numbers[3] < 24, numbers[4] < 60, numbers[5] <= 60
    else { return nil }
    return date.ticks + Int64(numbers[3] * 3600 + numbers[4] * 60 + numbers[5]) * 1000
  }
}
