import TimeSeries

/// Reads the dates of one column, which have one form, and finds out in one pass whether the month or the day comes first.
///
/// Until a date shows it, both numbers of every date are at most 12. Dates are then read as month/day; if a later date
/// shows day/month, the caller swaps month and day of the times it has. `settle` makes the final times of those that were
/// read, once the whole column is known.
struct DateColumn {
  enum Reading: Equatable {
    case time(Timestamp)
    /// This date shows day/month: apply `dayAndMonthSwapped` to every time read before.
    case timeThatTurnsEarlierRound(Timestamp)
    case problem(Problem)
  }
  enum Problem: Equatable {
    case text(DateText.Fault)
    /// The first date of the column is of another form, such as an instant or a month.
    case otherForm(Sighting)
    /// An earlier date, or the option, shows another order.
    case contradicts(CSVFormat.DayOrder, Sighting?)
    /// With dots the day comes first, and this is no such day unless the month does.
    case monthFirst
    /// A number that the stated unit makes a time outside the years 1700 to 2199, or that looks like a day.
    case implausible(CSVFormat.Epoch, Timestamp?)
    case looksLikeDay(CSVFormat.Epoch)
    /// The clocks of the zone did not show this time.
    case skipped(Zone)
  }
  /// A date and its line.
  struct Sighting: Equatable {
    var text: String
    var line: Int
  }

  private let said: CSVFormat.DayOrder?
  let epoch: CSVFormat.Epoch?
  /// The zone of times without an offset, and of the days that instants are of.
  let zone: Zone?
  private(set) var form: DateText.Form?
  private var isOpen = false
  /// Written with dots, the year last.
  private(set) var isDotted = false
  /// The first date.
  private(set) var first: Sighting?
  /// The date that showed the order.
  private(set) var settledBy: Sighting?
  private(set) var order: CSVFormat.DayOrder?
  /// A date would be another day with month and day swapped.
  private var matters = false
  /// A time of day was not midnight, on the clock that the text is of.
  var hasClock = false
  /// The first date with digits below the millisecond.
  private(set) var firstCut: Sighting?
  /// The different offsets from UTC, in the order in which they were found.
  private(set) var offsets: [Int64] = []
  var clocks = LocalClocks()

  init(order: CSVFormat.DayOrder?, epoch: CSVFormat.Epoch?, zone: Zone? = nil) {
    (said, self.order, self.epoch, self.zone) = (order, order, epoch, zone)
  }

  /// No date so far shows whether the day or the month comes first, and it makes a difference.
  var isAmbiguous: Bool { isOpen && order == nil && matters }

  /// The form of the dates, for `FastRows`.
  var pattern: DatePattern {
    if isOpen || epoch != nil { return .other }
    switch form {
    case .day: return .day
    case .local: return zone == nil ? .local : .other
    default: return .other
    }
  }

  /// What the times read so far stand for, for an error.
  var provisional: Resolution {
    switch form {
    case nil, .decimalYear: .row
    case .year: .year
    case .quarter: .quarter
    case .month, .half: .month
    case .week, .day: .day
    case .local, .zoned, .epoch: .instant
    }
  }

  /// - Parameters:
  ///   - range: of the text in `bytes`, without surrounding spaces.
  ///   - line: of the file, for errors about later dates.
  mutating func read(_ bytes: [UInt8], _ range: Range<Int>, line: Int) -> Reading {
    func sighting() -> Sighting { Sighting(text: excerpt(bytes, range), line: line) }
    if let epoch { return readEpoch(bytes, range, epoch, sighting) }
    let text: DateText
    do throws(DateText.Fault) {
      text = try DateText(bytes, range)
    } catch {
      return .problem(.text(error))
    }
    if let first, text.form != form || text.isOpen != isOpen { return .problem(.otherForm(first)) }
    let reading: Reading?
    if text.isOpen {
      reading = readOpen(text, sighting)
    } else if text.isDotted {
      reading = readDotted(text)
    } else if case .epoch(let epoch) = text.form {
      reading = plausible(Timestamp(ticks: text.clock), epoch)
    } else {
      reading = text.form == .decimalYear ? .time(Timestamp(ticks: text.clock)) : text.timestamp().map { .time($0) }
    }
    guard var reading else { return .problem(.text(.noSuchDay)) }
    if case .problem = reading { return reading }
    if let zone, text.form == .local, case .time(let local) = reading {
      guard let instant = clocks.instant(local, in: zone, sighting) else { return .problem(.skipped(zone)) }
      reading = .time(instant)
    }
    if first == nil { (form, isOpen, isDotted, first) = (text.form, text.isOpen, text.isDotted, sighting()) }
    hasClock = hasClock || text.clock != 0
    if text.isCut, firstCut == nil { firstCut = sighting() }
    if let offset = text.offset, !offsets.contains(offset) { offsets.append(offset) }
    return reading
  }

