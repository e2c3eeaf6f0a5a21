import Numbers
import TimeSeries

extension CSVReading {
  /// The series, once every row is read and what the whole columns show is settled.
  mutating func finish(origin: Origin, name: String?) throws(FormatError) -> [Series] {
    if rows.isEmpty, layout.names.count == 1, let text = layout.headers?.first, text.contains(" ") {
      throw .empty(
        file, problem: "it is one line of text: '\(excerpt(Array(text.utf8), 0..<text.utf8.count, longest: 200))'",
        advice: "Do what it says, or check that the download or the export was finished")
    }
    if rows.isEmpty {
      throw .empty(
        file, problem: layout.hasHeader ? "it has a header and no rows" : "it has no rows",
        advice: "Check that the download or the export was finished")
    }
    rows.flush()
    if let order = dates.orderBySpacing(rows.groups.map(\.times)) {
      if order == .dmy { rows.turnDatesRound() }
      notes.append("dates are \(order.words): the times are then evenly spaced")
    } else if dates.isAmbiguous, let first = dates.first {
      throw .badData(
        place(layout.dates[0], first.text, first.line),
        problem: "no date of the file shows whether the month or the day comes first",
        advice: "Write order=mdy (month, day, year) or order=dmy (day, month, year)")
    }
    try settleStyles()
    try refuseNumbersAmongTexts()
    let settled = try settleDates()
    var groups = rows.finish()
    groups.dropNumericMarkers(missing, layout.styles)
    try refuseHiddenKeys(groups)
    let slots = slotsToKeep(groups)
    var origin = origin
    origin.notes += notes + rowNotes + settled.notes + dates.notes + styleNotes + sentinelNotes(groups, slots)
    let read = slots.map { layout.name(layout.values[$0]) }
    if layout.isChosen, !read.isEmpty { origin.notes.append("series: \(listed(read))") }
    if layout.isCountedByDefault { origin.countsRows = true }
    let isOne = groups.count * slots.count == 1
    return groups.flatMap { group in
      slots.map { slot in
        let own = layout.name(of: slot, key: group.key, isOnly: slots.count == 1)
        var series = Series(
          name: isOne ? name ?? own : (name.map { $0 + "-" } ?? "") + own, resolution: settled.resolution,
          times: group.times, values: group.columns[slot], origin: origin)
        series.zone = settled.zone
        return series
      }
    }
  }

  private func listed(_ names: [String]) -> String {
    names.count > 12
      ? names.prefix(10).joined(separator: ", ") + " and \(names.count - 10) more" : names.joined(separator: ", ")
  }

  private mutating func settleDates() throws(FormatError) -> SettledDates {
    guard let column = layout.dates.first else { return SettledDates(resolution: .row) }
    if let unsettled = dates.clocks.unsettled, let zone = dates.zone, dates.hasClock {
      throw .badData(
        place(column, unsettled.text, unsettled.line),
        problem: "a time that the clocks of \(zone.name) showed twice, and the table has once",
        advice: "Write the offset with each time, or zone=UTC+HH:MM if the clocks were not put back")
    }
    try refuseQuartersAsYears(column)
    var times = rows.groups.map(\.times)
    let settled = dates.settle(&times)
    if let cut = dates.collision(in: times) {
      throw .badData(
        place(column, cut.text, cut.line),
        problem: "times finer than a millisecond, the resolution of engram; cut to it, rows fall together",
        advice: "Number the rows instead: date=none")
    }
    rows.replaceTimes(times)
    return settled
  }

  /// 2005.1 to 2005.4 may be years with a fraction or quarters.
  private func refuseQuartersAsYears(_ column: Int) throws(FormatError) {
    guard dates.form == .decimalYear, format.epoch == nil, let first = dates.first else { return }
    let tenth: Int64 = 100_000_000
    let mayBeQuarters = rows.groups.allSatisfy { group in
      group.times.allSatisfy { [1, 2, 3, 4].contains(Double($0.ticks % (10 * tenth)) / Double(tenth)) }
    }
    guard mayBeQuarters else { return }
    throw .badData(
      place(column, first.text, first.line), problem: "a year with a fraction, or with the number of a quarter",
      advice: "Write quarters as 2005-Q1, or epoch=year if it is a fraction of a year")
  }

  // MARK: - Styles of numbers

