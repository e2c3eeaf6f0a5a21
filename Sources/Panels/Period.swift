import TimeSeries

extension PanelOptions {
  /// The periods of which one row is kept, such as `15min`, `1h`, `day`, `week`, `2week`, `month`, `quarter`, `year`; or
  /// `none`.
  ///
  /// A week ends with its Friday. Several hours, days, weeks … are counted from the first of 1970; several months or years
  /// from year 0, so that `6month` is from January to June.
  public struct Resample: RawRepresentable, Sendable, Hashable, Codable {
    /// What is counted.
    package enum Unit: String, Sendable, CaseIterable { case s, min, h, day, week, month, quarter, year }

    /// How many of them; 0 for `none`.
    package let count: Int
    /// What is counted.
    package let unit: Unit

    /// Every row is kept.
    public static let none = Resample(count: 0, unit: .day)
    /// One row a day, week, month, quarter or year.
    public static let (day, week) = (Resample(count: 1, unit: .day), Resample(count: 1, unit: .week))
    /// See `day`.
    public static let (month, quarter) = (Resample(count: 1, unit: .month), Resample(count: 1, unit: .quarter))
    /// See `day`.
    public static let year = Resample(count: 1, unit: .year)

    private init(count: Int, unit: Unit) { (self.count, self.unit) = (count, unit) }

    /// A number of 1 to 100,000, which may be left out, and a unit: s, min, h, day, week, month, quarter, year.
    public init?(rawValue: String) {
      if rawValue == "none" {
        self = .none
        return
      }
      let digits = rawValue.prefix { $0.isASCII && $0.isNumber }
      let name = String(rawValue[digits.endIndex...])
      guard let unit = Unit(rawValue: name) ?? Resample.otherNames[name] else { return nil }
      guard let count = digits.isEmpty ? 1 : Int(digits), (1...100_000).contains(count) else { return nil }
      self.init(count: count, unit: unit)
    }

    private static let otherNames: [String: Unit] = [
      "second": .s, "seconds": .s, "minute": .min, "minutes": .min, "hour": .h, "hours": .h, "d": .day, "days": .day,
      "w": .week, "weeks": .week, "months": .month, "quarters": .quarter, "years": .year,
    ]

    /// Completes "it must be".
    package static let needed = "none or a period such as 15min, 1h, day, week, 2week, month, quarter, year"

    /// As it is read: `none`, `1h`, `week`, `2week`.
    public var rawValue: String {
      count == 0 ? "none" : isOfClock || count > 1 ? "\(count)\(unit.rawValue)" : unit.rawValue
    }

    /// Whether it is shorter than a day.
    package var isOfClock: Bool { milliseconds != nil }

    /// In a sentence, after "each": `week (to its Friday)`, `hour`, `2 weeks`.
    package var text: String {
      let each = count > 1 ? "\(count) \(unitName)s" : unitName
      return each + (unit == .week ? " (to \(count > 1 ? "a" : "its") Friday)" : "")
    }

    /// As a noun: `week`, `period of 2 weeks`.
    package var name: String { count > 1 ? "period of \(count) \(unitName)s" : unitName }

    private var unitName: String {
      switch unit {
      case .s: "second"
      case .min: "minute"
      case .h: "hour"
      default: unit.rawValue
      }
    }

    /// Its length, if it is part of a day.
    private var milliseconds: Int64? {
      switch unit {
      case .s: 1000 * Int64(count)
      case .min: 60_000 * Int64(count)
      case .h: 3_600_000 * Int64(count)
      default: nil
      }
    }

    /// Whether rows of a resolution can lie in one period.
    func holdsSeveral(_ resolution: Resolution) -> Bool {
      switch resolution {
      case .row: false
      case .instant: true
      case .day: !isOfClock
      case .month: [.month, .quarter, .year].contains(unit)
      case .quarter: unit == .quarter || unit == .year
      case .year: unit == .year
      }
    }

    // MARK: - Which period

    /// The number of the period of a time; those of later periods are larger.
    ///
    /// - Parameter zone: of instants, whose days and hours count; nil for UTC.
    func key(of time: Timestamp, in zone: Zone?) -> Int64 {
      if let milliseconds { return start(of: time, milliseconds, in: zone).ticks }
      let local = zone.map { $0.local(at: time) } ?? time
      let count = Int64(count)
      let date = local.civil
      let months = Int64(date.year) * 12 + Int64(date.month) - 1
      switch unit {
      case .week: return floorDivide(floorDivide(local.dayNumber - 2, 7), count)  // 1970-01-03 was a Saturday.
      case .month: return floorDivide(months, count)
      case .quarter: return floorDivide(months, 3 * count)
      case .year: return floorDivide(months, 12 * count)
      default: return floorDivide(local.dayNumber, count)
      }
    }

