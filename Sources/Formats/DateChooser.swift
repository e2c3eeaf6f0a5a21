import TimeSeries

/// Chooses the columns of the dates by the option, by their names and by their cells.
struct DateChooser {
  let chooser: CSVLayoutChooser
  let dropped: [Int]
  private var names: [String] { chooser.names }
  private var census: [ColumnCensus] { chooser.census }

  /// Names under which anything but dates is an error, the most certain first.
  private static let certainNames = [
    "date", "datetime", "date_time", "timestamp", "time", "time_period", "observation_date", "open time", "open_time",
    "period", "day", "month", "year", "unix",
  ]
  /// Names under which there may be dates.
  private static let otherNames = [
    "quarter", "week", "dates", "years", "datum", "fecha", "data", "jahr", "año", "ano", "anno", "année", "annee",
    "jaar", "monat", "mes", "mois", "mese", "zeit", "tag", "日期", "時間", "时间", "年", "月", "날짜",
  ]
  private static let yearNames: Set<String> = [
    "year", "years", "yr", "jahr", "año", "ano", "anno", "année", "annee", "jaar", "年",
  ]
  private static let clockNames: Set<String> = ["time", "hour", "hhmm", "clock", "zeit", "uhrzeit", "heure", "hora"]

  /// Whether a cell of a header has a usual name of dates.
  static func names(dates cell: CSVSample.Cell) -> Bool {
    let name = String(decoding: cell.bytes, as: UTF8.self).lowercased()
    return certainNames.contains(name) || otherNames.contains(name)
  }

  func choose(_ layout: inout CSVLayout) throws(FormatError) {
    switch chooser.format.date {
    case CSVFormat.DateChoice.none?: return
    case .column(let text): layout.dates = try chooser.columns(text, "date")
    case nil: try find(&layout)
    }
    if layout.dates.count == 1, let index = layout.dates.first { layout.epoch = years(index, layout) }
    if chooser.format.date == nil { note(&layout) }
  }

  /// Numbers of a column that is called a year are years, even those that would be none by themselves.
  private func years(_ index: Int, _ layout: CSVLayout) -> CSVFormat.Epoch? {
    guard chooser.format.epoch == nil, Self.yearNames.contains(lower(index)), census[index].isOfNumbers else {
      return nil
    }
    if let form = census[index].numericDates?.form, form != .year, form != .decimalYear { return nil }
    let isPlain = census[index].style.marks?.isPlain ?? true
    let fits = chooser.rows.allSatisfy { row in
      guard index < row.count, let value = decimalNumber(in: row[index].bytes, row[index].bytes.indices) else {
        return true
      }
      return value >= 0 && value < 3000
    }
    return isPlain && fits ? .year : nil
  }

  private func lower(_ index: Int) -> String { names[index].lowercased() }
  private var candidates: [Int] { names.indices.filter { !chooserKeys.contains($0) && !dropped.contains($0) } }
  private var chooserKeys: [Int] { chooser.format.key.flatMap { try? chooser.columns($0, "key") } ?? [] }

  private func find(_ layout: inout CSVLayout) throws(FormatError) {
    if let parts = parts() {
      layout.dates = parts
      return
    }
    let named = named()
    let textual = candidates.filter { census[$0].isOfDates }
    if let named, textual.contains(named) || numeric(named) || textual.isEmpty {
      layout.dates = [named]
    } else if let first = textual.first {
      layout.dates = [first]
    } else if let first = candidates.first(where: { certain($0) }) {
      layout.dates = [first]
    } else {
      try refuseYearsInHeader()
      try refuseNearlyDates()
      try refuseUnreadNumbers()
    }
    let others = textual.filter { !layout.dates.contains($0) }
    if !others.isEmpty {
      layout.notes.append("also of dates, and left out: \(others.map { chooser.header($0) }.joined(separator: ", "))")
    }
    if let index = layout.dates.first { try refuseClockTimes(index) }
  }

  private func named() -> Int? {
    guard chooser.hasHeader else { return nil }
    if let index = Self.certainNames.lazy.compactMap({ name in candidates.first { lower($0) == name } }).first {
      return index
    }
    return Self.otherNames.lazy.compactMap { name in candidates.first { lower($0) == name && mayBeDates($0) } }.first
  }

