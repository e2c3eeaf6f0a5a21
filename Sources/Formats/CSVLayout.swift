import Numbers

/// Which columns hold the dates, the values and the keys.
struct CSVLayout {
  /// From the header, or `column1`, `column2` …; empty names at the end are left out.
  var names: [String]
  var hasHeader: Bool
  /// None if rows are counted; several if parts of a date stand in several columns.
  var dates: [Int] = []
  /// The columns that name the series of a row; none in a wide table.
  var keys: [Int] = []
  /// In the order in which they were asked for.
  var values: [Int] = []
  /// Columns that were not asked for and have no value in the first rows: left out if no value follows.
  var doubtful: Set<Int> = []
  /// Columns that were not asked for and hold more texts than numbers.
  var texts: [Int] = []
  /// Of each of them, the first text.
  var firstTexts: [Int: CSVSample.Cell] = [:]
  /// How dates are to be read, where the column shows it.
  var epoch: CSVFormat.Epoch?
  /// How each column of `values` writes its numbers.
  var styles: [NumberColumn] = []
  /// What was decided, for the report.
  var notes: [String] = []
  /// Rows are counted although nobody said that there are no dates.
  var isCountedByDefault = false
  /// The columns of values were not named.
  var isChosen = false

  func name(_ column: Int) -> String { names[column].isEmpty ? "column\(column + 1)" : names[column] }
}

/// Chooses the columns by the options and the first rows.
struct CSVLayoutChooser {
  let format: CSVFormat
  let rows: ArraySlice<[CSVSample.Cell]>
  let names: [String]
  let hasHeader: Bool
  let census: [ColumnCensus]
  let file: String
  /// As the user typed it, for errors.
  let request: String

  init(
    _ format: CSVFormat, rows: ArraySlice<[CSVSample.Cell]>, names: [String], hasHeader: Bool,
    rules: NumberColumn.Rules, file: String, request: String
  ) {
    (self.format, self.rows, self.names, self.hasHeader) = (format, rows, names, hasHeader)
    (self.file, self.request) = (file, request)
    let markers = MissingMarkers(format.missing)
    census = names.indices.map { column in
      var rules = rules
      rules.decimal = format.decimal(ofColumn: names[column], number: column + 1, hasHeader) ?? rules.decimal
      var census = ColumnCensus(rules)
      for row in rows where column < row.count { census.take(row[column], markers) }
      return census
    }
  }

  func layout() throws(FormatError) -> CSVLayout {
    var layout = CSVLayout(names: names, hasHeader: hasHeader)
    if let key = format.key { layout.keys = try columns(key, "key") }
    var dropped: [Int] = []
    for name in format.drop { dropped.append(try column(name, "drop")) }
    for one in format.decimals { _ = try column(one.column, "decimal") }
    try DateChooser(chooser: self, dropped: dropped).choose(&layout)
    if let values = format.values {
      for value in values {
        let index = try column(value, "value")
        if layout.values.contains(index) {
          throw refusal("value= names the column '\(names[index])' twice", "Leave one of them out")
        }
        layout.values.append(index)
      }
    } else {
      try chooseValues(dropped, &layout)
      layout.isChosen = true
    }
    layout.styles = layout.values.map { census[$0].style }
    return layout
  }

  /// The column of this name, or of this number from 1.
  func column(_ text: String, _ option: String) throws(FormatError) -> Int {
    func same(_ other: String) -> Bool { other.lowercased() == text.lowercased() }
    if hasHeader {
      let exact = names.indices.filter { names[$0] == text }
      let found = exact.isEmpty ? names.indices.filter { same(names[$0]) } : exact
      if let first = found.first, found.count == 1 { return first }
      if found.count > 1 {
        let numbers = found.map { String($0 + 1) }.joined(separator: ", ")
        throw refusal(
          "\(option)=\(text) names several columns of \(file): \(numbers)", "Give the number of the column instead")
      }
    }
    if let number = Int(text), names.indices.contains(number - 1) { return number - 1 }
    let all = names.filter { !$0.isEmpty }.prefix(40).joined(separator: ", ") + (names.count > 40 ? ", …" : "")
    let meant = hasHeader ? nearest(to: text, among: names) : nil
    let list = hasHeader ? "There are: \(all)" : "There is no header; columns have numbers from 1 to \(names.count)"
    throw refusal(
      "\(option)=\(text) names no column of \(file)", (meant.map { "Did you mean '\($0)'? " } ?? "") + list)
  }

  /// A column, or several with + between them.
  func columns(_ text: String, _ option: String) throws(FormatError) -> [Int] {
    let isName = names.contains { $0.lowercased() == text.lowercased() }
    if isName || !text.contains("+") { return [try column(text, option)] }
    var columns: [Int] = []
    for part in text.split(separator: "+", omittingEmptySubsequences: false) {
      columns.append(try column(String(part), option))
    }
    return columns
  }

