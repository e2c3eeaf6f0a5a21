import Engram
import Testing

@Suite("A study as a file")
struct StudyYAMLTests {
  /// Every setting that there is, each with a value that is not the default.
  private static let everything: [(name: String, value: String)] = [
    ("name", "it's \"quoted\": #1\n<&> ä\u{7}\\"), ("control", "false"), ("surrogates", "7"),
    ("seed", "18446744073709551615"),
    ("networks", "3"), ("hidden", "5"), ("activation", "relu"), ("bias", "false"), ("epochs", "11"),
    ("learning-rate", "0.003"), ("rollout-steps", "17"), ("join", "asof"), ("tolerance", "36h"),
    ("exact-matches", "false"), ("as-of", "16:00 America/New_York"),
    ("observed", "a=14:15 Europe/Berlin,b: c=09:30 UTC"),
    ("lag", "a=1,b: c=2"), ("resample", "week"), ("fill-limit", "0"), ("duplicates", "mean"), ("change", "log-returns"),
    ("scaling", "robust"), ("from", "1999-01-04"), ("to", "2018"), ("last-rows", "900"), ("train-share", "0.5"),
    ("validation-share", "0.2"),
  ]

  @Test("reads as the study it was written from")
  func roundTrip() throws {
    var study = Study()
    #expect(try Study(yaml: study.yaml, path: "study.yaml") == study)
    study.sources = ["a=csv:x y.csv?value=Close#", "- b", "https://host/p.csv?x=1#value=\"C\"", "{a: b}", "yes:", "'"]
    study.fixtures = []
    for (name, value) in StudyYAMLTests.everything { try Setting.set(name, to: value, in: &study) }
    #expect(try Study(yaml: study.yaml, path: "study.yaml") == study)
    study.fixtures = ["fixtures/market", "an other"]
    #expect(try Study(yaml: study.yaml, path: "study.yaml") == study)
  }

  @Test("leaves no setting out")
  func complete() throws {
    #expect(StudyYAMLTests.everything.map(\.name).sorted() == Setting.all.map(\.name).sorted())
    var study = Study()
    for (name, value) in StudyYAMLTests.everything { try Setting.set(name, to: value, in: &study) }
    let written = study.yaml.split(separator: "\n")
    for setting in Setting.all { #expect(written.contains { $0.hasPrefix(setting.name + ": ") }, "\(setting.name)") }
  }
}
