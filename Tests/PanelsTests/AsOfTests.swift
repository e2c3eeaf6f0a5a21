import Numbers
import Panels
import Testing
import TimeSeries

@Suite("The join as of an instant")
struct AsOfTests {
  private static let minute: Int64 = 60_000

  private func options(_ tolerance: String, _ change: (inout PanelOptions) -> Void = { _ in }) -> PanelOptions {
    Sample.options {
      ($0.join, $0.scaling, $0.tolerance) = (.asof, .none, Tolerance(tolerance))
      change(&$0)
    }
  }

  private func instants(_ name: String, _ minutes: [Int], _ values: [Double]) -> Series {
    Series(
      name: name, resolution: .instant,
      times: minutes.map { Timestamp(ticks: Sample.day(0).ticks + Int64($0) * AsOfTests.minute) }, values: values,
      origin: Origin(request: "csv:\(name).csv", adapter: "csv"))
  }

  /// An as-of join in its plainest form: for each row and column a search through all observations.
  private struct Plain {
    var times: [Timestamp] = []
    var columns: [[Double]] = []
    var distinct: [Int] = []

    init(_ series: [Series], _ options: PanelOptions) {
      let observations = series.map { one in
        // Duplicates are identical.
        Dictionary(zip(one.times, one.values).filter { !$0.1.isNaN }) { first, _ in first }.map { time, value in
          (
            time: time, instant: one.resolution == .day ? one.observed?.instant(onDayOf: time) ?? time : time,
            value: value
          )
        }
      }
      let tolerance = options.tolerance?.milliseconds ?? 0
      let zone = options.asOf.flatMap { Zone($0.zone) }
      var rows: [(time: Timestamp, instant: Timestamp)] = observations[0].map { ($0.time, $0.instant) }
      if let asOf = options.asOf, let zone {
        let days = Set(observations[0].map { series[0].resolution == .day ? $0.time : $0.time.day(in: zone) })
        rows = days.map { ($0, asOf.instant(onDayOf: $0) ?? $0) }
      }
      rows.sort { $0.time < $1.time }
      var cells: [[(instant: Timestamp, value: Double)?]] = []
      for row in rows {
        cells.append(
          observations.enumerated().map { index, all in
            let mayBeExact = options.exactMatches || (index == 0 && options.asOf == nil)
            var best: (instant: Timestamp, value: Double)?
            for one in all where one.instant >= best?.instant ?? one.instant {
              let age = row.instant.ticks - one.instant.ticks
              if age >= 0, age <= tolerance, age > 0 || mayBeExact { best = (one.instant, one.value) }
            }
            return best
          })
      }
      let kept = rows.indices.filter { cells[$0].allSatisfy { $0 != nil } }
      times = kept.map { rows[$0].time }
      columns = series.indices.map { column in kept.map { cells[$0][column]?.value ?? .nan } }
      distinct = series.indices.map { column in Set(kept.compactMap { cells[$0][column]?.instant }).count }
    }
  }

  /// Rounded to a quarter of an hour, so that instants of two series often coincide.
  private func random(_ name: String, _ stream: inout RandomStream) -> Series {
    if stream.uniform() < 0.5 {
      let daily = Sample.untidy(name, days: 150, &stream)
      let zones = ["UTC", "America/New_York", "Europe/Berlin", "Asia/Tokyo"]
      let hour = 6 * stream.index(below: 4)
      return Sample.observed("\(hour):00 " + zones[stream.index(below: zones.count)], daily)
    }
    let minutes = Set((0..<150).map { _ in stream.index(below: 150 * 96) * 15 }).shuffled(&stream)
    return instants(name, minutes, minutes.map { _ in stream.uniform() < 0.1 ? .nan : stream.gaussian() })
  }

