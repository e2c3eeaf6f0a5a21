import TimeSeries

/// Builds series from rows whose cells are given one by one, as in XML and JSON.
struct RowReading {
  private let style: NumberStyle
  private let strips: [[UInt8]]
  private let missing: MissingMarkers
  private let missingNumbers: [Double]
  /// The names of the series, in the order of the slots.
  private let names: [String]
  private let file: String
  private var dates: DateColumn
  private var rows: SeriesBuilder
  private(set) var count = 0
  /// The place of the first date.
  private var firstPlace: FormatError.Place?
  /// Errors give the number of the row: an XML document is often a single line.
  private let countsRows: Bool

  /// A text in a document: the bytes and its range.
  struct Cell {
    var bytes: [UInt8]
    var range: Range<Int>
    /// A number of JSON, not in quotes, which has a decimal point.
    var isPlain = false
  }

  init(_ format: CellFormat, names: [String], file: String, countsRows: Bool = false) {
    (self.names, self.file, self.countsRows) = (names, file, countsRows)
    style = NumberStyle(decimal: UInt8(ascii: format.decimal == .point ? "." : ","), group: format.group)
    strips = format.strip.map { Array($0.utf8) }.filter { !$0.isEmpty }
    missing = MissingMarkers(format.missing)
    missingNumbers = missing.numbers(style)
    dates = DateColumn(order: format.order, epoch: format.epoch)
    rows = SeriesBuilder(slots: names.count, hasTimes: true, isLong: false)
  }

  /// Reserves memory for rows.
  mutating func reserve(_ count: Int) { rows.reserve(count) }

  /// Begins the next row.
  ///
  /// - Parameters:
  ///   - line: of the document.
  ///   - place: of the date, for errors; its text is filled in.
  mutating func begin(date cell: Cell, line: Int, place: () -> FormatError.Place) throws(FormatError) {
    if rows.isFull { rows.flush() }
    let range = trimmedLines(cell.bytes, cell.range)
    func fault(_ problem: String, _ advice: String) -> FormatError {
      var place = place()
      place.text = excerpt(cell.bytes, range)
      return .badData(place, problem: problem + (countsRows ? " in row \(count + 1)" : ""), advice: advice)
    }
    if range.isEmpty { throw fault("a row without a date", "Check which element or member holds the date") }
    let time: Timestamp
    switch dates.read(cell.bytes, range, line: line) {
    case .time(let found): time = found
    case .timeThatTurnsEarlierRound(let found):
      rows.turnDatesRound()
      time = found
    case .problem(let problem): throw fault(problem.sentence, problem.adviceForCells(Array(cell.bytes[range])))
    }
    if firstPlace == nil {
      firstPlace = place()
      firstPlace?.text = excerpt(cell.bytes, range)
    }
    rows.waitingTimes[rows.waiting] = time
    for slot in names.indices { rows.waitingValues[slot * rows.capacity + rows.waiting] = .nan }
  }

  /// Sets the value of a slot in the current row; it is missing otherwise.
  mutating func set(_ slot: Int, _ cell: Cell, place: () -> FormatError.Place) throws(FormatError) {
    guard let value = value(of: cell) else {
      let range = trimmedLines(cell.bytes, cell.range)
      var place = place()
      place.text = excerpt(cell.bytes, range)
      let hasComma = cell.bytes[range].contains(UInt8(ascii: ",")) && style.decimal != UInt8(ascii: ",")
      let advice =
        hasComma && style.group == nil
        ? "State whether the comma groups thousands or begins the fraction"
        : "If it means a missing value, add it to the missing ones"
      throw .badData(place, problem: "not a number" + (countsRows ? " in \(row)" : ""), advice: advice)
    }
    rows.waitingValues[slot * rows.capacity + rows.waiting] = value
  }

  /// The current row, for errors.
  private var row: String {
    let time = rows.waitingTimes[rows.waiting]
    return "row \(count + 1)" + (dates.isAmbiguous ? "" : " (\(time.text(dates.provisional)))")
  }

  /// Ends the current row.
  mutating func end() {
    rows.waiting += 1
    count += 1
  }

  // MARK: - Numbers

  /// NaN for a missing value, nil for a text that is not a number.
  private func value(of cell: Cell) -> Double? {
    let range = trimmedLines(cell.bytes, cell.range)
    let style = cell.isPlain ? NumberStyle.point : style
    if let value = decimalNumber(in: cell.bytes, range, style: style) {
      return missingNumbers.contains(value) ? .nan : value
    }
    if missing.contain(cell.bytes, range) { return .nan }
    if strips.isEmpty || cell.isPlain { return nil }
    let bare = stripped(cell.bytes[range])
    return missing.contain(bare, bare.indices) ? .nan : decimalNumber(in: bare, bare.indices, style: style)
  }

  /// `-$1,234.50` without `$`; every text at most once.
  private func stripped(_ cell: ArraySlice<UInt8>) -> [UInt8] {
    var bytes = Array(cell)
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { bytes.removeFirst() }
    for strip in strips {
      if bytes.starts(with: strip) {
        bytes.removeFirst(strip.count)
      } else if bytes.count >= strip.count, bytes.suffix(strip.count).elementsEqual(strip) {
        bytes.removeLast(strip.count)
      }
      bytes = Array(bytes[trimmedLines(bytes, bytes.indices)])
    }
    return (isNegative ? [UInt8(ascii: "-")] : []) + bytes
  }

  // MARK: - The end

  /// - Throws: `.empty` if there is no row, `.badData` if no date shows which number is the month.
  mutating func finish(origin: Origin, name: String?, nothing: String) throws(FormatError) -> [Series] {
    guard count > 0 else {
      throw .empty(file, problem: nothing, advice: "Open it: the provider may have nothing for this request")
    }
    if dates.isAmbiguous, let firstPlace {
      throw .badData(
        firstPlace, problem: "no date of the document shows whether the month or the day comes first",
        advice: "State the order: mdy (month, day, year) or dmy (day, month, year)")
    }
    var groups = rows.finish()
    var times = groups.map(\.times)
    let settled = dates.settle(&times)
    if let cut = dates.collision(in: times), var place = firstPlace {
      (place.text, place.line) = (cut.text, cut.line)
      throw .badData(
        place, problem: "times finer than a millisecond; cut to it, rows fall together",
        advice: "Choose a source with coarser times")
    }
    for group in groups.indices { groups[group].times = times[group] }
    var origin = origin
    origin.notes += settled.notes + dates.notes
    let isOne = names.count == 1
    return groups.flatMap { group in
      names.indices.map { slot in
        var series = Series(
          name: isOne ? name ?? names[slot] : (name.map { $0 + "-" } ?? "") + names[slot],
          resolution: settled.resolution, times: group.times, values: group.columns[slot], origin: origin)
        series.zone = settled.zone
        return series
      }
    }
  }
}

extension DateColumn.Problem {
  fileprivate func adviceForCells(_ text: [UInt8]) -> String {
    switch self {
    case .text(.notADate):
      "Check which element or member holds the date; dates are written 2018-12-31, 12/31/2018, 31 Dec 2018, 2018-12, 2018,"
        + " with or without 16:00:00+01:00"
    case .text(.bareNumber): "If it is an epoch, state its unit: seconds (s), milliseconds (ms), us, ns"
    default: advice(for: text)
    }
  }
}

/// The range without surrounding spaces, tabs and line ends.
func trimmedLines(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
  func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
  var (start, end) = (range.lowerBound, range.upperBound)
  while start < end, isBlank(bytes[start]) { start += 1 }
  while start < end, isBlank(bytes[end - 1]) { end -= 1 }
  return start..<end
}