    /// The first instant of a period of hours, minutes or seconds.
    ///
    /// When clocks are set back, an hour occurs twice. Parts of an hour keep the two apart. Longer periods follow the
    /// clock.
    private func start(of time: Timestamp, _ milliseconds: Int64, in zone: Zone?) -> Timestamp {
      let local = zone.map { $0.local(at: time) } ?? time
      let rest = local.ticks % milliseconds
      let past = rest < 0 ? rest + milliseconds : rest
      if let zone, 3_600_000 % milliseconds != 0 {
        let (ticks, overflow) = local.ticks.subtractingReportingOverflow(past)
        return overflow ? time : zone.instant(local: Timestamp(ticks: ticks))
      }
      let (ticks, overflow) = time.ticks.subtractingReportingOverflow(past)
      return overflow ? time : Timestamp(ticks: ticks)
    }

    /// What stands for a period in a panel: its first instant, if it is part of a day, else the time of its last row.
    func label(_ last: Timestamp, in zone: Zone?) -> Timestamp {
      milliseconds.map { start(of: last, $0, in: zone) } ?? last
    }

    /// Whether another row may belong to the period of the last one, at the pace of the rows.
    ///
    /// - Parameter backward: asks the same of the first row and the one before it.
    func mayBeOpen(_ times: [Timestamp], _ resolution: Resolution, in zone: Zone?, backward: Bool = false) -> Bool {
      guard let end = backward ? times.first : times.last else { return false }
      let next = end.neighbour(at: resolution, pace: Resample.pace(times), backward: backward)
      return next.map { key(of: $0, in: zone) == key(of: end, in: zone) } ?? false
    }

    /// The median of at most 101 steps at the end, in milliseconds.
    private static func pace(_ times: [Timestamp]) -> Int64 {
      let tail = times.suffix(102)
      let steps = zip(tail, tail.dropFirst()).map { $1.ticks.subtractingReportingOverflow($0.ticks).partialValue }
        .sorted()
      return steps.isEmpty ? 0 : steps[steps.count / 2]
    }
  }

  /// What is taken of the rows of a period.
  public enum Aggregate: String, Sendable, Codable, CaseIterable { case last, first, mean, sum }
}

extension Timestamp {
  /// The next row, or the one before, of a series of this resolution: the next weekday, month, quarter or year.
  fileprivate func neighbour(at resolution: Resolution, pace: Int64, backward: Bool) -> Timestamp? {
    func moved(_ milliseconds: Int64) -> Timestamp? {
      let (sum, overflow) = ticks.addingReportingOverflow(backward ? -milliseconds : milliseconds)
      return overflow ? nil : Timestamp(ticks: sum)
    }
    switch resolution {
    case .row: return nil
    case .instant: return pace > 0 ? moved(pace) : nil
    case .day:
      return (1...3).compactMap { moved($0 * Timestamp.millisecondsPerDay) }.first { (1...5).contains($0.weekday) }
    case .month, .quarter, .year:
      let step = resolution == .month ? 1 : resolution == .quarter ? 3 : 12
      let months = civil.year * 12 + civil.month - 1 + (backward ? -step : step)
      let year = Int(floorDivide(Int64(months), 12))
      return Timestamp(year: year, month: months - year * 12 + 1, day: 1)
    }
  }

  /// Days since 1970-01-01.
  var dayNumber: Int64 { floorDivide(ticks, Timestamp.millisecondsPerDay) }

  /// 0 is Sunday.
  var weekday: Int { Int(((dayNumber + 4) % 7 + 7) % 7) }
}

extension PanelOptions {
  /// Refuses periods of which none could hold two rows.
  func checkPeriod(_ resolution: Resolution) throws(PanelError.Fault) {
    if resample == .none || resample.holdsSeveral(resolution) { return }
    let needed =
      resolution == .row
      ? "none where there are no days" : "none or a longer period, as the rows are \(resolution.rawValue)s"
    throw .option("resample", value: resample.rawValue, needed: needed)
  }
}

/// The quotient, rounded down.
private func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
  let (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
  return rest < 0 ? quotient - 1 : quotient
}
