import Testing
import TimeSeries

@Suite("Civil days")
struct TimestampTests {
  @Test("every day of eight hundred years goes there and back, one tick of a day apart")
  func roundTrip() {
    var previous: Int64?
    for year in 1600..<2400 {
      for month in 1...12 {
        for day in 1...Timestamp.days(in: month, of: year) {
          let time = Timestamp(year: year, month: month, day: day)
          #expect(time.map { $0.civil == (year, month, day) } == true)
          if let previous, let time {
            #expect(time.ticks - previous == Timestamp.millisecondsPerDay)
          }
          previous = time?.ticks
        }
      }
    }
  }

  @Test("days that do not exist are nil")
  func impossible() {
    #expect(Timestamp(year: 2026, month: 2, day: 30) == nil)
    #expect(Timestamp(year: 1900, month: 2, day: 29) == nil)
    #expect(Timestamp(year: 2000, month: 2, day: 29) != nil)
    #expect(Timestamp(year: 2026, month: 13, day: 1) == nil)
    #expect(Timestamp(year: 2026, month: 1, day: 0) == nil)
  }

  @Test("known days, before and after 1970")
  func known() {
    #expect(Timestamp(year: 1970, month: 1, day: 1)?.ticks == 0)
    #expect(Timestamp(year: 2000, month: 3, day: 1)?.ticks == 951_868_800_000)
    #expect(Timestamp(year: 1885, month: 2, day: 16)?.text(.day) == "1885-02-16")
    #expect(Timestamp(ticks: -1).text(.instant) == "1969-12-31T23:59:59.999Z")
    #expect(Timestamp(ticks: 42).text(.row) == "42")
  }
}
