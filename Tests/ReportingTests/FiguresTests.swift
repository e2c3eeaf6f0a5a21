import Memory
import Numbers
import Panels
import Recurrence
import SeriesMemory
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
    ("memory", Fixture(ladder: .memory)),
    ("memory, negligible, one column", Fixture(columns: ["x"], ladder: .negligible)),
    (
      "memory, not exploited, hostile names",
      Fixture(columns: hostile, name: hostile.joined(separator: " "), ladder: .notExploited)
    ),
    ("no memory found, no control", Fixture(hasControl: false, ladder: Verdict.OnData.none)),
    ("inconclusive, many columns", Fixture(rows: 100, columns: (1...40).map { "c\($0)" }, ladder: .inconclusive)),
    ("not testable", Fixture(rows: 20, ladder: .notTestable)),
    ("many columns, many units", Fixture(rows: 300, columns: (1...40).map { "c\($0)" }, hidden: 64)),
  ]

  @Test("is well-formed, and no text lies on another or leaves the page", arguments: cases.indices)
  func layout(index: Int) throws {
    let (name, fixture) = FiguresTests.cases[index]
    for figure in fixture.report.figures {
      let read = try #require(SVGText(figure.svg), "\(name): \(figure.file) is no XML")
      #expect(!read.boxes.isEmpty)
      let inline = try #require(SVGText(figure.inline), "\(name): \(figure.file), inline, is no XML")
      if let (one, other) = inline.collision { Issue.record("\(name): \(figure.file), inline: \(one) on \(other)") }
      #expect(inline.outside == nil)
      if let (one, other) = read.collision { Issue.record("\(name): \(figure.file): \(one) lies on \(other)") }
      if let box = read.outside { Issue.record("\(name): \(figure.file): \(box) leaves the page") }
      #expect(!read.paths.contains { $0.contains("n") || $0.contains("e") }, "\(figure.file) has a number that is none")
    }
  }

  @Test(
    "stands in a page without style, ids or description of its own, and says what is seen to those who do not see it")
  func inline() throws {
    for figure in Fixture(rows: 60, ladder: .memory).report.figures {
      #expect(figure.inline.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"fig\""), "\(figure.file)")
      #expect(!figure.inline.contains("<style") && !figure.inline.contains(" id=") && !figure.inline.contains("<title"))
      #expect(figure.inline.contains("role=\"img\" aria-label=\""))
      #expect(figure.svg.contains("<style>") && figure.svg.contains("<desc>"))
      #expect(figure.alternative.hasPrefix(figure.title) && figure.alternative.contains { $0.isNumber })
      #expect(figure.alternative.hasSuffix(".") && !figure.alternative.contains(".."), "\(figure.alternative)")
      #expect(figure.caption.hasSuffix(".") && figure.caption.count > 30)
      // Nothing of the caption is lost where it is drawn.
      #expect(try #require(SVGText(figure.svg)).boxes.allSatisfy { !$0.text.hasSuffix("…") }, "\(figure.file)")
    }
  }

  @Test("is styled by rules that touch nothing else in a page, light and dark")
  func style() {
    var rest = Figure.style.replacing(/@media screen[^{]*\{([^{}]*\{[^{}]*\})\}/) { String($0.output.1) }
    var count = 0
    while let open = rest.firstIndex(of: "{"), let close = rest.firstIndex(of: "}") {
      for selector in rest[..<open].split(separator: ",") {
        #expect(selector.contains("svg.fig"), "\(selector)")
        count += 1
      }
      rest = String(rest[rest.index(after: close)...])
    }
    #expect(count > 30 && rest.allSatisfy(\.isWhitespace))
    #expect(Figure.style.contains("prefers-color-scheme:dark") && Figure.style.contains("[data-theme=dark] svg.fig"))
    #expect(!Figure.style.contains("<") && !Figure.style.contains(">"))
  }

  @Test("has its own number, and those of the control go with it")
  func names() {
    let files = Fixture().report.figures.map(\.file)
    #expect(
      files == [
        "01-random-states-memory.svg", "02-random-states-twin.svg", "03-random-rollout.svg", "04-series.svg",
        "05-training.svg", "06-state-evolution.svg", "07-saturation.svg", "08-activity.svg", "09-autocorrelation.svg",
        "10-rollouts.svg", "11-predictions.svg", "17-state-space.svg",
      ])
    #expect(Fixture(hasControl: false).report.figures.map(\.file) == Array(files.dropFirst(3)))
  }

  @Test("those of the memory ladder are there where its rungs were asked")
  func ladder() {
    func rungs(_ report: Report<Fixture.Study>) -> [String] {
      report.figures.map(\.file).filter { $0 > "12" && $0 < "17" }
    }
    let all = [
      "12-memory-profile.svg", "13-decodability.svg", "14-context.svg", "15-gain.svg", "16-surrogates.svg",
    ]
    #expect(rungs(Fixture(rows: 60, ladder: .memory).report) == all)
    #expect(rungs(Fixture(rows: 60, ladder: .notTestable).report) == Array(all.dropFirst(2)))
    var report = Fixture(rows: 60, ladder: .memory).report
    report.data.findings.ladder?.useful = nil
    report.data.findings.ladder?.used = nil
    report.data.findings.ladder?.surrogates = []
    #expect(rungs(report) == Array(all.prefix(2)))
  }

  @Test("those of the memory ladder say in words what is seen")
  func ladderFigures() throws {
    let figures = Fixture(rows: 60, ladder: .memory).report.figures
    for (file, words) in [
      ("12-memory-profile.svg", "Memory is found in 4 of 5 columns of the data, in 0 of 5 of noise."),
      ("13-decodability.svg", "on the data: memory 1.40, twin 0.02, untrained 0.50."),
      ("14-context.svg", "in rows: 4.2 [3.2, 5.2] in 2 of 4, beyond 128 in 1 of 4, none in 1 of 4."),
      ("15-gain.svg", "Gain on the data: 12.4 % (9.4 % to 15.4 %)."),
      ("16-surrogates.svg", "Skill on the data: 12.0 %;"),
    ] {
      let figure = try #require(figures.first { $0.file == file })
      #expect(figure.alternative.contains(words), "\(file): \(figure.alternative)")
    }
  }

  @Test("the map of sources has a dot for each pair that is found, and no columns that it does not show")
  func sources() throws {
    func figure(_ p: [[Double]]) -> Figure? {
      var report = Fixture(rows: 60, ladder: .memory).report
      report.data.findings.ladder?.there?.sources = p
      return report.figures.first { $0.file == "18-sources.svg" }
    }
    var p = Array(repeating: Array(repeating: 0.7, count: 5), count: 5)
    #expect(try #require(figure(p)).title == "No column's past helps another column")
    #expect(try #require(figure(p)).alternative.contains("No pair is found"))
    p[1][1] = 0.002
    #expect(try #require(figure(p)).title == "No column's past helps another column")
    p[0][3] = 0.01
    let found = try #require(figure(p))
    let names = Fixture(rows: 60, ladder: .memory).report.data.panel.columns
    #expect(found.title.hasPrefix("Dots off the diagonal"))
    #expect(found.alternative.contains("the past of \(names[3]) helps \(names[0]), p = 0.01"))
    // The test may have read fewer columns, as of another panel.
    #expect(figure([[0.5]]) == nil && figure([]) == nil)
  }

  @Test(
    "the memory profile has marks that do not overlap, however small the p of a lag",
    arguments: [0.04, 1e-4, 1e-6, 1e-13, 1e-25, 1e-60, 1e-200, 0])
  func profileMarks(smallest: Double) throws {
    var report = Fixture(rows: 60, ladder: .memory).report
    report.data.findings.ladder?.there?.columns[0].profile[0].p = smallest
    let figure = try #require(report.figures.first { $0.file == "12-memory-profile.svg" })
    let read = try #require(SVGText(figure.svg))
    if let (one, other) = read.collision { Issue.record("\(one) lies on \(other)") }
    let marks = read.boxes.map(\.text).filter { $0 == "p 1" || $0.hasPrefix("10\u{207B}") || $0.hasPrefix("0.0") }
    #expect(marks.count >= 3)
  }

  @Test("a surrogate far off leaves the plot and is counted, and so is one that failed")
  func farOff() throws {
    let figure = try #require(
      Fixture(rows: 60, ladder: .memory).report.figures.first { $0.file == "16-surrogates.svg" })
    let texts = try #require(SVGText(figure.svg)).boxes.map(\.text)
    #expect(texts.filter { $0.hasSuffix("(80; 1 outside, 1 failed)") }.count == 2)
    // Where the draws stopped, those that were made are shown.
    #expect(texts.contains { $0.hasSuffix("(9 of 80; 1 outside)") })
  }

  @Test("shows hostile names as they are, with what XML cannot hold replaced")
  func escaping() throws {
    let figure = try #require(
      Fixture(columns: FiguresTests.hostile).report.figures.first { $0.file == "04-series.svg" })
    let texts = try #require(SVGText(figure.svg)).boxes.map(\.text)
    #expect(texts.contains { $0.hasPrefix("<script>alert(\"1\")</script>: ") })
    #expect(texts.contains { $0.hasPrefix("a & b ' ]]> <!--: ") })
    #expect(texts.contains { $0.hasPrefix("nul\u{FFFD}bell\u{FFFD}\u{FFFD}: ") })
    #expect(texts.contains { $0.hasPrefix("a very long name") && $0.contains("…: ") })
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