  /// Settles columns whose cells can all be read in two ways by what the other columns show, or refuses them.
  private mutating func settleStyles() throws(FormatError) {
    let hasComma = layout.styles.contains { $0.decimal == .comma }
    let hasPoint = layout.styles.contains { $0.decimal == .point && $0.hasSign }
    let groupsWithPoints = dates.isDotted || layout.styles.contains { $0.hasGroups }
    for slot in layout.styles.indices {
      guard let first = openCells[slot].first else { continue }
      if layout.styles[slot].decimal == nil {
        guard
          let decimal = layout.styles[slot].decimal(
            ofOpenWith: first.text.contains(",") ? .comma : .point, hasComma, hasPoint, groupsWithPoints)
        else {
          let sign = first.text.contains(",") ? "comma" : "point"
          throw .badData(
            first, problem: "a \(sign) that may begin a fraction or group thousands",
            advice:
              "Say decimal=comma or decimal=point; for this column alone, decimal=\(layout.name(layout.values[slot])):comma"
          )
        }
        layout.styles[slot].settle(decimal)
      }
      guard layout.styles[slot].decimal == .comma else { continue }
      for cell in openCells[slot].cells { rows.set(cell.comma, slot: slot, group: cell.group, row: cell.row) }
    }
  }

  private var styleNotes: [String] {
    var notes =
      layout.styles.contains { $0.decimal == .comma && $0.rules.decimal == nil }
      ? ["decimal sign found: comma"] : []
    for (slot, style) in layout.styles.enumerated() {
      if let words = style.words { notes.append("\(layout.name(layout.values[slot])): \(words)") }
    }
    return notes
  }

  // MARK: - Rows

  private var rowNotes: [String] {
    var notes: [String] = []
    if emptyRows > 0 { notes.append("left out: \(emptyRows) rows without a cell that is not empty") }
    if let footer {
      notes.append(
        "left out below the table: \(footer.count == 1 ? "1 line" : "\(footer.count) lines"), '\(footer.text)'")
    }
    return notes
  }

  /// Columns that hold texts in the first rows and mostly numbers in all.
  private func refuseNumbersAmongTexts() throws(FormatError) {
    let all = rows.groups.reduce(0) { $0 + $1.count }
    for column in layout.texts {
      guard layout.isChosen, let numbers = numbersAmongTexts[column], numbers * 2 >= all else { continue }
      let first = layout.firstTexts[column]
      throw .badData(
        place(column, first?.words ?? "", first?.line ?? 1),
        problem: "\(numbers) of \(all) cells are numbers, and the first are not",
        advice: "Name the columns of values with value=, or leave this one out with drop=\(layout.name(column))")
    }
  }

  /// Rows that have the time of another row and other values: how many, and the first.
  private func twins(_ group: SeriesBuilder.Group) -> (count: Int, first: (time: Timestamp, row: Int))? {
    let order = group.times.indices.sorted { (group.times[$0], $0) < (group.times[$1], $1) }
    var count = 0
    var first: (time: Timestamp, row: Int)?
    for (a, b) in zip(order, order.dropFirst()) where group.times[a] == group.times[b] {
      guard group.columns.contains(where: { $0[a] != $0[b] && !$0[a].isNaN && !$0[b].isNaN }) else { continue }
      count += 1
      if first.map({ b < $0.row }) ?? true { first = (group.times[a], b) }
    }
    return first.map { (count, $0) }
  }

  /// Refuses a long table without a key: many rows have the time of another row, and a column holds texts. A few such rows
  /// may be an hour that the clocks showed twice.
  private mutating func refuseHiddenKeys(_ groups: [SeriesBuilder.Group]) throws(FormatError) {
    let mayBeClocks = dates.form == .local && dates.hasClock && dates.zone == nil
    let mayBeLong = layout.isChosen && !layout.texts.isEmpty
    guard layout.keys.isEmpty, mayBeClocks || mayBeLong, let group = groups.first, let date = layout.dates.first,
      !group.times.isStrictlyOrdered, let (count, first) = twins(group)
    else { return }
    if mayBeClocks {
      notes.append(
        "\(counted(count, "row")) \(count == 1 ? "has" : "have") the time of another row, first \(first.time.text(.instant)): if the clocks were put back, write"
          + " zone=, such as zone=Europe/Berlin")
    }
    // One or two rows may be an error of the file, which alignment reports.
    guard mayBeLong, count * 10 >= group.count else { return }
    let texts = layout.texts.map { layout.name($0) }
    throw .badData(
      place(date, first.time.text(dates.provisional), 1 + first.row + (layout.hasHeader ? 1 : 0)),
      problem: "\(count) rows have a time that another row has, with other values",
      advice: "If a column names the series of a row, write key=\(texts.first ?? "")"
        + (texts.count > 1 ? " (or \(texts.dropFirst().prefix(5).joined(separator: ", ")))" : "")
        + "; if not, drop=\(texts.first ?? "")")
  }

