import Numbers

/// One setting of a study.
///
/// `Setting.all` is the only list of settings: study files, the options of the commands, their completions and
/// docs/settings.md are made from it.
package struct Setting: Sendable {
  /// As it is written: `learning-rate`.
  package let name: String
  /// What it decides, without a full stop.
  package let help: String
  /// More about it; nil where one line says all.
  package let details: String?
  package let group: Group
  /// What it may be.
  package let form: Form
  /// The default in words, if the default study leaves the setting open.
  private let open: String
  private let read: @Sendable (inout Study, String) throws(NotAllowed) -> Void
  /// Its value in a study; nil where it is left open.
  package let value: @Sendable (Study) -> Value?

  /// Which commands accept it.
  package enum Group: String, CaseIterable {
    /// How the series become a panel: `engram report` and `engram align`.
    case data
    /// How networks are trained and judged: `engram report`.
    case analysis
  }

  /// What a value may be.
  package enum Form: Sendable, Equatable {
    /// Completes "it must be".
    case text(String)
    case truth
    case choice([String])
    /// A value for each of some columns: `a=1,b=2`, or a mapping in a study file.
    case byColumn(String)
  }

  /// A value as a study file has it.
  package enum Value: Equatable {
    case one(String)
    case byColumn([String: String])
  }

  /// The setting of a name.
  ///
  /// - Throws: `StudyError.unknown` with the nearest name that exists.
  package static func named(_ name: String) throws(StudyError) -> Setting {
    if let setting = all.first(where: { $0.name == name }) { return setting }
    throw .unknown(name, nearest: nearest(to: name, among: all.map(\.name) + ["sources", "fixtures"]))
  }

  /// Sets a setting of a study to a value as the command line has it.
  ///
  /// - Throws: `StudyError` for an unknown name or a value that is not allowed.
  package static func set(_ name: String, to text: String, in study: inout Study) throws(StudyError) {
    let setting = try named(name)
    do {
      try setting.read(&study, text)
    } catch {
      throw .value(name, given: text, allowed: error.needed)
    }
  }

  /// The default in a few words.
  package var defaultText: String {
    if case .one(let text) = value(Study()) { text } else { open }
  }

  /// What is allowed in a few words: the choices, or the form of the value.
  package var allowedText: String {
    switch form {
    case .text(let needed), .byColumn(let needed): needed
    case .truth: "true or false"
    case .choice(let choices): choices.joined(separator: ", ")
    }
  }

  /// - Parameters:
  ///   - place: where a study keeps it.
  ///   - open: the default in words, where the default study leaves the setting open.
  init<Kept>(
    _ name: String, _ group: Group, _ place: any WritableKeyPath<Study, Kept> & Sendable, _ kind: SettingKind<Kept>,
    _ help: String, open: String = "", details: String? = nil
  ) {
    (self.name, self.group, self.help, self.open, self.details) = (name, group, help, open, details)
    form = kind.form
    read = { (study, text) throws(NotAllowed) in study[keyPath: place] = try kind.read(text) }
    value = { kind.write($0[keyPath: place]) }
  }

  /// The same for a setting that can be left open.
  init<Kept>(
    _ name: String, _ group: Group, _ place: any WritableKeyPath<Study, Kept?> & Sendable, _ kind: SettingKind<Kept>,
    _ help: String, open: String, details: String? = nil
  ) {
    let optional = SettingKind<Kept?>(
      kind.form, read: { (text) throws(NotAllowed) in try kind.read(text) }, write: { $0.flatMap(kind.write) })
    self.init(name, group, place, optional, help, open: open, details: details)
  }
}

/// A value that a setting cannot have.
struct NotAllowed: Error {
  /// Completes "it must be".
  var needed: String
}
