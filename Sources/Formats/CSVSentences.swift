// The sentences of errors and notes about tables.

extension RecordSplitter.Fault {
  /// - Parameters:
  ///   - line: where the record begins.
  ///   - names: of the columns, where there is a header.
  func error(in bytes: [UInt8], file: String, line: Int, names: [String]?) -> FormatError {
    let header = names.flatMap { $0.indices.contains(column - 1) ? $0[column - 1] : nil }
    let place = FormatError.Place(
      file: file, line: line + self.line, column: column, header: header, text: excerpt(bytes, range))
    let (problem, advice) = words
    return .badData(place, problem: problem, advice: advice)
  }

  private var words: (problem: String, advice: String) {
    switch kind {
    case .quoteInside:
      ("a quote inside a cell that does not begin with one", "Put the whole cell in quotes and double those inside")
    case .textAfterQuote:
      ("text after the closing quote of a cell", "Double a quote that is part of the text")
    case .quoteLeftOpen: ("a quote that is never closed", "Close it, or double it if it is part of the text")
    case .zeroByte: ("a zero byte", "Check that the file is text in UTF-8, and not damaged")
    case .strayReturn:
      ("a carriage return without a line feed", "End all lines alike, or put the cell in quotes")
    case .strayFeed:
      ("a line feed in a file whose lines end in carriage returns", "End all lines alike, or put the cell in quotes")
    }
  }
}

extension DateColumn.Problem {
  var sentence: String {
    switch self {
    case .text(.notADate), .text(.bareNumber): "not a date"
    case .text(.noSuchDay): "there is no such day"
    case .text(.twoDigitYear): "a year of two digits"
    case .otherForm(let first): "a date of another form than the first one, '\(first.text)' in line \(first.line)"
    case .contradicts(let order, let date?):
      "not \(order.words), as '\(date.text)' in line \(date.line) shows the dates to be"
    case .contradicts(let order, nil): "not \(order.words), as order=\(order.rawValue) says"
    }
  }

  var advice: String {
    switch self {
    case .text(.notADate):
      "Dates are written 2018-12-31, 12/31/2018, 31.12.2018, 2018-12, 2018, with or without 16:00:00+01:00;"
        + " for a table without dates write date=none"
    case .text(.bareNumber): "If it is an epoch, write epoch=s (seconds) or epoch=ms (milliseconds)"
    case .text(.noSuchDay): "Correct it"
    case .text(.twoDigitYear): "Write it with four"
    case .otherForm: "Write all dates of the column alike"
    case .contradicts: "Write all dates of the column in one order"
    }
  }
}

extension CSVFormat.DayOrder {
  var words: String {
    switch self {
    case .mdy: "month/day/year"
    case .dmy: "day/month/year"
    }
  }
}

extension DateColumn {
  /// What the dates showed.
  var notes: [String] {
    var notes: [String] = []
    if let order, let date = settledBy {
      notes.append("dates are \(order.words), as '\(date.text)' in line \(date.line) shows")
    }
    if let first, form == .seconds || form == .milliseconds {
      notes.append("dates such as '\(first.text)' are \(form == .seconds ? "seconds" : "milliseconds") since 1970")
    }
    if form == .local, !hasClock { notes.append("all times are midnight and are read as days") }
    if isCut { notes.append("times are cut to the millisecond") }
    return notes
  }
}

extension CSVLayout {
  /// The names of the columns, where the file has a header.
  var headers: [String]? { hasHeader ? names : nil }

  func header(of column: Int) -> String? { hasHeader && column < names.count ? names[column] : nil }

  /// The name of the series of a column, if the request gives none.
  func name(of slot: Int, key: String, isOnly: Bool) -> String {
    let name = names[values[slot]]
    let column = name.isEmpty ? "column\(values[slot] + 1)" : name
    if self.key == nil { return column }
    return isOnly ? key : key + "-" + column
  }

  /// All columns except those that were not asked for and hold no value.
  func slotsToKeep(_ groups: [SeriesBuilder.Group]) -> [Int] {
    values.indices.filter { slot in
      !doubtful.contains(values[slot]) || groups.contains { $0.columns[slot].contains { !$0.isNaN } }
    }
  }
}
