import TimeSeries

/// What a column holds, by the cells of it that were looked at. One rule for every column: what more cells are than not,
/// it is; what it is only nearly is refused, so that no column is left out for the sake of a few cells.
enum ColumnKind {
  /// No cell has anything in it.
  case empty
  case numbers
  case dates
  case text
  /// At least half of the cells are dates, or look as if they should be; the first that is not, and why.
  case nearlyDates(CSVSample.Cell, DateText.Fault)
  /// At least half of the cells look as if they should be numbers; the first that is not one, and why.
  case nearlyNumbers(CSVSample.Cell, NumberColumn.Problem)
}

/// The cells of one column by what they can be read as.
struct ColumnCensus {
  private(set) var missing = 0
  private(set) var numbers = 0
  private(set) var dates = 0
  private(set) var texts = 0
  /// Texts that look as if they should be numbers, or dates.
  private var nearNumbers = 0
  private var nearDates = 0
  private var firstOdd: (cell: CSVSample.Cell, problem: NumberColumn.Problem)?
  private var firstNearDate: (cell: CSVSample.Cell, fault: DateText.Fault)?
  private(set) var firstText: CSVSample.Cell?
  /// How the numbers are written.
  private(set) var style: NumberColumn
  /// The times of the numbers, where all of them are dates of one form; nil if one is not.
  private(set) var numericDates: NumericDates? = NumericDates()

  init(_ rules: NumberColumn.Rules) { style = NumberColumn(rules) }

  mutating func take(_ cell: CSVSample.Cell, _ markers: MissingMarkers) {
    let all = cell.bytes.indices
    if all.isEmpty {
      missing += 1
      return
    }
    switch style.read(cell.bytes, all) {
    case .value, .open:
      if markers.contain(cell.bytes, all) { missing += 1 } else { numbers += 1 }
      numericDates?.take(cell)
      if numericDates?.isRefuted == true { numericDates = nil }
    case .problem(let problem):
      if markers.contain(cell.bytes, all) { missing += 1 } else { takeText(cell, problem) }
    }
  }

  private mutating func takeText(_ cell: CSVSample.Cell, _ problem: NumberColumn.Problem) {
    let all = cell.bytes.indices
    numericDates = nil
    do throws(DateText.Fault) {
      let text = try DateText(cell.bytes, all)
      if text.timestamp() != nil || (text.isOpen || text.isDotted) && text.timestamp(swapped: true) != nil {
        dates += 1
        return
      }
      throw .noSuchDay
    } catch {
      texts += 1
      if firstText == nil { firstText = cell }
      if error != .notADate {
        nearDates += 1
        if firstNearDate == nil { firstNearDate = (cell, error) }
      } else if problem != .notANumber || isNearlyNumber(cell.bytes, all) {
        nearNumbers += 1
      }
      if firstOdd == nil { firstOdd = (cell, problem) }
    }
  }

  var kind: ColumnKind {
    let others = texts + dates
    if numbers + others == 0 { return .empty }
    if dates > 0 || nearDates > 0, dates + nearDates >= numbers + texts - nearDates {
      if texts == 0 { return .dates }
      if let firstNearDate, dates == 0 { return .nearlyDates(firstNearDate.cell, firstNearDate.fault) }
      return firstText.map { .nearlyDates($0, .notADate) } ?? .dates
    }
    if numbers > 0, numbers >= others { return .numbers }
    if let firstOdd, numbers + nearNumbers > 0, numbers + nearNumbers >= others - nearNumbers {
      return .nearlyNumbers(firstOdd.cell, firstOdd.problem)
    }
    return .text
  }

  /// Whether most cells are numbers.
  var isOfNumbers: Bool { if case .numbers = kind { true } else { false } }

  /// Whether most cells are dates.
  var isOfDates: Bool { dates > 0 && dates >= texts + numbers }
}

/// Whole numbers that may be dates: `20190131`, `201901`, `2019`, seconds since 1970.
struct NumericDates {
  private(set) var form: DateText.Form?
  private(set) var isRefuted = false
  private var times: [Int64] = []

  mutating func take(_ cell: CSVSample.Cell) {
    guard let text = try? DateText(cell.bytes, cell.bytes.indices), let time = text.timestamp(),
      form == nil || form == text.form, Self.isPlausible(time)
    else {
      isRefuted = true
      return
    }
    form = text.form
    times.append(time.ticks)
  }

  private static func isPlausible(_ time: Timestamp) -> Bool { (1500...2199).contains(time.civil.year) }

  var count: Int { times.count }

  /// Each later than the one before, or each earlier.
  var isOrdered: Bool {
    let pairs = zip(times, times.dropFirst())
    return times.count > 1 && (pairs.allSatisfy { $0 < $1 } || pairs.allSatisfy { $0 > $1 })
  }

  /// Most steps are alike, as of years that follow each other; steps of months and years vary by days.
  var isRegular: Bool {
    guard isOrdered else { return false }
    let steps = zip(times, times.dropFirst()).map { Double(($1 - $0).magnitude) }.sorted()
    let middle = steps[steps.count / 2]
    return steps.count { $0 <= 1.15 * middle && $0 >= 0.85 * middle } * 2 > steps.count
  }

  /// They can be clock times without a colon as well, such as 0930.
  var areClockTimes: Bool {
    form == .year && times.allSatisfy { ticks in Timestamp(ticks: ticks).civil.year % 100 < 60 }
  }

  /// They cannot well be anything else: numbers of eight digits or more of which each is a date, in order, or years or
  /// months that follow each other.
  var areCertain: Bool {
    guard count >= 5, isOrdered else { return false }
    return form == .year || form == .month || form != .day ? isRegular : true
  }
}
