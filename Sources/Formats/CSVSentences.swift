import TimeSeries

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
    case .monthFirst: "there is no such day, with the day first as dates with dots have it"
    case .implausible(let epoch, let time):
      "not a date: in \(epoch.words) \(time.map { "the year \($0.civil.year)" } ?? "beyond all years")"
    case .looksLikeDay: "a number that looks like a day, 20190131 for 2019-01-31"
    case .skipped(let zone): "a time that the clocks of \(zone.name) skipped"
    }
  }

  /// - Parameter text: the cell, whose number may show what it counts.
  func advice(for text: [UInt8]) -> String {
    switch self {
    case .text(.notADate):
      if let epochs = DateColumn.Problem.epochs(text) { return epochs }
      return
        "Dates are written 2018-12-31, 12/31/2018, 31.12.2018, 31 Dec 2018, 2018-12, 2018-Q4, 2018, with or without"
        + " 16:00:00+01:00; for a table without dates write date=none"
    case .text(.bareNumber):
      return DateColumn.Problem.epochs(text)
        ?? "20181231, 201812 and the years \(DateText.plausibleYears.lowerBound) to \(DateText.plausibleYears.upperBound) are"
        + " read as dates; write epoch=year for other years, date=none for a table without dates"
    case .text(.noSuchDay): return "Correct it"
    case .text(.twoDigitYear): return "Write it with four"
    case .otherForm: return "Write all dates of the column alike"
    case .contradicts: return "Write all dates of the column in one order"
    case .monthFirst: return "If the month comes first, write order=mdy"
    case .implausible: return DateColumn.Problem.epochs(text) ?? "Look at the unit: epoch="
    case .looksLikeDay: return "Leave epoch= out to read days"
    case .skipped: return "Look at the zone: zone="
    }
  }

  /// The units that make a number a plausible time, with that time.
  private static func epochs(_ text: [UInt8]) -> String? {
    guard let value = decimalNumber(in: text, text.indices) else { return nil }
    let choices = CSVFormat.Epoch.plausible(value).map {
      "epoch=\($0.epoch.rawValue) (\($0.epoch.words): \($0.time.text($0.epoch == .excel ? .day : .instant)))"
    }
    return choices.isEmpty ? nil : "Write \(choices.joined(separator: " or ")), or date=none for a table without dates"
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
    if let first, case .epoch(let epoch) = form {
      notes.append("dates such as '\(first.text)' are \(epoch.words)")
    }
    if firstCut != nil { notes.append("times are cut to the millisecond") }
    return notes
  }
}

extension CSVLayout {
  /// The names of the columns, where the file has a header.
  var headers: [String]? { hasHeader ? names : nil }

  func header(of column: Int) -> String? { hasHeader && column < names.count ? names[column] : nil }

  /// The name of the series of a column, if the request gives none.
  func name(of slot: Int, key: String, isOnly: Bool) -> String {
    let column = name(values[slot])
    if keys.isEmpty { return column }
    return isOnly ? key : key + "-" + column
  }
}
