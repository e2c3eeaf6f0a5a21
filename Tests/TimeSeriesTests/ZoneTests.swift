import FoundationEssentials
import Testing
import TimeSeries

@Suite("Civil time in a zone")
struct ZoneTests {
  /// Tests/Golden/zones.csv: what Python's zoneinfo gives (make_zones.py says how it was made).
  struct Golden: CustomTestStringConvertible {
    var names: [Substring]
    /// Of a change of clocks: seconds, offsets before and after it, and those of the skipped or repeated half hour.
    var changes: [[Int]] = []
    /// Seconds and offset.
    var instants: [[Int]] = []
    var testDescription: String { names.joined(separator: " ") }

    static let blocks: [Golden] = {
      let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Golden/zones.csv")
      guard let text = try? String(contentsOf: file, encoding: .utf8) else { fatalError("cannot read \(file.path)") }
      return text.split(separator: "\n").reduce(into: []) { blocks, line in
        let fields = line.split(separator: ",")
        let numbers = fields.dropFirst().compactMap { Int($0) }
        switch fields[0] {
        case "zone": blocks.append(Golden(names: fields[1].split(separator: " ")))
        case "change": blocks[blocks.count - 1].changes.append(numbers)
        default: blocks[blocks.count - 1].instants.append(numbers)
        }
      }
    }()
  }

  private func seconds(_ count: Int) -> Timestamp { Timestamp(ticks: Int64(count) * 1000) }
  private func zone(_ name: String) throws -> Zone { try #require(Zone(name)) }
  private func time(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0) throws -> Timestamp {
    let midnight = try #require(Timestamp(year: year, month: month, day: day))
    return Timestamp(ticks: midnight.ticks + Int64(hour * 60 + minute) * 60_000)
  }

  @Test("is that of the tz database at every change of clocks and between, there and back", arguments: Golden.blocks)
  func golden(block: Golden) throws {
    #expect(block.instants.count == 41)
    for name in block.names {
      let zone = try zone(String(name))
      for change in block.changes {
        let (at, before, after) = (seconds(change[0]), change[1], change[2])
        #expect(
          zone.offset(at: Timestamp(ticks: at.ticks - 1)) == before && zone.offset(at: at) == after, "\(name) \(at)")
        // Half-way through the hour that the clocks skip, or show twice.
        let middle = change[0] + (before + after) * 30
        #expect(zone.instant(local: seconds(middle)) == seconds(middle - change[3] * 60), "\(name) \(at)")
        #expect(
          zone.instant(local: seconds(middle), twice: .second) == seconds(middle - change[4] * 60), "\(name) \(at)")
      }
      for instant in block.instants {
        let at = seconds(instant[0])
        #expect(zone.offset(at: at) == instant[1] && zone.instant(local: zone.local(at: at)) == at, "\(name) \(at)")
      }
    }
  }

  @Test("the golden file has every zone of the table, and each is known by its name")
  func complete() {
    #expect(Set(Zone.names) == Set(Golden.blocks.flatMap { $0.names.map(String.init) } + ["Z"]))
    #expect(Zone.names == Zone.names.sorted() && Set(Zone.names).count == Zone.names.count)
    #expect(Zone.names.allSatisfy { Zone($0)?.name == $0 })
    #expect(Zone.names.allSatisfy { (Zone($0)?.rightFrom).map { (1967...2017).contains($0) } == true })
    #expect(Golden.blocks.reduce(0) { $0 + $1.changes.count } > 1500)
  }

  @Test("every half hour of a year comes back from its local time, unless the clock shows it twice")
  func roundTrip() throws {
    for name in ["America/New_York", "Europe/London", "Australia/Sydney", "Asia/Kolkata"] {
      let zone = try zone(name)
      let start = try time(2023, 1, 1).ticks
      let instants = (0..<365 * 48).map { Timestamp(ticks: start + Int64($0) * 1_800_000) }
      let lost = instants.filter { instant in
        let local = zone.local(at: instant)
        return zone.instant(local: local) != instant && zone.instant(local: local, twice: .second) != instant
      }
      #expect(lost.isEmpty, "\(name) \(lost.prefix(3).map { $0.text(.instant) })")
    }
  }

  @Test("a repeated time is its first, unless the second is asked for; a skipped one is shifted forward")
  func changes() throws {
    let york = try zone("America/New_York")
    let twice = try time(2024, 11, 3, 1, 30)
    #expect(try york.instant(local: twice) == time(2024, 11, 3, 5, 30))
    #expect(try york.instant(local: twice, twice: .second) == time(2024, 11, 3, 6, 30))
    let skipped = try time(2024, 3, 10, 2, 30)
    for which in [Zone.Twice.first, .second] {
      let instant = york.instant(local: skipped, twice: which)
      #expect(try instant == time(2024, 3, 10, 7, 30))
      #expect(try york.local(at: instant) == time(2024, 3, 10, 3, 30))
    }
  }

  @Test("fixed offsets are written with UTC")
  func fixed() throws {
    for (name, minutes) in [
      ("UTC+05:30", 330), ("UTC-3", -180), ("GMT+1", 60), ("UTC-00:45", -45), ("UTC+23:59", 1439),
    ] {
      let zone = try zone(name)
      #expect(zone.name == name && zone.offset(at: Timestamp(ticks: 0)) == minutes && !zone.hasSummerTime)
    }
    #expect(try zone("UTC").offset(at: Timestamp(ticks: .max)) == 0)
  }

  @Test(
    "a zone that the table has not is nil",
    arguments: [
      "", "UTC+", "UTC+24", "UTC+1:5", "UTC+05:60", "UTC5", "UTC+-5", "UTC+5:30:00", "UTC+５", "america/new_york",
      "America/New York", "Mars/Olympus", "+05:30", "EST",
    ])
  func unknown(name: String) { #expect(Zone(name) == nil) }

  @Test("the ends of time do not overflow")
  func extremes() {
    for name in Zone.names {
      guard let zone = Zone(name) else { continue }
      for ticks in [Int64.min, .min + 1, -62_167_219_200_000, 0, 253_402_300_799_999, .max - 1, .max] {
        let instant = Timestamp(ticks: ticks)
        #expect(zone.offset(at: instant).magnitude < 1440)
        _ = (zone.local(at: instant), zone.instant(local: instant), instant.day(in: zone))
      }
    }
  }

  @Test("the day of a bar's opening is that of its zone")
  func days() throws {
    // London's midnight is 23:00 UTC of the day before in summer; New York opens at 13:30 and 14:30 UTC.
    #expect(try time(2024, 7, 1, 23).day(in: zone("Europe/London")) == time(2024, 7, 2))
    #expect(try time(2024, 1, 2).day(in: zone("Europe/London")) == time(2024, 1, 2))
    #expect(try Timestamp(ticks: 1_672_756_200_000).day(in: zone("America/New_York")) == time(2023, 1, 3))
    #expect(try Timestamp(ticks: 1_719_581_400_000).day(in: zone("America/New_York")) == time(2024, 6, 28))
    #expect(try time(1969, 12, 31, 20).day(in: zone("Asia/Tokyo")) == time(1970, 1, 1))
    #expect(try time(1970, 1, 1, 2).day(in: zone("America/New_York")) == time(1969, 12, 31))
  }

  @Test("a series of instants becomes one of days, and no other does")
  func series() throws {
    let origin = Origin(request: "x", adapter: "x")
    let instants = Series(
      name: "eurusd", resolution: .instant, times: [try time(2024, 7, 1, 23), try time(2024, 1, 2)],
      values: [1.07, 1.1],
      origin: origin, observed: ObservationTime(hour: 22, minute: 0, zone: "UTC"))
    let (days, expected) = (
      instants.daily(in: try zone("Europe/London")), [try time(2024, 7, 2), try time(2024, 1, 2)]
    )
    #expect(days.resolution == .day && days.times == expected)
    #expect(days.values == instants.values && days.observed == instants.observed && days.name == "eurusd")
    #expect(try days.daily(in: zone("Asia/Tokyo")) == days)
  }
}

