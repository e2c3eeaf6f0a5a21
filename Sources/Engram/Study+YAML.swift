import Numbers
import Panels
import Recurrence

extension Study {
  /// The study as a file that reads as this study, every setting written out.
  public var yaml: String {
    var lines = settings.map { "\($0.name): \($0.value)" }
    for (name, items) in [("sources", sources), ("fixtures", fixtures)] where !items.isEmpty {
      lines += ["\(name):"] + items.map { "  - \(Study.scalar($0))" }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Every setting that has a value, as it is written; the names are those of `Setting.all`.
  private var settings: [(name: String, value: String)] {
    func map(_ values: [String: String]) -> String? {
      if values.isEmpty { return nil }
      let parts = values.sorted { $0.key < $1.key }.map { "\(Study.scalar($0.key)): \(Study.scalar($0.value))" }
      return "{\(parts.joined(separator: ", "))}"
    }
    let all: [(String, String?)] = [
      ("name", Study.scalar(name)), ("control", "\(control)"), ("surrogates", "\(surrogates)"),
      ("seed", "\(training.seed)"), ("networks", "\(training.networks)"), ("hidden", "\(training.hidden)"),
      ("activation", training.activation.rawValue), ("bias", "\(training.bias)"), ("epochs", "\(training.epochs)"),
      ("learning-rate", "\(training.learningRate)"), ("rollout-steps", "\(training.rolloutSteps)"),
      ("join", panel.join.rawValue), ("tolerance", panel.tolerance.map { Study.scalar($0.text) }),
      ("exact-matches", "\(panel.exactMatches)"), ("as-of", panel.asOf.map { Study.scalar($0.text) }),
      ("observed", map(panel.observed.mapValues(\.text))), ("lag", map(panel.lag.mapValues { "\($0)" })),
      ("resample", panel.resample.rawValue), ("fill-limit", "\(panel.fillLimit)"),
      ("duplicates", panel.duplicates.rawValue), ("change", panel.change.rawValue),
      ("scaling", panel.scaling.rawValue), ("from", panel.from.map(Study.scalar)), ("to", panel.to.map(Study.scalar)),
      ("last-rows", panel.lastRows.map { "\($0)" }), ("train-share", "\(panel.trainShare)"),
      ("validation-share", "\(panel.validationShare)"),
    ]
    return all.compactMap { name, value in value.map { (name, $0) } }
  }

  /// Text as a YAML scalar: as it is where nothing in it could mean something else, else in double quotes.
  private static func scalar(_ text: String) -> String {
    func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "_./-=?+".utf8.contains(byte)
      }
    }
    let startsWithLetter = text.utf8.first.map { isPlain($0) && !"-=?+.".utf8.contains($0) } ?? false
    // A colon before a space, or at the end, makes a key.
    if startsWithLetter, text.utf8.last != UInt8(ascii: ":"),
      text.utf8.allSatisfy({ isPlain($0) || $0 == UInt8(ascii: ":") })
    {
      return text
    }
    var quoted = "\""
    for character in text.unicodeScalars {
      switch character {
      case "\"", "\\": quoted += "\\" + String(character)
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      default:
        if (character.properties.generalCategory == .control || (0x2028...0x2029).contains(character.value)
          || (0xFFFE...0xFFFF).contains(character.value) || character.value == 0xFEFF)
        {
          let digits = String(character.value, radix: 16)
          quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          quoted.unicodeScalars.append(character)
        }
      }
    }
    return quoted + "\""
  }
}
