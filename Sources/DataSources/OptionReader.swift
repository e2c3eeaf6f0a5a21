import Numbers

/// Reads the options of a request by type: nil if an option is absent, an error if its value is wrong.
public struct OptionReader: Sendable {
  private let request: SourceRequest
  private let names: [String]

  /// - Parameters:
  ///   - request: with the options.
  ///   - names: of all options; any other is an error.
  public init(_ request: SourceRequest, accepting names: [String]) throws(SourceError) {
    (self.request, self.names) = (request, names)
    for option in request.options where !names.contains(option.name) {
      let meant = nearest(to: option.name, among: names).map { "Did you mean '\($0)'? " } ?? ""
      let all = names.isEmpty ? "It takes no options" : "There are: " + names.joined(separator: ", ")
      throw .request(request.text, problem: "there is no option '\(option.name)'", advice: meant + all)
    }
  }

  /// Whether the manual names an option.
  func accepts(_ name: String) -> Bool { names.contains(name) }

  /// The value of an option as it was written; nil if it is absent.
  public func string(_ name: String) -> String? {
    precondition(names.contains(name), "the option '\(name)' is read, so the manual must name it")
    return request.options.first { $0.name == name }?.value
  }

  /// A whole number within the range.
  public func integer<I: FixedWidthInteger & Sendable>(
    _ name: String, in range: ClosedRange<I>
  ) throws(SourceError) -> I? {
    guard let text = string(name) else { return nil }
    let advice = "Give a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let value = I(text) else {
      // Digits alone that do not fit the type are out of range, not something else.
      let digits = text.drop { $0 == "-" || $0 == "+" }
      let isNumber = !digits.isEmpty && digits.utf8.allSatisfy { (48...57).contains($0) }
      throw refused(name, text, isNumber ? "is out of range" : "is not a whole number", advice)
    }
    guard range.contains(value) else { throw refused(name, text, "is out of range", advice) }
    return value
  }

  /// A finite decimal number within the range.
  public func number(_ name: String, in range: ClosedRange<Double>) throws(SourceError) -> Double? {
    guard let text = string(name) else { return nil }
    let advice = "Give a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))"
    // Double() also takes inf, nan and hexadecimal, which nobody means here.
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let value = Double(text) else {
      throw refused(name, text, "is not a number", advice)
    }
    guard range.contains(value) else { throw refused(name, text, "is out of range", advice) }
    return value
  }

  /// `true` or `false`, also `yes` and `no`.
  public func boolean(_ name: String) throws(SourceError) -> Bool? {
    guard let text = string(name) else { return nil }
    switch text {
    case "true", "yes": return true
    case "false", "no": return false
    default: throw refused(name, text, "is neither true nor false", "Write \(name)=true or \(name)=false")
    }
  }

  /// One of the given words.
  public func choice(_ name: String, among words: [String]) throws(SourceError) -> String? {
    guard let text = string(name) else { return nil }
    if words.contains(text) { return text }
    let meant = nearest(to: text, among: words).map { "Did you mean '\($0)'? " } ?? ""
    throw refused(name, text, "is not a choice", meant + "There are: " + words.joined(separator: ", "))
  }

  /// One of the cases of a type that is spelt out in words.
  public func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, as type: Choice.Type
  ) throws(SourceError) -> Choice? {
    let word = try choice(name, among: type.allCases.map { $0.rawValue })
    return word.flatMap { Choice(rawValue: $0) }
  }

  /// Words with commas between them, none empty.
  public func list(_ name: String) throws(SourceError) -> [String]? {
    guard let text = string(name) else { return nil }
    let words = text.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    if words.contains("") {
      throw refused(name, text, "has an empty entry", "Write \(name)=A,B,C with a comma only between two entries")
    }
    return words
  }

  private func refused(_ name: String, _ value: String, _ problem: String, _ advice: String) -> SourceError {
    .request(request.text, problem: "\(name)=\(value) \(problem)", advice: advice)
  }
}

/// A number as a person writes it: whole numbers of moderate size without the `.0`.
func plain(_ value: Double) -> String {
  value.magnitude < 1e15 && value == value.rounded() ? String(Int(value)) : String(describing: value)
}
