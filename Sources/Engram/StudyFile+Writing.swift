import Numbers

extension Study {
  /// The study as a file that reads back as this very study: name, sources, fixtures and seed, and every other setting
  /// that is not its default. No line is wider than 76 columns, so that it fits where a report quotes it.
  public var yaml: String {
    var lines = ["name: \(YAMLText.scalar(name, after: 6))", "sources:"]
    lines += sources.map { "  - \(YAMLText.scalar($0, after: 4))" }
    if !fixtures.isEmpty { lines += ["fixtures:"] + fixtures.map { "  - \(YAMLText.scalar($0, after: 4))" } }
    let defaults = Dictionary(uniqueKeysWithValues: Study().settings.map { ($0.name, $0.value) })
    for (setting, value) in settings where setting == "seed" || value != defaults[setting] {
      switch value {
      case nil: break
      case .one(let text): lines.append("\(setting): \(YAMLText.scalar(text, after: setting.count + 2))")
      case .byColumn(let values):
        lines.append("\(setting):")
        for (column, text) in values.sorted(by: { $0.key < $1.key }) {
          lines.append("  ? \(YAMLText.scalar(column, after: 4))")
          lines.append("  : \(YAMLText.scalar(text, after: 4))")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A setting's value as a study file has it.
  package enum Written: Equatable {
    case one(String)
    case byColumn([String: String])
  }

  /// Every setting but the name, in the order of `Setting.all`, with its value; nil where it is left open.
  package var settings: [(name: String, value: Written?)] {
    func one(_ value: (some Any)?) -> Written? { value.map { .one("\($0)") } }
    func byColumn(_ values: [String: String]) -> Written? { values.isEmpty ? nil : .byColumn(values) }
    return [
      ("control", one(control)), ("surrogates", one(surrogates)), ("seed", one(training.seed)),
      ("networks", one(training.networks)), ("hidden", one(training.hidden)), ("cell", one(training.cell.rawValue)),
      ("activation", one(training.activation.rawValue)), ("bias", one(training.bias)),
      ("epochs", one(training.epochs)), ("window", one(training.window)), ("learning-rate", one(training.learningRate)),
      ("rollout-steps", one(training.rolloutSteps)), ("join", one(panel.join.rawValue)),
      ("tolerance", one(panel.tolerance?.text)), ("exact-matches", one(panel.exactMatches)),
      ("as-of", one(panel.asOf?.text)), ("observed", byColumn(panel.observed.mapValues(\.text))),
      ("lag", byColumn(panel.lag.mapValues { String($0) })), ("resample", one(panel.resample.rawValue)),
      ("fill-limit", one(panel.fillLimit)), ("duplicates", one(panel.duplicates.rawValue)),
      ("change", one(panel.change.rawValue)), ("scaling", one(panel.scaling.rawValue)), ("from", one(panel.from)),
      ("to", one(panel.to)), ("last-rows", one(panel.lastRows)), ("train-share", one(panel.trainShare)),
      ("validation-share", one(panel.validationShare)),
    ]
  }
}

/// Text as YAML has it.
private enum YAMLText {
  /// As it is where it can be, else in quotes, over several lines where it is long: a backslash at the end of a line
  /// takes the break and the spaces after it away.
  ///
  /// - Parameter column: where on its line it begins.
  static func scalar(_ text: String, after column: Int) -> String {
    var room = 75 - column
    if isPlain(text), text.utf8.count <= room { return text }
    var (result, line) = ("\"", 1)
    for scalar in text.unicodeScalars {
      let piece = quoted(scalar)
      // Wide characters count as the columns they may take.
      let width = piece.unicodeScalars.count * (scalar.isASCII ? 1 : 2)
      if line + width > room - 1 {
        result += "\\\n      "
        (line, room) = (0, 75 - 6)
        // Spaces at the beginning of a line would be lost.
        if scalar == " " { result += "\\" }
      }
      result += piece
      line += width
    }
    return result + "\""
  }

  /// Letters, digits and signs that mean nothing to YAML where they stand.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetterOrDigit(first) else { return false }
    return text.utf8.allSatisfy { isLetterOrDigit($0) || "=:/._?&^+-%".utf8.contains($0) } && !text.hasSuffix(":")
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private static func quoted(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case _
    where scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
      || scalar == "\u{FEFF}":
      let hex = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    default: return String(scalar)
    }
  }
}