  private func mayBeDates(_ index: Int) -> Bool {
    switch census[index].kind {
    case .dates, .nearlyDates: true
    case .numbers: numeric(index)
    case .text: true
    case .empty, .nearlyNumbers: false
    }
  }

  private func numeric(_ index: Int) -> Bool {
    census[index].isOfNumbers && (census[index].numericDates?.form != nil || Self.yearNames.contains(lower(index)))
  }

  /// Numbers that cannot well be anything but dates, under whatever name.
  private func certain(_ index: Int) -> Bool {
    guard census[index].isOfNumbers, census[index].missing == 0, let dates = census[index].numericDates else {
      return false
    }
    if ["id", "no", "nr", "row", "rowid", "#"].contains(lower(index)) { return false }
    return dates.areCertain && !(dates.areClockTimes && Self.clockNames.contains(lower(index)))
  }

  // MARK: - Parts in several columns

  /// `Date` and `Time`, or `Year`, `Month` and so on.
  private func parts() -> [Int]? {
    guard chooser.hasHeader else { return nil }
    func find(_ words: String...) -> Int? { candidates.first { words.contains(lower($0)) } }
    if let date = find("date", "datum"), let time = find("time", "hour", "zeit", "uhrzeit"), isOfDays(date),
      isOfClockTimes(time)
    {
      return [date, time]
    }
    let years = find("year", "yr", "jahr", "año", "année", "anno")
    if let year = years, census[year].isOfNumbers,
      let part = candidates.first(where: { datePartMark(names[$0]) != nil })
    {
      return [year, part]
    }
    guard let year = years, census[year].isOfNumbers,
      let month = find("month", "mon", "monat", "mes", "mois", "mese", "mo"), within(month, 1...12)
    else { return nil }
    guard let day = find("day", "tag", "dia", "día", "jour", "giorno"), within(day, 1...31) else {
      return [year, month]
    }
    guard let hour = find("hour", "stunde", "hora", "heure"), within(hour, 0...24) else { return [year, month, day] }
    return [year, month, day, hour]
  }

  private func isOfDays(_ index: Int) -> Bool {
    let cells = cells(index)
    return !cells.isEmpty && cells.allSatisfy { (try? DateText($0, $0.indices))?.form == .day }
  }

  /// `09:30`, `9`, `093000` in each cell.
  private func isOfClockTimes(_ index: Int) -> Bool {
    let cells = cells(index)
    return !cells.isEmpty && cells.allSatisfy { (try? DateText(Array("2000-01-01 ".utf8) + clockText($0))) != nil }
  }

  private func within(_ index: Int, _ range: ClosedRange<Double>) -> Bool {
    let cells = cells(index)
    return !cells.isEmpty
      && cells.allSatisfy { cell in
        if let value = decimalNumber(in: cell, cell.indices) {
          return range.contains(value) && value == value.rounded()
        }
        return range.upperBound == 12 && monthNumber(cell.map(small)) != nil
      }
  }

  private func cells(_ index: Int) -> [[UInt8]] {
    chooser.rows.compactMap { index < $0.count && !$0[index].bytes.isEmpty ? $0[index].bytes : nil }
  }

  // MARK: - Refusals

  /// A table whose dates are not read is not a table without dates.
  private func refuseNearlyDates() throws(FormatError) {
    for index in candidates {
      if case .nearlyDates(let cell, let fault) = census[index].kind {
        throw unread(cell, index, DateColumn.Problem.text(fault))
      }
    }
    guard let first = candidates.first, case .text = census[first].kind, chooser.format.key == nil else { return }
    // Texts with digits, each another, in the first column: weeks, seasons, quarters of some other form.
    let cells = cells(first)
    let isIndex = cells.count > 2 && Set(cells).count == cells.count
    if isIndex, cells.allSatisfy({ $0.contains { $0 &- 48 < 10 } }), cells.allSatisfy({ $0.count <= 40 }),
      let cell = chooser.rows.first.flatMap({ $0.indices.contains(first) ? $0[first] : nil })
    {
      throw unread(cell, first, DateColumn.Problem.text(.notADate))
    }
  }

