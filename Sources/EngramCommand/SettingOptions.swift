import ArgumentParser
import Engram

/// An option for each setting of one group: help, values and completions come from `Setting.all`.
///
/// ArgumentParser finds options by reflection. The mirror of this type lists the options that would be declared
/// properties, and `init(from:)` reads what they were given.
protocol SettingOptions: ParsableArguments, CustomReflectable {
  static var group: Setting.Group { get }
  /// What was given on the command line, by name.
  var values: [String: String] { get set }
}

struct DataSettings: SettingOptions {
  static let group = Setting.Group.data
  var values: [String: String] = [:]
}

struct AnalysisSettings: SettingOptions {
  static let group = Setting.Group.analysis
  var values: [String: String] = [:]
}

extension SettingOptions {
  private static var settings: [Setting] { Setting.all.filter { $0.group == group } }

  var customMirror: Mirror {
    Mirror(self, children: Self.settings.map { ("_" + $0.name, $0.option) })
  }

  init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.container(keyedBy: SettingKey.self)
    for setting in Self.settings {
      let key = SettingKey(stringValue: setting.name)
      values[setting.name] =
        setting.form == .truth
        ? try container.decode(Flag<Bool?>.self, forKey: key).wrappedValue.map { "\($0)" }
        : try container.decode(Option<String?>.self, forKey: key).wrappedValue
    }
  }

  /// What was given, as it is typed.
  var words: [String] {
    Self.settings.flatMap { setting -> [String] in
      guard let value = values[setting.name] else { return [] }
      guard setting.form == .truth else { return ["--" + setting.name, value] }
      return [(value == "true" ? "--" : "--no-") + setting.name]
    }
  }

  /// Sets what was given.
  func apply(to study: inout Study) throws(StudyError) {
    for case (let name, let value?) in Self.settings.map({ ($0.name, values[$0.name]) }) {
      try Setting.set(name, to: value, in: &study)
    }
  }
}

private struct SettingKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Setting {
  /// What ArgumentParser would have as the property of a declared option.
  fileprivate var option: Any {
    switch form {
    case .truth:
      Flag<Bool?>(name: .customLong(name), inversion: .prefixedNo, help: argumentHelp())
    case .choice(let choices):
      Option<String?>(name: .customLong(name), help: argumentHelp(), completion: .list(choices))
    case .text:
      Option<String?>(name: .customLong(name), help: argumentHelp())
    case .byColumn:
      Option<String?>(name: .customLong(name), help: argumentHelp(valueName: "column=value"))
    }
  }

  private func argumentHelp(valueName: String? = nil) -> ArgumentHelp {
    var line = help
    if case .choice(let choices) = form { line += ": " + choices.joined(separator: ", ") }
    if case .byColumn(let needed) = form { line += ": " + needed }
    return ArgumentHelp("\(line). (default: \(defaultText))", discussion: details, valueName: valueName)
  }
}
