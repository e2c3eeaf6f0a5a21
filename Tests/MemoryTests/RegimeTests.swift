import Memory
import Numbers
import Testing

@Suite("The regime of a free run")
struct RegimeTests {
  private func run(_ path: [Double], columns: Int = 1, deviation: Double = 1) -> FreeRun {
    FreeRun(
      path, mean: Array(repeating: 0, count: columns), deviation: Array(repeating: deviation, count: columns))
  }

  // x_t = 2^-t: the step from t to t + 1 is 2^-(t+1), below 10⁻³ from t + 1 = 10 on.
  @Test("a fixed point, and the step from which it is one")
  func fixedPoint() {
    var x = 2.0
    let path = (0..<200).map { _ in
      x /= 2
      return x
    }
    #expect(run(path).regime == .fixedPoint)
    #expect(run(path).settledAt == 10)
    #expect(run(Array(repeating: 3, count: 50)).settledAt == 1)
  }

  @Test("a fixed point in one column alone is none")
  func oneColumn() {
    let path = (0..<100).flatMap { [0.5, 0.1 * sine(Double($0))] }
    #expect(run(path, columns: 2).regime == .dynamic)
  }

  @Test("a fixed point that holds for less than ten steps is none")
  func late() {
    let path = (0..<100).map { $0 < 91 ? sine(Double($0)) : 0 }
    #expect(run(path).regime == .dynamic)
    #expect(run((0..<100).map { $0 < 89 ? sine(Double($0)) : 0 }).regime == .fixedPoint)
  }

  @Test("a cycle, and its shortest period", arguments: [2, 3, 7, 20, 66])
  func cycle(period: Int) {
    var stream = RandomStream(seed: UInt64(period))
    let once = (0..<period).map { _ in stream.gaussian() }
    let path = (0..<200).map { $0 < 2 ? 5 : once[$0 % period] }
    #expect(run(path).regime == .cycle)
    #expect(run(path).period == period)
  }

  @Test("a period beyond a third of the run is not seen to return")
  func longCycle() {
    var stream = RandomStream(seed: 3)
    let once = (0..<70).map { _ in stream.gaussian() }
    #expect(run((0..<200).map { once[$0 % 70] }).regime == .dynamic)
  }

  @Test(
    "a damped swing is damped, however long the run is and whether it rests by then", arguments: [60, 200, 300, 1000])
  func damped(steps: Int) {
    let path = (0..<steps).map { exponential(-0.05 * Double($0)) * cosine(0.5 * Double($0)) }
    #expect(run(path).regime == .damped)
    #expect((run(path).settledAt != nil) == (steps >= 200))
    let slow = (0..<max(steps, 200)).map { exponential(-0.005 * Double($0)) * cosine(0.5 * Double($0)) }
    #expect(run(slow).regime == .damped)
    // Beside a column that swings on, it is not.
    #expect(run(path.enumerated().flatMap { [$1, 2 * sine(Double($0))] }, columns: 2).regime == .dynamic)
  }

  @Test("a decay without an oscillation is a fixed point, however long the run is", arguments: [100, 200, 1000])
  func approach(steps: Int) {
    let path = (0..<steps).map { exponential(-0.01 * Double($0)) }
    #expect(run(path).regime == .fixedPoint)
    #expect((run(path).settledAt != nil) == (steps > 300))
  }

  @Test("a swing that falls to a cycle, grows or keeps its amplitude is not damped")
  func sustained() {
    func swing(_ amplitude: (Double) -> Double) -> [Double] {
      (0..<200).map { amplitude(Double($0)) * sine(0.7 * Double($0)) }
    }
    #expect(run(swing { 0.5 + exponential(-0.02 * $0) }).regime == .dynamic)
    #expect(run(swing { exponential(0.01 * $0) }).regime == .dynamic)
    #expect(run(swing { _ in 1 }).regime == .dynamic)
    // Of 200 runs of noise none is damped.
    let damped = (0..<200).count { seed in
      var stream = RandomStream(seed: UInt64(seed))
      return run((0..<200).map { _ in stream.gaussian() }).regime == .damped
    }
    #expect(damped == 0)
  }

  @Test("noise and chaos are dynamic")
  func dynamic() {
    var (x, stream) = (0.3, RandomStream(seed: 1))
    let logistic = (0..<200).map { _ in
      x = 3.9 * x * (1 - x)
      return x
    }
    #expect(run(logistic).regime == .dynamic)
    #expect(run((0..<200).map { _ in stream.gaussian() }).regime == .dynamic)
  }

  @Test("beyond ten standard deviations, or no number at all, it diverges", arguments: [10.5, -11, .nan, .infinity])
  func diverges(value: Double) {
    var path = Array(repeating: 0.0, count: 100)
    path[50] = value
    #expect(run(path).regime == .diverges)
    #expect(run(path).settledAt == nil)
  }

  // Units of the data must not matter: all distances are in standard deviations.
  @Test("is told in standard deviations", arguments: [1e-6, 1, 1e6])
  func scale(unit: Double) {
    let swing = (0..<100).map { unit * sine(Double($0)) }
    #expect(run(swing, deviation: unit).regime == .dynamic)
    #expect(run(swing, deviation: 1e4 * unit).regime == .fixedPoint)
    #expect(run(swing, deviation: 0.05 * unit).regime == .diverges)
  }

  @Test("a column that never changed is measured in its own units")
  func constantColumn() {
    #expect(run([5, 5, 5], deviation: 0).regime == .fixedPoint)
    #expect(run([0, 1, 0, 1, 0], deviation: 0).regime == .dynamic)
  }
}