  private mutating func readOpen(_ text: DateText, _ sighting: () -> Sighting) -> Reading? {
    let shows: CSVFormat.DayOrder? = text.month > 12 ? .dmy : (text.day > 12 ? .mdy : nil)
    if let shows, let order, shows != order, text.month <= 12 || text.day <= 12 {
      return .problem(.contradicts(order, settledBy))
    }
    guard let time = text.timestamp(swapped: (order ?? shows) == .dmy) else { return nil }
    let settles = order == nil && shows != nil
    let turns = settles && shows == .dmy && first != nil
    if settles { (order, settledBy) = (shows, sighting()) }
    matters = matters || text.month != text.day
    return turns ? .timeThatTurnsEarlierRound(time) : .time(time)
  }

  private func readDotted(_ text: DateText) -> Reading? {
    if let time = text.timestamp(swapped: said == .mdy) { return .time(time) }
    return said == nil && text.timestamp(swapped: true) != nil ? .problem(.monthFirst) : nil
  }

  private mutating func readEpoch(
    _ bytes: [UInt8], _ range: Range<Int>, _ epoch: CSVFormat.Epoch, _ sighting: () -> Sighting
  ) -> Reading {
    guard let value = decimalNumber(in: bytes, range) else { return .problem(.text(.notADate)) }
    let reading: Reading
    if epoch == .year {
      guard value >= 0, value < 3000 else { return .problem(.text(.notADate)) }
      reading = .time(Timestamp(ticks: Int64((value * 1e9).rounded())))
    } else {
      guard let time = epoch.time(value) else {
        return .problem(value.isFinite && value.magnitude < 1e20 ? .implausible(epoch, nil) : .text(.notADate))
      }
      // Beyond 2^53 a Double is coarser than the unit; the digits are read as a whole number then.
      let exact = epoch == .ns || epoch == .us ? wholeNumber(bytes, range) : nil
      if epoch == .s, let text = try? DateText(bytes, range), text.form == .day, text.timestamp() != nil,
        (1900...2099).contains(text.year)
      {
        return .problem(.looksLikeDay(epoch))
      }
      let ticks = exact.map { Timestamp(ticks: $0.flooredQuotient(by: epoch.perMillisecond.down)) } ?? time
      reading = isOtherUnit(value, ticks, epoch) ? .problem(.implausible(epoch, ticks)) : plausible(ticks, epoch)
      if let exact, exact % epoch.perMillisecond.down != 0, firstCut == nil { firstCut = sighting() }
      if epoch == .s || epoch == .ms, exact == nil {
        let milliseconds = epoch == .s ? value * 1000 : value
        // A hundredth of a millisecond is what a Double of this size may be off.
        if (milliseconds - milliseconds.rounded()).magnitude > 0.01, firstCut == nil { firstCut = sighting() }
      }
    }
    if case .problem = reading { return reading }
    (form, hasClock) = (epoch == .year ? .decimalYear : .epoch(epoch), true)
    if first == nil { first = sighting() }
    return reading
  }

  /// A stated unit that puts a number into 1970 where another unit makes it a time of our age is the wrong one.
  private func isOtherUnit(_ value: Double, _ time: Timestamp, _ epoch: CSVFormat.Epoch) -> Bool {
    epoch != .excel && (1969...1971).contains(time.civil.year)
      && CSVFormat.Epoch.plausible(value).contains { $0.epoch != epoch && $0.epoch != .excel }
  }

  /// No data is older than 1700 and counted in seconds; a unit that is wrong by a thousand leads further away than that.
  private func plausible(_ time: Timestamp, _ epoch: CSVFormat.Epoch) -> Reading {
    (1700...2199).contains(time.civil.year) ? .time(time) : .problem(.implausible(epoch, time))
  }
}

/// A text of digits, with a sign or without, as a whole number.
private func wholeNumber(_ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
  Int64(String(decoding: bytes[range], as: UTF8.self))
}

extension Int64 {
  fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}

/// The forms of dates that `FastRows` reads.
enum DatePattern {
  /// `2018-12-31`.
  case day
  /// `2018-12-31 16:00:00`, also with a `T`.
  case local
  /// Anything else, which `CSVReading` reads.
  case other
}

extension Timestamp {
  /// The same time of day with month and day swapped; the day must be at most 12.
  var dayAndMonthSwapped: Timestamp {
    let (year, month, day) = civil
    guard let midnight = Timestamp(year: year, month: month, day: day),
      let swapped = Timestamp(year: year, month: day, day: month)
    else { return self }
    return Timestamp(ticks: swapped.ticks + (ticks - midnight.ticks))
  }
}