  @Test("is what a search through all observations gives, for every calendar, tolerance and rule")
  func bruteForce() throws {
    let tolerances = ["0d", "15min", "6h", "1d", "3d", "400d"]
    let clocks = [nil, "12:00 UTC", "16:00 America/New_York", "00:00 Asia/Tokyo"]
    var (panels, refused) = (0, 0)
    for seed in 0..<80 as Range<UInt64> {
      var stream = RandomStream(seed: seed)
      let series = ["a", "b", "c"].prefix(1 + stream.index(below: 3)).map { random($0, &stream) }
      let options = options(tolerances[stream.index(below: tolerances.count)]) {
        $0.exactMatches = stream.uniform() < 0.5
        $0.asOf = clocks[stream.index(below: clocks.count)].flatMap(ObservationTime.init)
      }
      let plain = Plain(series, options)
      guard plain.times.count >= Panel.minimumRows else {
        let sentence = Sample.refusal(series, options)
        #expect(
          sentence?.contains(
            plain.times.isEmpty
              ? "at no time does" : "\(plain.times.count) row\(plain.times.count == 1 ? "" : "s") would")
            == true, "seed \(seed): \(sentence ?? "")")
        refused += 1
        continue
      }
      let panel = try Panel(aligning: series, named: "p", options: options)
      #expect(panel.times == plain.times, "seed \(seed)")
      for (index, column) in plain.columns.enumerated() {
        #expect(same(panel.column(index), column), "seed \(seed), column \(index)")
      }
      for (index, entry) in panel.ledger.entries.enumerated() {
        #expect(entry.filled == panel.rows - plain.distinct[index] && entry.gaps == 0, "seed \(seed)")
        let kept = entry.rowsRead - entry.missing - entry.duplicates - entry.dropped
        #expect(kept + entry.filled == panel.ledger.joined, "seed \(seed), \(entry.column)")
        #expect((0..<panel.rows).count { panel.filled[$0 * panel.width + index] } == entry.filled)
      }
      panels += 1
    }
    #expect(panels > 30 && refused > 10)
  }

  @Test("a value as old as the tolerance counts, one a millisecond older does not")
  func edge() throws {
    let base = instants("base", (0..<60).map { $0 * 60 }, Sample.walk(60))
    var other = instants("other", (0..<60).map { $0 * 60 - 30 }, Sample.walk(60, seed: 2))
    #expect(try Panel(aligning: [base, other], named: "p", options: options("30min")).rows == 60)
    for row in 50..<60 { other.times[row].ticks -= 1 }
    #expect(try Panel(aligning: [base, other], named: "p", options: options("30min")).rows == 50)
    #expect(try Panel(aligning: [base, other], named: "p", options: options("1d")).rows == 60)
  }

  @Test("a value of the very instant counts, unless it is forbidden")
  func exact() throws {
    let values = Sample.walk(60)
    let (base, other) = (
      instants("base", (0..<60).map { $0 * 60 }, values), instants("other", (0..<60).map { $0 * 60 }, values)
    )
    let with = try Panel(aligning: [base, other], named: "p", options: options("1d"))
    #expect(with.column(1) == values)
    let without = try Panel(aligning: [base, other], named: "p", options: options("1d") { $0.exactMatches = false })
    #expect(without.column(0) == Array(values.dropFirst()) && without.column(1) == Array(values.dropLast()))
  }

  @Test(
    "what closes in New York meets Frankfurt's fixing of the day; at the fixing, New York's close is the day before's")
  func direction() throws {
    let (close, fixing) = (
      Sample.observed(Sample.close, Sample.daily("close", (0..<60).map(Double.init))),
      Sample.observed(Sample.fixing, Sample.daily("fixing", (0..<60).map { 100 + Double($0) }))
    )
    let late = try Panel(aligning: [close, fixing], named: "p", options: options("3d"))
    #expect(late.times.first == Sample.day(0) && late.column(1).first == 100 && late.resolution == .day)
    let early = try Panel(aligning: [fixing, close], named: "p", options: options("3d"))
    #expect(early.times.first == Sample.day(1) && early.column(0).first == 101 && early.column(1).first == 0)
    let noon = try Panel(
      aligning: [close, fixing], named: "p", options: options("3d") { $0.asOf = ObservationTime("12:00 UTC") })
    #expect(noon.times.first == Sample.day(1) && noon.values.prefix(2) == [0, 100])
    #expect(noon.observed == [close.observed, fixing.observed])
  }

  @Test("a holiday of one series repeats its value, marked as such")
  func holiday() throws {
    let days = (0..<60).filter { $0 != 30 }
    let series = [
      Sample.observed(Sample.close, Sample.daily("a", Sample.walk(60))),
      Sample.observed(Sample.fixing, Sample.daily("b", Sample.walk(59, seed: 2), days: days)),
    ]
    let panel = try Panel(aligning: series, named: "p", options: options("3d"))
    #expect(panel.column(1)[30] == panel.column(1)[29] && panel.filled.indices.filter { panel.filled[$0] } == [61])
    #expect(panel.diagnostics.contains(.filled(column: "b", rows: 1, of: 60)))
    #expect(try Panel(aligning: series, named: "p", options: options("12h")).rows == 59)
  }

  @Test("refuses what it cannot place in time, and settings that do nothing")
  func refusals() {
    let close = Sample.observed(Sample.close, Sample.daily("close", Sample.walk(60)))
    let plain = Sample.daily("plain", Sample.walk(60))
    let prefix = "cannot align 'p': "
    #expect(
      Sample.refusal([close, plain], options("3d"))
        == prefix
        + "'plain' (csv:a.csv?value=x) has no time of observation, which an as-of join needs; "
        + "set it (observed: plain=16:00 America/New_York), or use another join")
    let numbered = Sample.numbered("rows", Sample.walk(60))
    #expect(
      Sample.refusal([close, numbered], options("3d"))
        == prefix
        + "'rows' has row numbers, and an as-of join needs days or instants; use another join, or leave it out")
    #expect(
      Sample.refusal([close], Sample.options { $0.join = .asof })
        == prefix + "an as-of join needs the option 'tolerance', the largest age of a value, such as 3d")
    #expect(
      Sample.refusal([close], options("3d") { $0.fillLimit = 1 })
        == prefix + "the option 'fillLimit' is '1'; it must be 0 in an as-of join, which has a tolerance instead")
    let needed = "it must be left out unless the join is asof"
    #expect(
      Sample.refusal([close], Sample.options { $0.tolerance = Tolerance("3d") })
        == prefix + "the option 'tolerance' is '3d'; \(needed)")
    #expect(
      Sample.refusal([close], Sample.options { $0.exactMatches = false })
        == prefix + "the option 'exactMatches' is 'false'; \(needed)")
    #expect(
      Sample.refusal([close], Sample.options { $0.asOf = ObservationTime("12:00 UTC") })
        == prefix + "the option 'asOf' is '12:00 UTC'; \(needed)")
    #expect(
      Sample.refusal([close], options("3d") { $0.asOf = ObservationTime("12:00 Europe/Berlim") })
        == prefix + "the time of the as-of join has the unknown zone 'Europe/Berlim'; use a name such as "
        + "Europe/Berlin, or UTC+05:30; did you mean 'Europe/Berlin'?")
    #expect(
      Sample.refusal([Sample.observed("12:00 Mars/Olympus", plain)])
        == prefix
        + "the time of observation of 'plain' has the unknown zone 'Mars/Olympus'; use a name such as Europe/Berlin, or "
        + "UTC+05:30")
  }

  @Test("a tolerance is a whole number of days, hours, minutes or seconds")
  func tolerances() {
    for (text, seconds) in [("3d", 259_200), ("36h", 129_600), ("90min", 5400), ("30s", 30), ("0d", 0)] {
      #expect(Tolerance(text)?.milliseconds == Int64(seconds) * 1000 && Tolerance(text)?.text == text)
    }
    for text in ["", "3", "d", "-3d", "3 d", "1.5d", "3days", "3D", "٣d", "99999999999999d", "99999999999999999999s"] {
      #expect(Tolerance(text) == nil, "\(text)")
    }
  }
}

extension Set<Int> {
  /// In an order that the stream decides alone.
  fileprivate func shuffled(_ stream: inout RandomStream) -> [Int] {
    var items = sorted()
    Sample.shuffle(&items, &stream)
    return items
  }
}
