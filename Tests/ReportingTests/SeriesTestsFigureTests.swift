import Reporting
import SeriesMemory
import Testing

@Suite("The figure of series that are tested one by one")
struct SeriesTestsFigureTests {
  private static func points(_ ps: [Double], named name: String = "series") -> [SeriesTestsFigure.Point] {
    ps.enumerated().map { index, p in
      .init(series: "\(name) \(index)", p: p, memory: p <= 0.01 ? .yes : p < 0.05 ? .unclear : .no)
    }
  }

  static let cases: [[SeriesTestsFigure.Point]] = [
    [], points([0.3]), points([0.002]), points([1, 0.5, 0.002, 0.02, 0.002]), points([0, 1]),
    points((0..<40).map { Double($0 + 1) / 50 }, named: String(repeating: "a long name ", count: 5)),
    points((0..<1000).map { Double($0 * 7919 % 1000 + 1) / 1000 }),
    points([.leastNonzeroMagnitude, 0.4], named: "<&\""),
  ]

  @Test("is well-formed whatever the series, and no text lies on another or leaves the page", arguments: cases.indices)
  func layout(index: Int) throws {
    let figure = SeriesTestsFigure(name: "trials", points: SeriesTestsFigureTests.cases[index], notTested: index).figure
    #expect(figure.file == "tests.svg")
    for svg in [figure.svg, figure.inline] {
      let read = try #require(SVGText(svg))
      if let (one, other) = read.collision { Issue.record("\(one) lies on \(other)") }
      if let box = read.outside { Issue.record("\(box) leaves the page") }
      #expect(!read.paths.contains { $0.contains("n") || $0.contains("e") })
    }
  }

  @Test("names the series by their p, the smallest first, and counts those with memory and those that are missing")
  func words() throws {
    let points = Self.points([0.3, 0.002, 0.004])
    let figure = SeriesTestsFigure(name: "trials", points: points, notTested: 2).figure
    #expect(figure.title == "2 of 3 series of trials have memory")
    #expect(figure.caption.hasSuffix("2 series could not be tested."))
    let boxes = try #require(SVGText(figure.svg)).boxes
    let names = boxes.filter { $0.text.hasPrefix("series ") }.sorted { $0.top < $1.top }.map(\.text)
    #expect(names == ["series 1", "series 2", "series 0"])
  }
}
