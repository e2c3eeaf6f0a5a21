import Engram
import FoundationEssentials
import Glibc
import Testing

@Suite("What is written about settings")
struct SettingsPageTests {
  private static let docs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs")
    .standardized
  private static let isRecording = getenv("RECORD_SNAPSHOTS") != nil

  @Test("docs/settings.md is what the table of settings gives; set RECORD_SNAPSHOTS to write it anew")
  func page() throws {
    let file = Self.docs.appending(path: "settings.md")
    if Self.isRecording { try Self.page.write(to: file, atomically: true, encoding: .utf8) }
    #expect(try String(contentsOf: file, encoding: .utf8) == Self.page)
  }

  @Test(
    "the schema of results.json allows the values that settings have; RECORD_SNAPSHOTS writes lists of choices anew")
  func schema() throws {
    let file = Self.docs.appending(path: "results.schema.json")
    for setting in Setting.all {
      var text = try String(contentsOf: file, encoding: .utf8)
      let path = try #require(try Self.path(of: setting), "\(setting.name) changes nothing in a study")
      let definition = path.count == 1 ? "study" : path[0] + "Options"
      var place = try Self.place(of: "\"\(path[path.count - 1])\": {", after: "\n    \"\(definition)\": {", in: text)
      guard case .choice(let choices) = setting.form else { continue }
      // Some lists are definitions of their own.
      if let reference = text[place...].prefix(90).firstMatch(of: /"\$ref": "#\/\$defs\/(\w+)"/) {
        place = try Self.place(of: "\n    \"\(reference.1)\": {", after: "\"$defs\": {", in: text)
      }
      let list = try #require(text[place...].firstMatch(of: /"enum": \[([^\]]*)\]/))
      let wanted = choices.map { "\"\($0)\"" }.joined(separator: ", ")
      if Self.isRecording {
        text.replaceSubrange(list.range, with: "\"enum\": [\(wanted)]")
        try text.write(to: file, atomically: true, encoding: .utf8)
      } else {
        #expect(String(list.1) == wanted, "\(setting.name)")
      }
    }
  }

  private static func place(of text: String, after: String, in whole: String) throws -> String.Index {
    let start = try #require(whole.firstRange(of: after)?.upperBound, "no \(after) in the schema")
    return try #require(whole[start...].firstRange(of: text)?.upperBound, "no \(text) after \(after) in the schema")
  }

  /// Where a study keeps a setting, by the names of JSON: the member that differs where the setting does.
  private static func path(of setting: Setting) throws -> [String]? {
    func members(_ study: Study) throws -> JSON { try JSON(encoding: study) }
    var study = Study()
    guard let value = setting.value(StudyFileWritingTests.other) else { return nil }
    switch value {
    case .one(let text): try Setting.set(setting.name, to: text, in: &study)
    case .byColumn(let values):
      try Setting.set(
        setting.name, to: values.map { "\($0.key)=\($0.value)" }.joined(separator: ","), in: &study)
    }
    return difference(try JSON(encoding: Study()), try JSON(encoding: study))
  }

  private static func difference(_ one: JSON, _ other: JSON) -> [String]? {
    guard case .object(let mine) = one, case .object(let theirs) = other,
      let key = theirs.keys.first(where: { mine[$0] != theirs[$0] })
    else { return nil }
    guard let value = mine[key], let changed = theirs[key], key == "panel" || key == "training" else { return [key] }
    return [key] + (difference(value, changed) ?? [])
  }

  // MARK: - The page

  private static var page: String {
    """
    # Settings

    Every setting of a study, made from the table in `Sources/Engram/SettingTable.swift` by a test of the same build.
    A setting has the same name in a study file (`hidden: 8`), on the command line (`--hidden 8`) and in the `grid` of a
    sweep (`hidden: [4, 8]`). A command line wins over the study file. On the command line a setting that is true or false
    is a pair of flags: `--bias` and `--no-bias`.

    A study file has two more keys, both lists: `sources`, the requests that `engram sources` explains, and `fixtures`,
    folders of recorded documents that are read in place of servers.

    ## How the series become a panel

    Options of `engram report` and `engram align`.

    \(table(.data))
    ## How networks are trained and judged

    Options of `engram report`.

    \(table(.analysis))
    """
  }

  private static func table(_ group: Setting.Group) -> String {
    let settings = Setting.all.filter { $0.group == group }
    var text = "| setting | what it decides | allowed | default |\n| --- | --- | --- | --- |\n"
    for setting in settings {
      text += "| `\(setting.name)` | \(setting.help) | \(setting.allowedText) | \(setting.defaultText) |\n"
    }
    for setting in settings {
      if let details = setting.details { text += "\n`\(setting.name)`: \(details)\n" }
    }
    return text
  }
}