@Suite("A time of observation")
struct ObservationTimeTests {
  @Test("is an instant on each day, an hour earlier in summer")
  func instant() throws {
    let fix = try #require(ObservationTime("14:15 Europe/Berlin"))
    let (winter, summer) = (
      try #require(Timestamp(year: 2024, month: 1, day: 5)), try #require(Timestamp(year: 2024, month: 7, day: 5))
    )
    #expect(fix.instant(onDayOf: winter)?.text(.instant) == "2024-01-05T13:15:00Z")
    #expect(fix.instant(onDayOf: summer)?.text(.instant) == "2024-07-05T12:15:00Z")
    let close = try #require(ObservationTime("16:00 America/New_York"))
    #expect(close.instant(onDayOf: summer)?.text(.instant) == "2024-07-05T20:00:00Z")
    #expect(ObservationTime("16:00 Mars/Olympus")?.instant(onDayOf: summer) == nil)
    #expect(close.instant(onDayOf: Timestamp(ticks: .max)) != nil)
  }

  @Test("is read from the text that it writes, and from no other")
  func text() {
    for text in ["14:15 Europe/Berlin", "00:00 UTC", "23:59 UTC+05:30"] { #expect(ObservationTime(text)?.text == text) }
    #expect(ObservationTime("9:30 America/New_York")?.text == "09:30 America/New_York")
    for text in [
      "", "14:15", "24:00 UTC", "14:60 UTC", "14.15 UTC", "14:15:00 UTC", "1415 UTC", "-1:00 UTC", "14:5 UTC",
      "２:15 UTC",
    ] {
      #expect(ObservationTime(text) == nil)
    }
  }
}
