import Memory
import Numbers
import Panels
import Testing

@Suite("Competitors without memory")
struct BaselinesTests {
  let golden = MemoryGolden.shared.panel

  private func competitors(_ panel: Panel) -> Competitors {
    let rows = Pairs(panel)
    return Competitors(on: rows, ReferencePredictors(fittedTo: rows, stream: RandomStream(seed: 1)))
  }

  @Test("mean, persistence and VAR(1) are numpy's and statsmodels'")
  func oracle() {
    let test = golden.values.count / 2 - golden.train - golden.validation
    let panel = Sample.panel(
      golden.values, width: 2, split: Split(train: golden.train, validation: golden.validation, test: test))
    let found = competitors(panel)
    #expect((found.mean.loss / golden.mean - 1).magnitude < 1e-12)
    #expect((found.persistence.loss / golden.persistence - 1).magnitude < 1e-12)
    #expect((found.linear.loss / golden.linear - 1).magnitude < 1e-10)
    #expect(largestDifference(LinearMap(fittedTo: Pairs(panel)).coefficients, golden.coefficients) < 1e-10)
    #expect(found.baselines.best.loss == found.all.map(\.loss).min())
  }

  // x_{t+1} = 4 x (1 - x): a parabola of the present value, which no line can follow.
  @Test("the strong memory-less reference learns the logistic map, the line does not")
  func logisticMap() {
    var x = 0.3
    let values = (0..<400).map { _ in
      x = 3.99 * x * (1 - x)
      return (x - 0.5) / 0.3
    }
    let found = competitors(Sample.panel(values))
    #expect(found.linear.loss > 0.5)
    #expect(found.strongMemoryless.loss < 1e-6)
    #expect(found.baselines.best.name == "strong memory-less")
  }

  // On noise validation picks a penalty under which 200 features say next to nothing.
  @Test("the strong memory-less reference does not fall for noise", arguments: 1...2)
  func noise(seed: Int) {
    var stream = RandomStream(seed: UInt64(seed))
    let found = competitors(Sample.panel((0..<400).map { _ in stream.gaussian() }))
    #expect(found.strongMemoryless.loss < 1.15 * found.mean.loss)
  }

  // A shift of a column moves no error; a scale moves all of them by its square.
  @Test("follow shift and scale", arguments: [(3.0, 0.001), (1e6, 1e3)])
  func affine(shift: Double, scale: Double) {
    var stream = RandomStream(seed: 5)
    var x = 0.0
    let values = (0..<200).map { _ in
      x = 0.8 * x + stream.gaussian()
      return x
    }
    let (a, b) = (competitors(Sample.panel(values)), competitors(Sample.panel(values.map { shift + scale * $0 })))
    for (one, other) in zip(a.all, b.all) {
      #expect((other.loss / (scale * scale) / one.loss - 1).magnitude < 1e-4, "\(one.name)")
    }
  }

  @Test("a column that repeats another, or never changes, does no harm")
  func singular() {
    var stream = RandomStream(seed: 6)
    let one = (0..<200).map { _ in stream.gaussian() }
    let alone = competitors(Sample.panel(one))
    let twice = competitors(Sample.panel(one.flatMap { [$0, $0] }, width: 2))
    #expect((alone.linear.loss - twice.linear.loss).magnitude < 1e-9)
    let still = competitors(Sample.panel(one.flatMap { [$0, 7] }, width: 2))
    #expect((alone.linear.loss / 2 - still.linear.loss).magnitude < 1e-9)
    #expect(still.all.allSatisfy { $0.loss.isFinite })
  }

  @Test("never see the held-out part")
  func heldOut() {
    var stream = RandomStream(seed: 1)
    var values = (0..<200).map { _ in stream.gaussian() }
    let before = LinearMap(fittedTo: Pairs(Sample.panel(values))).coefficients
    for t in 150..<200 { values[t] = 1e9 * stream.gaussian() }
    #expect(LinearMap(fittedTo: Pairs(Sample.panel(values))).coefficients == before)
    #expect(competitors(Sample.panel(values)).all.allSatisfy { $0.loss.isFinite })
  }

  @Test("one row per error, in the order of the test part")
  func rows() {
    let found = competitors(Sample.panel((0..<40).map { Double($0 * $0) }))
    // t² - (t - 1)² = 2 t - 1 for the targets 30..<40.
    let steps = stride(from: 59.0, to: 79, by: 2)
    #expect(found.persistence.errors == steps.map { $0 * $0 })
  }
}
