import Panels
import TimeSeries

/// A kind of value: how it is read from text and written back.
struct SettingKind<Kept>: Sendable {
  var form: Setting.Form
  var read: @Sendable (String) throws(NotAllowed) -> Kept
  var write: @Sendable (Kept) -> Setting.Value?

  init(
    _ form: Setting.Form, read: @escaping @Sendable (String) throws(NotAllowed) -> Kept,
    write: @escaping @Sendable (Kept) -> Setting.Value?
  ) {
    (self.form, self.read, self.write) = (form, read, write)
  }

  /// A kind whose reading fails in one way alone.
  init(
    needed: String, read: @escaping @Sendable (String) -> Kept?,
    write: @escaping @Sendable (Kept) -> String = { "\($0)" }
  ) {
    self.init(
      .text(needed),
      read: { (text) throws(NotAllowed) in
        guard let value = read(text) else { throw NotAllowed(needed: needed) }
        return value
      }, write: { .one(write($0)) })
  }
}

extension SettingKind<String> {
  static let text = SettingKind(needed: "some text", read: { $0.isEmpty ? nil : $0 })
}

extension SettingKind<Bool> {
  static let truth: SettingKind = {
    var kind = SettingKind(
      needed: "true or false", read: { ["true": true, "yes": true, "false": false, "no": false][$0] })
    kind.form = .truth
    return kind
  }()
}

extension SettingKind<Int> {
  static func whole(_ range: ClosedRange<Int>) -> SettingKind {
    let limits = range.upperBound == .max ? "\(range.lowerBound) up" : "\(range.lowerBound) to \(range.upperBound)"
    return SettingKind(
      needed: "a whole number from \(limits)", read: { Int($0).flatMap { range.contains($0) ? $0 : nil } })
  }
}

extension SettingKind<UInt64> {
  static let seed = SettingKind(needed: "a whole number from 0 to \(UInt64.max)", read: { UInt64($0) })
}

extension SettingKind<Double> {
  /// - Parameter high: a whole number.
  static func number(aboveZeroTo high: Double) -> SettingKind {
    SettingKind(
      needed: "a number above 0 and up to \(Int(high))",
      read: { Double($0).flatMap { $0 > 0 && $0 <= high ? $0 : nil } })
  }
}

extension SettingKind where Kept: RawRepresentable<String> & CaseIterable & Sendable {
  static var choice: SettingKind {
    let choices = Kept.allCases.map(\.rawValue)
    var kind = SettingKind(
      needed: "one of " + choices.joined(separator: ", "), read: { Kept(rawValue: $0) }, write: { $0.rawValue })
    kind.form = .choice(choices)
    return kind
  }
}

extension SettingKind<[PanelOptions.Change]> {
  static let changes: SettingKind = {
    let choices = PanelOptions.Change.allCases.map(\.rawValue)
    return SettingKind(
      needed: "none, or some of \(choices.joined(separator: ", ")) with commas between them",
      read: { text in
        if text == "none" { return [] }
        let all = text.split(separator: ",", omittingEmptySubsequences: false).map {
          PanelOptions.Change(rawValue: String($0))
        }
        return all.contains(nil) || Set(all).count < all.count ? nil : all.compactMap(\.self)
      }, write: { $0.isEmpty ? "none" : $0.map(\.rawValue).joined(separator: ",") })
  }()
}

extension SettingKind<PanelOptions.Resample> {
  static let period = SettingKind(
    needed: PanelOptions.Resample.needed, read: { PanelOptions.Resample(rawValue: $0) }, write: { $0.rawValue })
}

extension SettingKind<Tolerance> {
  static let tolerance = SettingKind(
    needed: "a whole number of d, h, min or s, as 3d or 36h", read: { Tolerance($0) }, write: { $0.text })
}

extension SettingKind<ObservationTime> {
  static let timeOfDay = SettingKind(
    .text("a time of day and a zone, as 14:15 Europe/Berlin"),
    read: { (text) throws(NotAllowed) in
      guard let time = ObservationTime(text) else {
        throw NotAllowed(needed: "a time of day and a zone, as 14:15 Europe/Berlin")
      }
      guard Zone(time.zone) != nil else {
        let hint = nearest(to: time.zone, among: Zone.names).map { "; did you mean '\($0)'?" } ?? ""
        throw NotAllowed(needed: "in a zone that is known, as Europe/Berlin or UTC+05:30\(hint)")
      }
      return time
    }, write: { .one($0.text) })
}

extension SettingKind {
  /// A value for each of some columns.
  ///
  /// Reads `a=1,b=2`: the last `=` of each part is between column and value. Empty text is no column.
  static func byColumn<Element>(_ element: SettingKind<Element>, as example: String) -> SettingKind
  where Kept == [String: Element] {
    SettingKind(
      .byColumn("a value for each column, as \(example)"),
      read: { (text) throws(NotAllowed) in
        var values: Kept = [:]
        if text.isEmpty { return values }
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
          guard let sign = part.lastIndex(of: "="), sign > part.startIndex else {
            throw NotAllowed(needed: "a column and its value, as \(example), with a comma before the next")
          }
          let name = part[..<sign].trimmed
          if values[name] != nil { throw NotAllowed(needed: "one value for each column, and '\(name)' has two") }
          values[name] = try element.read(part[part.index(after: sign)...].trimmed)
        }
        return values
      },
      write: { values in
        let texts = values.mapValues { value in
          if case .one(let text) = element.write(value) { text } else { "" }
        }
        return texts.isEmpty ? nil : .byColumn(texts)
      })
  }
}

extension SettingKind<Int> {
  static let lag = SettingKind(
    needed: "a whole number of rows from 0 to 1000000 for each column, as sp500=1",
    read: { Int($0).flatMap { (0...1_000_000).contains($0) ? $0 : nil } })
}

extension Substring {
  /// Without spaces around it.
  fileprivate var trimmed: String {
    let start = drop { $0 == " " }
    guard let end = start.lastIndex(where: { $0 != " " }) else { return "" }
    return String(start[...end])
  }
}
