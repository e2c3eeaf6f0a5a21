import Formats
import Numbers
import Yams

/// A text in a file, with its place.
struct PlacedText: Sendable, Equatable {
  var text: String
  var place: YAMLPlace

  func fault(_ problem: String, _ advice: String) -> DeclarationFault { place.fault(problem, advice) }
}

/// A place in a YAML file.
struct YAMLPlace: Sendable, Equatable {
  var file: String
  var line: Int
  var column: Int

  init(file: String, _ mark: Mark?) { (self.file, line, column) = (file, mark?.line ?? 0, mark?.column ?? 0) }

  func fault(_ problem: String, _ advice: String) -> DeclarationFault {
    DeclarationFault(file: file, line: line, column: column, problem: problem, advice: advice)
  }
}

/// A mapping in a YAML file, read key by key. Unknown keys are refused at the start.
struct YAMLMapping {
  /// Its name in errors: `request`, `checks.fail_if`; empty for the whole file.
  let title: String
  let place: YAMLPlace
  private let pairs: [(key: PlacedText, value: Node)]

  /// - Parameter keys: all allowed keys; nil for any.
  init(_ node: Node, titled title: String, in file: String, keys: [String]?) throws(DeclarationFault) {
    place = YAMLPlace(file: file, node.mark)
    self.title = title
    guard let mapping = node.mapping else {
      let what = title.isEmpty ? "the file" : "'\(title)'"
      throw place.fault("\(what) is not a list of keys and values", "Write one 'key: value' a line, indented alike")
    }
    var pairs: [(key: PlacedText, value: Node)] = []
    for (key, value) in mapping {
      let place = YAMLPlace(file: file, key.mark)
      guard let name = key.scalar?.string else {
        throw place.fault("a key is not a word", "Write one 'key: value' a line")
      }
      if let keys, !keys.contains(name) {
        let meant = nearest(to: name, among: keys).map { "Did you mean '\($0)'? " } ?? ""
        let spot = title.isEmpty ? "" : " in '\(title)'"
        throw place.fault("there is no key '\(name)'\(spot)", meant + "There are: " + keys.joined(separator: ", "))
      }
      pairs.append((PlacedText(text: name, place: place), value))
    }
    self.pairs = pairs
  }

  /// All keys and values, in the order of the file.
  var entries: [(key: PlacedText, value: Node)] { pairs }
  var keys: [String] { pairs.map { $0.key.text } }

  func has(_ key: String) -> Bool { node(key) != nil }
  func isMapping(_ key: String) -> Bool { node(key)?.mapping != nil }

  /// The value of a key; nil if it is absent or `null`.
  func node(_ key: String) -> Node? {
    guard let value = pairs.first(where: { $0.key.text == key })?.value else { return nil }
    return isNull(value) ? nil : value
  }

  func place(of key: String) -> YAMLPlace {
    pairs.first { $0.key.text == key }.map { YAMLPlace(file: place.file, $0.value.mark) } ?? place
  }

  /// The place of a nested value, as far as it exists.
  func place(at keys: [String]) -> YAMLPlace {
    var place = place
    var node = keys.first.flatMap { self.node($0) }
    for key in keys.dropFirst() + [""] {
      guard let found = node else { break }
      place = YAMLPlace(file: place.file, found.mark)
      node = found.mapping?[key]
    }
    return place
  }

  func path(_ key: String) -> String { title.isEmpty ? key : title + "." + key }

  // MARK: - Values

  /// A single value, as it is written.
  func text(_ key: String) throws(DeclarationFault) -> PlacedText? {
    guard let node = node(key) else { return nil }
    return try text(node, of: key)
  }

  func required(_ key: String, _ advice: String) throws(DeclarationFault) -> PlacedText {
    if let text = try text(key) { return text }
    let spot = title.isEmpty ? "" : " in '\(title)'"
    throw place.fault("the key '\(key)' is missing\(spot)", advice)
  }

  /// A single value or a list of values; empty if the key is absent.
  func texts(_ key: String) throws(DeclarationFault) -> [PlacedText] {
    guard let node = node(key) else { return [] }
    guard let items = node.sequence else { return [try text(node, of: key)] }
    var texts: [PlacedText] = []
    for item in items { texts.append(try text(item, of: key)) }
    return texts
  }

  func mapping(_ key: String, keys: [String]?) throws(DeclarationFault) -> YAMLMapping? {
    guard let node = node(key) else { return nil }
    return try YAMLMapping(node, titled: path(key), in: place.file, keys: keys)
  }