  func refusal(_ problem: String, _ advice: String) -> FormatError {
    .request(request, problem: problem, advice: advice)
  }

  /// The error about a cell, with its place.
  func fault(_ cell: CSVSample.Cell, in column: Int, _ problem: String, _ advice: String) -> FormatError {
    .badData(
      .init(
        file: file, line: cell.line, column: column + 1, header: hasHeader ? names[column] : nil,
        text: excerpt(cell.bytes, cell.bytes.indices)),
      problem: problem, advice: advice)
  }

  func header(_ column: Int) -> String { names[column].isEmpty ? String(column + 1) : names[column] }

  // MARK: - Values

  /// Every column of numbers. A text among numbers is an error that reading reports, no reason to leave the column out.
  private func chooseValues(_ dropped: [Int], _ layout: inout CSVLayout) throws(FormatError) {
    var hasNumbers = false
    for index in names.indices
    where !layout.dates.contains(index) && !layout.keys.contains(index) && !dropped.contains(index) {
      switch census[index].kind {
      case .numbers:
        if isSecondTime(index, layout) {
          layout.notes.append("left out because it counts the time as well: \(header(index))")
          continue
        }
        layout.values.append(index)
        hasNumbers = true
      case .empty:
        layout.values.append(index)
        layout.doubtful.insert(index)
      case .nearlyNumbers(let cell, let problem): throw nearly(cell, index, problem)
      case .dates, .text, .nearlyDates:
        layout.texts.append(index)
        layout.firstTexts[index] = census[index].firstText
      }
    }
    if !layout.texts.isEmpty {
      layout.notes.append(
        "left out because they hold text: \(layout.texts.map { header($0) }.joined(separator: ", "))")
    }
    try refuseMonthsAcross(layout)
    if hasNumbers || rows.isEmpty { return try refuseTwins(layout) }
    let others = names.indices.filter { !layout.dates.contains($0) && !layout.keys.contains($0) }.map { names[$0] }
    let advice = others.isEmpty ? "Look at the delimiter: delimiter=" : "Name one of them with value=: "
    throw refusal(
      "no column of \(file) holds numbers in the first \(rows.count == 1 ? "row" : "\(rows.count) rows")",
      advice + others.prefix(40).joined(separator: ", "))
  }

  private func nearly(_ cell: CSVSample.Cell, _ index: Int, _ problem: NumberColumn.Problem) -> FormatError {
    fault(cell, in: index, problem.sentence, problem.advice(file: file, column: header(index), cell.bytes))
  }

  /// A column of times beside that of the dates, such as the closing time of a bar.
  private func isSecondTime(_ index: Int, _ layout: CSVLayout) -> Bool {
    guard !layout.dates.isEmpty, let found = census[index].numericDates, found.areCertain else { return false }
    switch found.form {
    case .epoch: return true
    case .day, .local: return found.isOrdered
    default: return false
    }
  }

  /// Twelve columns of months: time runs along the rows as well.
  private func refuseMonthsAcross(_ layout: CSVLayout) throws(FormatError) {
    let months = layout.values.compactMap { index in monthNumber(names[index].utf8.map(small)) }
    guard hasHeader, Set(months).count == 12 else { return }
    throw refusal(
      "the columns of \(file) are the months of a year: time runs along the rows",
      "Write the table with a row for each month, or name the columns that are series: value=A|B")
  }

  private func refuseTwins(_ layout: CSVLayout) throws(FormatError) {
    var seen: [String: Int] = [:]
    for index in layout.values {
      let name = layout.names[index]
      guard let twin = seen.updateValue(index, forKey: name) else { continue }
      if name.isEmpty { continue }
      throw refusal(
        "columns \(twin + 1) and \(index + 1) of \(file) are both called '\(name)'",
        "Choose by number, e.g. value=\(twin + 1)")
    }
  }
}

extension CSVFormat {
  /// What the options state of one column.
  fileprivate func decimal(ofColumn name: String, number: Int, _ hasHeader: Bool) -> Decimal? {
    func isMeant(_ text: String) -> Bool {
      hasHeader && text.lowercased() == name.lowercased() || text == String(number)
    }
    return decimals.first { isMeant($0.column) }?.decimal
  }
}

extension NumberColumn.Problem {
  var sentence: String {
    switch self {
    case .notANumber: "not a number"
    case .otherMarks: "not a number"
    case .longMinus: "not a number, with the minus sign U+2212"
    }
  }

  func advice(file: String, column: String, _ text: [UInt8]) -> String {
    switch self {
    case .longMinus: return "Write minus=unicode to read it as -, or drop=\(column) to leave the column out"
    case .otherMarks:
      return
        "The numbers before it are written in another way: write all alike, or drop=\(column) to leave the column out"
    case .notANumber:
      return "Correct it or, if it means a missing value, add it to missing=; drop=\(column) leaves the column out"
    }
  }
}
