import TimeSeries

/// Reads the dates of one column, which have one form, and finds out in one pass whether the month or the day comes first.
///
/// Until a date shows it, both numbers of every date are at most 12. Dates are then read as month/day; if a later date
/// shows day/month, the caller swaps month and day of the times it has.
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
  }
  /// A date and its line.
  struct Sighting: Equatable {
    var text: String
    var line: Int
  }

  private let said: CSVFormat.DayOrder?
  private let epoch: CSVFormat.Epoch?
  private(set) var form: DateText.Form?
  private var isOpen = false
  /// The first date.
  private(set) var first: Sighting?
  /// The date that showed the order.
  private(set) var settledBy: Sighting?
  private(set) var order: CSVFormat.DayOrder?
  /// A date would be another day with month and day swapped.
  private var matters = false
  /// A time of day was not midnight.
  var hasClock = false
  private(set) var isCut = false

  init(order: CSVFormat.DayOrder?, epoch: CSVFormat.Epoch?) {
    (said, self.order, self.epoch) = (order, order, epoch)
  }

  /// No date so far shows whether the day or the month comes first, and it makes a difference.
  var isAmbiguous: Bool { isOpen && order == nil && matters }

  /// The form of the dates, for `FastRows`.
  var pattern: DatePattern {
    if isOpen { return .other }
    switch form {
    case .day: return .day
    case .local: return .local
    default: return .other
    }
  }

  /// The resolution of the timestamps, once all dates are read.
  var resolution: Resolution {
    switch form {
    case .year: .year
    case .month: .month
    case .day: .day
    // Days that a database printed as instants: all midnight, without an offset that could change the day.
    case .local where !hasClock: .day
    case .local, .zoned, .seconds, .milliseconds: .instant
    case nil: .row
    }
  }

  /// - Parameters:
  ///   - range: of the text in `bytes`, without surrounding spaces.
  ///   - line: of the file, for errors about later dates.
  mutating func read(_ bytes: [UInt8], _ range: Range<Int>, line: Int) -> Reading {
    if let epoch { return readEpoch(bytes, range, epoch) }
    let text: DateText
    do throws(DateText.Fault) {
      text = try DateText(bytes, range)
    } catch {
      return .problem(.text(error))
    }
    func sighting() -> Sighting { Sighting(text: excerpt(bytes, range), line: line) }
    if let first, text.form != form || text.isOpen != isOpen { return .problem(.otherForm(first)) }
    let reading = text.isOpen ? readOpen(text, sighting) : text.timestamp().map { .time($0) }
    guard let reading else { return .problem(.text(.noSuchDay)) }
    if case .problem = reading { return reading }
    if first == nil { (form, isOpen, first) = (text.form, text.isOpen, sighting()) }
    hasClock = hasClock || text.clock != 0
    isCut = isCut || text.isCut
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

  private mutating func readEpoch(_ bytes: [UInt8], _ range: Range<Int>, _ epoch: CSVFormat.Epoch) -> Reading {
    // An instant holds years of at most six digits.
    guard let value = decimalNumber(in: bytes, range), value.magnitude <= (epoch == .s ? 6e12 : 6e15) else {
      return .problem(.text(.notADate))
    }
    form = epoch == .s ? .seconds : .milliseconds
    return .time(Timestamp(ticks: Int64((epoch == .s ? value * 1000 : value).rounded())))
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