  /// A mapping or a list of mappings.
  func mappings(_ key: String, keys: [String]) throws(DeclarationFault) -> [YAMLMapping] {
    guard let node = node(key) else { return [] }
    guard let items = node.sequence else {
      return [try YAMLMapping(node, titled: path(key), in: place.file, keys: keys)]
    }
    var mappings: [YAMLMapping] = []
    for item in items { mappings.append(try YAMLMapping(item, titled: path(key), in: place.file, keys: keys)) }
    return mappings
  }

  func boolean(_ key: String) throws(DeclarationFault) -> Bool? {
    guard let text = try text(key) else { return nil }
    switch text.text {
    case "true", "yes": return true
    case "false", "no": return false
    default: throw text.fault("'\(path(key))' is '\(text.text)', neither true nor false", "Write true or false")
    }
  }

  /// A whole number within the range.
  func integer(_ key: String, in range: ClosedRange<Int>) throws(DeclarationFault) -> Int? {
    guard let text = try text(key) else { return nil }
    guard let value = Int(text.text), range.contains(value) else {
      throw text.fault(
        "'\(path(key))' is '\(text.text)'", "Write a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// A number above 0.
  func number(_ key: String) throws(DeclarationFault) -> Double? {
    guard let text = try text(key) else { return nil }
    let bytes = Array(text.text.utf8)
    guard let value = decimalNumber(in: bytes, bytes.indices), value > 0 else {
      throw text.fault("'\(path(key))' is '\(text.text)', not a number above 0", "Write a number such as 100 or 0.01")
    }
    return value
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, as type: Choice.Type
  ) throws(DeclarationFault) -> Choice? {
    try choice(key, among: Array(type.allCases))
  }

  func choice<Choice: RawRepresentable<String>>(
    _ key: String, among choices: [Choice]
  ) throws(DeclarationFault) -> Choice? {
    guard let text = try text(key) else { return nil }
    let words = choices.map { $0.rawValue }
    if let index = words.firstIndex(of: text.text) { return choices[index] }
    let meant = nearest(to: text.text, among: words).map { "Did you mean '\($0)'? " } ?? ""
    throw text.fault(
      "'\(path(key))' is '\(text.text)', which is not a choice", meant + "There are: " + words.joined(separator: ", "))
  }

  /// `64 MB`, `500 kB`, `1048576`: bytes, counted in powers of 1024.
  func bytes(_ key: String) throws(DeclarationFault) -> Int? {
    guard let text = try text(key) else { return nil }
    let units = ["kb": 1 << 10, "mb": 1 << 20, "gb": 1 << 30, "b": 1, "": 1]
    let (digits, unit) = split(text.text)
    guard let count = Int(digits), count > 0, let size = units[unit.lowercased()], count <= (1 << 40) / size else {
      throw text.fault("'\(path(key))' is '\(text.text)', not a size", "Write a size such as 500 kB or 64 MB")
    }
    return count * size
  }

  /// `12h`, `30d`, `90s`, `15min`: seconds.
  func seconds(_ key: String) throws(DeclarationFault) -> Double? {
    guard let text = try text(key) else { return nil }
    let units = ["s": 1.0, "min": 60, "h": 3600, "d": 86400]
    let (digits, unit) = split(text.text)
    guard let count = Int(digits), (0...1_000_000).contains(count), let size = units[unit] else {
      throw text.fault(
        "'\(path(key))' is '\(text.text)', not a span of time", "Write a span such as 90s, 15min, 12h, 30d")
    }
    return Double(count) * size
  }

  /// `2/s`, `30/min`: times a second.
  func rate(_ key: String) throws(DeclarationFault) -> Double? {
    guard let text = try text(key) else { return nil }
    let units = ["/s": 1.0, "/min": 60, "/h": 3600]
    let (digits, unit) = split(text.text)
    guard let count = Int(digits), (1...1000).contains(count), let span = units[unit] else {
      throw text.fault("'\(path(key))' is '\(text.text)', not a rate", "Write a rate such as 2/s or 30/min")
    }
    return Double(count) / span
  }

  private func split(_ text: String) -> (digits: Substring, unit: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    return (digits, String(text.dropFirst(digits.count).drop { $0 == " " }))
  }

  func text(_ node: Node, of key: String) throws(DeclarationFault) -> PlacedText {
    let place = YAMLPlace(file: self.place.file, node.mark)
    guard let scalar = node.scalar else {
      throw place.fault(
        "'\(path(key))' is not a single value", "Write \(key): VALUE, with quotes if it begins with [ or {")
    }
    return PlacedText(text: scalar.string, place: place)
  }

  /// Whether the value is empty, `~` or `null`, without quotes.
  private func isNull(_ node: Node) -> Bool {
    guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else { return false }
    return ["", "~", "null"].contains(scalar.string)
  }
}
