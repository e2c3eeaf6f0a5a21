import Memory
import Reporting
import Testing

@Suite("The figure of a calibration")
struct CalibrationFigureTests {
  static func panel(
    _ name: String, _ truth: CalibrationFigure.Truth, _ shares: [(rows: Int, share: Double)]
  ) -> CalibrationFigure.Panel {
    .init(
      process: name, truth: truth,
      points: shares.map { rows, share in
        let half = min(share, 1 - share) / 2 + 0.01
        let found = Estimate(mean: share, low: max(0, share - half), high: min(1, share + half))
        return .init(rows: rows, realisations: 200, found: found, memory: found)
      })
  }

  static let cases: [[CalibrationFigure.Panel]] = [
    [], [panel("gaussian", .without, [(500, 0)])],
    (1...11).map { panel("process \($0)", .without, [(500, 0), (1000, 0.02), (2000, 0.045)]) }
      + (1...8).map { panel("<copy> & \"\($0)\"", .memory, [(500, 0.4), (1000, 0.98), (2000, 1)]) }
      + [panel(String(repeating: "a long name ", count: 9), .weak, [(500, 0.1), (1000, 0.5), (2000, 0.995)])],
    [panel("all wrong", .without, [(500, 1), (2000, 0.6)]), panel("nothing", .memory, [])],
    [panel("many lengths", .memory, (1...8).map { ($0 * 1000, Double($0) / 8) })],
    [panel("no number", .weak, [(100, .nan), (200, 0.5)])],
  ]

  @Test("is well-formed whatever the table, and no text lies on another or leaves the page", arguments: cases.indices)
  func layout(index: Int) throws {
    let figure = CalibrationFigure(panels: CalibrationFigureTests.cases[index]).figure
    #expect(figure.file == "calibration.svg")
    for svg in [figure.svg, figure.inline] {
      let read = try #require(SVGText(svg))
      if let (one, other) = read.collision { Issue.record("\(one) lies on \(other)") }
      if let box = read.outside { Issue.record("\(box) leaves the page") }
      #expect(!read.paths.contains { $0.contains("n") || $0.contains("e") })
    }
  }

  @Test("labels every share of the verdict, and says the worst of each kind")
  func words() throws {
    let figure = CalibrationFigure(panels: [
      CalibrationFigureTests.panel("noise", .without, [(500, 0.01), (1000, 0.035)]),
      CalibrationFigureTests.panel("copy", .memory, [(500, 0.42), (1000, 1)]),
    ]).figure
    #expect(
      figure.title
        == "How often the verdict errs: memory is reported where there is none in at most 3.5 % of the series; memory is"
        + " found in 42.0 % to 100.0 %")
    #expect(figure.alternative.contains("noise: 1.0 % of 200 at 500 rows, 3.5 % of 200 at 1000 rows."))
    let texts = try #require(SVGText(figure.svg)).boxes.map(\.text)
    for label in ["1.0 %", "3.5 %", "42.0 %", "100.0 %", "Without memory: false alarms"] {
      #expect(texts.contains(label), "\(label)")
    }
    #expect(!texts.contains("With weak memory: how often it is found"))
  }
}