  /// All columns except those that were not asked for and hold no value, or number the rows.
  private mutating func slotsToKeep(_ groups: [SeriesBuilder.Group]) -> [Int] {
    let valued = layout.values.indices.filter { slot in
      !layout.doubtful.contains(layout.values[slot]) || groups.contains { $0.columns[slot].contains { !$0.isNaN } }
    }
    let left = layout.values.indices.filter { !valued.contains($0) }.map { layout.name(layout.values[$0]) }
    if !left.isEmpty { notes.append("left out because they hold no value: \(left.joined(separator: ", "))") }
    guard layout.isChosen, layout.hasHeader, layout.keys.isEmpty, valued.count > 1 else { return valued }
    let counters = valued.filter { slot in
      groups.allSatisfy { isRowNumber(layout.names[layout.values[slot]], layout.values[slot], $0.columns[slot]) }
    }
    guard !counters.isEmpty, counters.count < valued.count else { return valued }
    notes.append(
      "left out because they number the rows: \(counters.map { layout.name(layout.values[$0]) }.joined(separator: ", "))"
    )
    return valued.filter { !counters.contains($0) }
  }

  /// The index of a data frame: whole numbers that ascend, in a first column without a name or with a usual one.
  private func isRowNumber(_ name: String, _ column: Int, _ values: [Double]) -> Bool {
    let usual = ["", "index", "unnamed: 0", "rownames", "row", "rowid", "no", "no.", "#", "id", "nr", "nr.", "level_0"]
    guard usual.contains(name.lowercased()), column == 0 || !name.isEmpty, values.count > 1 else { return false }
    let isWhole = values.allSatisfy { $0 == $0.rounded() && $0 >= 0 }
    return isWhole && zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
  }
}

extension NumberColumn {
  /// Which sign begins the fraction in a column whose cells show it not; nil if nothing tells.
  ///
  /// - Parameters:
  ///   - sign: the one that the cells have: 1,234 or 1.234.
  ///   - hasComma: another column shows a decimal comma.
  ///   - hasPoint: another column shows a decimal point.
  ///   - groupsWithPoints: dates are written 31.12.2018, or another column has 1.234,5.
  func decimal(
    ofOpenWith sign: CSVFormat.Decimal, _ hasComma: Bool, _ hasPoint: Bool, _ groupsWithPoints: Bool
  ) -> CSVFormat.Decimal? {
    switch sign {
    case .comma: return hasComma == hasPoint ? nil : hasComma ? .comma : .point
    case .point:
      if hasComma { return groupsWithPoints && !hasPoint ? .comma : nil }
      // Whole numbers below a thousand, and others with three digits after the point: 980, 1.033.
      return hasShort && !hasLong && !hasPoint ? nil : .point
    }
  }
}

extension [SeriesBuilder.Group] {
  /// Values that equal a marker of missing values are missing, however they are written.
  fileprivate mutating func dropNumericMarkers(_ missing: MissingMarkers, _ styles: [NumberColumn]) {
    for (slot, style) in styles.enumerated() {
      let markers = missing.numbers(style.decimal == .comma ? .comma : .point)
      if markers.isEmpty { continue }
      for group in indices {
        for row in self[group].columns[slot].indices where markers.contains(self[group].columns[slot][row]) {
          self[group].columns[slot][row] = .nan
        }
      }
    }
  }
}

extension [Timestamp] {
  /// Each later than the one before, or each earlier: no two are alike.
  fileprivate var isStrictlyOrdered: Bool {
    let neighbours = zip(self, dropFirst())
    return neighbours.allSatisfy { $0 < $1 } || neighbours.allSatisfy { $0 > $1 }
  }
}