  /// A column that is called a week or a quarter and holds numbers that are no dates.
  private func refuseUnreadNumbers() throws(FormatError) {
    guard chooser.hasHeader else { return }
    for index in candidates
    where Self.otherNames.contains(lower(index)) && census[index].isOfNumbers && lower(index) != "data" {
      guard let cell = chooser.rows.first.flatMap({ $0.indices.contains(index) ? $0[index] : nil }) else { continue }
      throw chooser.fault(
        cell, in: index, "not a date, in a column that is called '\(names[index])'",
        "Name the column of dates, date=COLUMN, or write date=none for a table without dates")
    }
  }

  private func unread(_ cell: CSVSample.Cell, _ index: Int, _ problem: DateColumn.Problem) -> FormatError {
    chooser.fault(cell, in: index, problem.sentence, problem.advice(for: cell.bytes))
  }

  /// 0930 under the name of a clock is no year.
  private func refuseClockTimes(_ index: Int) throws(FormatError) {
    guard chooser.format.epoch == nil, Self.clockNames.contains(lower(index)),
      let dates = census[index].numericDates, dates.areClockTimes,
      let cell = chooser.rows.first.flatMap({ $0.indices.contains(index) ? $0[index] : nil })
    else { return }
    throw chooser.fault(
      cell, in: index, "a number of four digits that may be a year or a clock time",
      "Write epoch=year for years, date=none for a table without dates")
  }

  // MARK: - Notes

  private func note(_ layout: inout CSVLayout) {
    guard !layout.dates.isEmpty else {
      layout.isCountedByDefault = true
      return layout.notes.append("no dates found: rows are counted")
    }
    layout.notes.insert("dates found in: \(layout.dates.map { chooser.header($0) }.joined(separator: " and "))", at: 0)
  }

  /// Years or months across the columns: the table has a row for each series.
  private func refuseYearsInHeader() throws(FormatError) {
    guard chooser.hasHeader else { return }
    let dated = names.indices.filter { index in
      let bytes = Array(names[index].utf8)
      return (try? DateText(bytes, bytes.indices))?.timestamp() != nil
    }
    guard dated.count >= 3, dated.count * 2 > names.count, let first = dated.first else { return }
    throw chooser.refusal(
      "the header of \(chooser.file) holds dates ('\(names[first])' in column \(first + 1)): time runs along the rows",
      "Transpose the table so that each row is a time, or write date=none to take each column as a series")
  }
}

/// The time of day of a column of its own: an hour alone gets its minutes, 93000 a zero.
func clockText(_ cell: [UInt8]) -> [UInt8] {
  guard cell.allSatisfy({ $0 &- 48 < 10 }) else { return cell }
  if cell.count <= 2 { return cell + Array(":00".utf8) }
  return cell.count == 3 || cell.count == 5 ? [UInt8(ascii: "0")] + cell : cell
}

/// What a column of this name counts within the year, if not months: quarters or weeks.
func datePartMark(_ name: String) -> UInt8? {
  switch name.lowercased() {
  case "quarter", "qtr", "quartal", "trimestre", "trimester": UInt8(ascii: "Q")
  case "week", "woche", "semaine", "semana", "settimana", "isoweek": UInt8(ascii: "W")
  default: nil
  }
}

/// The date whose parts stand in several cells: a day and a time of day, or numbers from the year down.
///
/// - Parameter names: of the columns, which may be those of quarters or weeks.
func joinedDate(_ parts: [[UInt8]], names: [String]) -> [UInt8] {
  guard let first = parts.first else { return [] }
  let isYear = first.count == 4 && first.allSatisfy { $0 &- 48 < 10 }
  var text = first
  for (index, part) in parts.enumerated().dropFirst() {
    if isYear, index == 1, let mark = datePartMark(names[1]) {
      text += [UInt8(ascii: "-")] + (part.first == mark || part.first == small(mark) ? part : [mark] + part)
    } else if isYear, index < 3 {
      text.append(UInt8(ascii: "-"))
      text += monthNumber(part.map(small)).map { Array(String($0).utf8) } ?? part
    } else if isYear, index == 4 {
      // The minute, after an hour without one.
      text.removeLast(2)
      text += part.count == 1 ? [UInt8(ascii: "0")] + part : part
    } else {
      text.append(UInt8(ascii: " "))
      text += clockText(part)
    }
  }
  return text
}

extension DateText {
  fileprivate init(_ bytes: [UInt8]) throws(Fault) { try self.init(bytes, bytes.indices) }
}
