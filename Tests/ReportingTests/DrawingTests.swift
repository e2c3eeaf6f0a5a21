import Numbers
import Reporting
import Testing

@Suite("The parts of a drawing")
struct DrawingTests {
  @Test("a thinned line keeps its ends, its lowest and its highest point in every column of pixels")
  func thinning() {
    var random = RandomStream(seed: 5)
    let points = (0..<20_000).map { Thinning.Point(x: Double($0) * 0.045, y: random.gaussian()) }
    let runs = Thinning.runs(points, bucket: 1)
    #expect(runs.count == 1)
    let kept = runs[0]
    #expect(kept.count <= 2 * 902 && kept.first == points.first && kept.last == points.last)
    for column in stride(from: 0, to: 900, by: 37) {
      let all = points.filter { Int($0.x) == column }.map(\.y)
      let left = kept.filter { Int($0.x) == column }.map(\.y)
      #expect(left.min() == all.min() && left.max() == all.max())
    }
    #expect(zip(kept, kept.dropFirst()).allSatisfy { $0.x <= $1.x })
  }

  @Test("a short line is left as it is, and gaps split it")
  func gaps() {
    let ys: [Double] = [.nan, 1, 2, .infinity, 3, .nan]
    let points = ys.enumerated().map { Thinning.Point(x: Double($0.offset), y: $0.element) }
    #expect(Thinning.runs(points, bucket: 1).map { $0.map(\.y) } == [[1, 2], [3]])
    #expect(Thinning.runs([], bucket: 1).isEmpty)
  }

  @Test("a line that leaves the plot ends at its edge, and begins there when it returns")
  func cutting() {
    func cut(_ ys: [Double]) -> [[Thinning.Point]] {
      Thinning.cut(ys.enumerated().map { .init(x: Double($0.offset), y: $0.element) }, from: 0, to: 10)
    }
    #expect(cut([1, 2]).map { $0.map(\.y) } == [[1, 2]])
    #expect(
      cut([5, 15, 5]) == [[.init(x: 0, y: 5), .init(x: 0.5, y: 10)], [.init(x: 1.5, y: 10), .init(x: 2, y: 5)]])
    // Right across, and from the edge out and in again.
    #expect(cut([-5, 15]) == [[.init(x: 0.25, y: 0), .init(x: 0.75, y: 10)]])
    #expect(cut([15, -5]) == [[.init(x: 0.25, y: 10), .init(x: 0.75, y: 0)]])
    #expect(cut([10, 20, 0]) == [[.init(x: 0, y: 10)], [.init(x: 1.5, y: 10), .init(x: 2, y: 0)]])
    #expect(cut([20, 30]).isEmpty && cut([]) == [[]])
  }

  @Test("a document is closed and escaped by libxml2, and holds no character that XML forbids")
  func writer() {
    var writer = XMLWriter()
    writer.open("a", ["b": "<\"&'\u{0}"])
    writer.open("c")
    writer.text("1 < 2 & \u{B}")
    #expect(
      writer.finish().replacing("\n", with: "")
        == "<a b=\"&lt;&quot;&amp;'&#xFFFD;\"><c>1 &lt; 2 &amp; \u{FFFD}</c></a>")
  }

  @Test("a text is cut to its width, and broken into lines no wider")
  func width() {
    #expect(TextWidth.fit("short", 100, size: 12) == "short")
    let cut = TextWidth.fit(String(repeating: "wide ", count: 50), 100, size: 12)
    #expect(cut.hasSuffix("…") && TextWidth.of(cut, size: 12) <= 100)
    let lines = TextWidth.wrap("the quick brown fox jumps over the lazy dog", 120, size: 12, limit: 2)
    #expect(lines.count == 2 && lines[1].hasSuffix("…"))
    #expect(lines.allSatisfy { TextWidth.of($0, size: 12) <= 120 })
    #expect(TextWidth.wrap("", 10, size: 12, limit: 2).isEmpty)
  }
}
