import TimeSeries

extension AlignmentRecord {
  /// The last date of the data as a sentence, where a series of a provider ended more than a month before it was fetched,
  /// or is a recording whose figures are from elsewhere. nil where every such series was up to date, and for files.
  package var dataEnd: String? {
    let old = entries.filter(\.isOld).compactMap { entry in
      Timestamp(endOf: entry.last).map { (day: $0, text: entry.last) }
    }
    return old.min { $0.day < $1.day }.map { "Data end \($0.text)." }
  }
}

extension AlignmentRecord.Entry {
  fileprivate var isOld: Bool {
    guard !documents.isEmpty else { return false }
    guard let asked = documents.compactMap(\.fetched).compactMap({ Timestamp(endOf: $0) }).max() else {
      return documents.contains { $0.recorded != nil }
    }
    guard let end = Timestamp(endOf: last) else { return false }
    return asked.ticks - end.ticks > 31 * Timestamp.millisecondsPerDay
  }
}

extension Timestamp {
  /// The last day of a date as `text(_:)` writes it, a year, quarter, month, day or instant; nil for the number of a row.
  fileprivate init?(endOf text: String) {
    let parts = text.prefix { $0 != "T" }.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, first.count == 4, let year = Int(first) else { return nil }
    guard parts.count > 1 else {
      self.init(year: year, month: 12, day: 31)
      return
    }
    let quarter = parts[1].hasPrefix("Q") ? Int(parts[1].dropFirst()) : nil
    guard let month = quarter.map({ 3 * min(4, max(1, $0)) }) ?? Int(parts[1]), (1...12).contains(month) else {
      return nil
    }
    let day = parts.count > 2 ? Int(parts[2]) : Timestamp.days(in: month, of: year)
    guard let day else { return nil }
    self.init(year: year, month: month, day: day)
  }
}
