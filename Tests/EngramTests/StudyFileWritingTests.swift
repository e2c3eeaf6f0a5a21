import Engram
import Testing

// For the parts of a study.
import DataSources
import Numbers
import Panels
import TimeSeries

@Suite("A study written as a file")
struct StudyFileWritingTests {
  /// Every setting away from its default.
  static var other: Study {
    var study = Study()
    study.name = "a name: with \"signs\" # and\ta tab"
    study.sources = ["a=csv:some folder/prices.csv?value=Close&date=Day", "random:ar2?rows=300", "- x"]
    study.fixtures = ["some/where", String(repeating: "a long path of words ", count: 9)]
    (study.control, study.surrogates, study.also) = (false, 5, [.levels, .differences])
    study.training.seed = .max
    (study.training.networks, study.training.hidden, study.training.epochs) = (3, 4, 5)
    (study.training.activation, study.training.bias, study.training.learningRate) = (.relu, false, 0.1 + 0.2)
    study.training.patience = 6
    (study.training.rolloutSteps, study.training.cell, study.training.window) = (7, .reservoir, 50)
    (study.panel.join, study.panel.tolerance, study.panel.exactMatches) = (.asof, Tolerance("36h"), false)
    study.panel.asOf = ObservationTime("16:00 America/New_York")
    study.panel.observed = ["the rate": ObservationTime("14:15 Europe/Berlin")].compactMapValues { $0 }
    study.panel.lag = ["sp500": 1, "yes": 2, "x y": 3]
    (study.panel.resample, study.panel.fillLimit, study.panel.duplicates) = (.week, 2, .mean)
    (study.panel.change, study.panel.scaling, study.panel.aggregate) = (.logReturns, .robust, .mean)
    (study.panel.from, study.panel.to, study.panel.lastRows) = ("1999", "2018-12", 1000)
    (study.panel.trainShare, study.panel.validationShare) = (0.5, 0.2)
    return study
  }

  @Test("reads back as the same study, whatever is in it", arguments: [Study(), other])
  func roundTrip(study: Study) throws {
    #expect(try Study(yaml: study.yaml, path: "study.yaml") == study)
  }

  @Test(
    "keeps every text as it is",
    arguments: [
      "true", "null", "~", "12", "a", "a:", "a: b", "a #b", "#", "'", "\"", "\\", "\\n", "a\nb", "é ü", "{}", "[", "*x",
      "&x", "!x", "%", "@", "`", "- a", "? a", " a", "a ", "\u{7}", "\u{2028}", "日本語",
      String(repeating: " ", count: 200), String(repeating: "\\\"", count: 90), String(repeating: "x", count: 300),
      String(repeating: "日本 ", count: 60),
    ])
  func texts(text: String) throws {
    var study = Study()
    (study.name, study.sources, study.fixtures) = (text, [text, "a" + text + "b"], [text])
    #expect(try Study(yaml: study.yaml, path: "study.yaml") == study)
  }

  @Test("says nothing of settings that have their defaults, but always the seed")
  func short() {
    #expect(
      Study().yaml == """
        name: market
        sources:
          - sp500=cboe:SPX
          - nasdaq=fred:NASDAQCOM
          - dow=cboe:DJX
          - eurusd=ecb:USD
          - usdjpy=ecb:USDJPY
        fixtures:
          - fixtures/market
        seed: 1

        """)
  }

  @Test("forgets no setting")
  func complete() {
    #expect(Setting.all.allSatisfy { $0.value(Self.other) != nil && $0.value(Self.other) != $0.value(Study()) })
  }

  @Test("has no line wider than 76 columns")
  func width() {
    #expect(Self.other.yaml.split(separator: "\n").allSatisfy { $0.count <= 76 })
  }
}
