import Memory
import Numbers
import Panels
import Recurrence
import TimeSeries
import Testing

import Reporting

@Suite("Every figure")
struct FiguresTests {
  static let hostile = [
    "<script>alert(\"1\")</script>", "a & b ' ]]> <!--", "価格指数の非常に長い名前🙂🙂", "e\u{301}\u{202E}rtl",
    "nul\u{0}bell\u{7}\u{FFFE}", String(repeating: "a very long name ", count: 40), "plain",
  ]

  static let cases: [(name: String, fixture: Fixture)] = [
    ("five series", Fixture()),
    ("one column, one unit, a handful of rows", Fixture(rows: 5, columns: ["x"], hidden: 1, networks: 2, epochs: 1)),
    ("two rows", Fixture(rows: 2, columns: ["x"], hidden: 2, networks: 2, epochs: 2, steps: 3)),
    ("hostile names", Fixture(columns: hostile, name: hostile.joined(separator: " "))),
    ("row numbers, sigmoid", Fixture(resolution: .row, activation: .sigmoid)),
    ("hours, relu", Fixture(resolution: .instant, activation: .relu)),
    ("a twin that diverged", Fixture(twinDiverges: true)),
    ("no control", Fixture(hasControl: false)),
    ("many columns, many units", Fixture(rows: 300, columns: (1...40).map { "c\($0)" }, hidden: 64)),
  ]

  @Test("is well-formed, and no text lies on another or leaves the page", arguments: cases.indices)
  func layout(index: Int) throws {
    let (name, fixture) = FiguresTests.cases[index]
    for figure in fixture.report.figures {
      let read = try #require(SVGText(figure.svg), "\(name): \(figure.file) is no XML")
      #expect(!read.boxes.isEmpty)
      if let (one, other) = read.collision { Issue.record("\(name): \(figure.file): \(one) lies on \(other)") }
      if let box = read.outside { Issue.record("\(name): \(figure.file): \(box) leaves the page") }
      #expect(!read.paths.contains { $0.contains("n") || $0.contains("e") }, "\(figure.file) has a number that is none")
    }
  }

  @Test("has its own number, and those of the control go with it")
  func names() {
    let files = Fixture().report.figures.map(\.file)
    #expect(
      files == [
        "01-random-states-memory.svg", "02-random-states-twin.svg", "03-random-rollout.svg", "04-series.svg",
        "05-training.svg", "06-state-evolution.svg", "07-saturation.svg", "08-activity.svg", "09-autocorrelation.svg",
        "10-rollouts.svg", "11-predictions.svg",
      ])
    #expect(Fixture(hasControl: false).report.figures.map(\.file) == Array(files.dropFirst(3)))
  }

  @Test("shows hostile names as they are, with what XML cannot hold replaced")
  func escaping() throws {
    let figure = try #require(
      Fixture(columns: FiguresTests.hostile).report.figures.first { $0.file == "04-series.svg" })
    let texts = try #require(SVGText(figure.svg)).boxes.map(\.text)
    #expect(texts.contains("<script>alert(\"1\")</script>"))
    #expect(texts.contains("a & b ' ]]> <!--"))
    #expect(texts.contains("nul\u{FFFD}bell\u{FFFD}\u{FFFD}"))
    #expect(texts.contains { $0.hasPrefix("a very long name") && $0.hasSuffix("…") })
  }

  @Test("stays below 300 kB with 20,000 rows")
  func size() {
    for figure in Fixture(rows: 20_000, networks: 2).report.figures {
      #expect(figure.svg.utf8.count < 300_000, "\(figure.file) has \(figure.svg.utf8.count) bytes")
    }
  }

  @Test("has the same bytes when drawn twice")
  func deterministic() {
    let fixture = Fixture(rows: 200)
    #expect(fixture.report.figures.map(\.svg) == fixture.report.figures.map(\.svg))
  }

  @Test("holds values that are no numbers, or far too large, without a word of complaint in the file")
  func extremes() throws {
    var report = Fixture(rows: 120).report
    for index in report.data.panel.scaled.indices {
      switch index % 7 {
      case 0: report.data.panel.scaled[index] = .nan
      case 1: report.data.panel.scaled[index] = 1e308
      case 2: report.data.panel.scaled[index] = -.infinity
      default: break
      }
    }
    for network in report.data.memory.networks.indices {
      for index in report.data.memory.networks[network].rollout.indices {
        report.data.memory.networks[network].rollout[index] = index % 2 == 0 ? 3e38 : -.infinity
      }
    }
    for figure in report.figures {
      let read = try #require(SVGText(figure.svg), "\(figure.file) is no XML")
      #expect(!read.paths.contains { $0.contains("n") || $0.contains("e") })
      #expect(read.collision == nil && read.outside == nil)
    }
  }
}
