import DataSources
import Testing

@Suite("Counts, skewed shocks, systems, hidden states and drift against theory")
struct FurtherTheoryTests {
  private func columns(
    _ name: String, _ change: [String: Double] = [:], rows: Int = 40_000, columns: Int? = nil
  ) throws -> [[Double]] {
    let process = try #require(RandomProcess.named(name))
    var settings = process.settings
    for (parameter, value) in change { settings[parameter] = value }
    return process.sample(rows: rows, columns: columns ?? process.defaultColumns, at: settings, seed: 17)
  }

  private func draw(_ name: String, _ change: [String: Double] = [:], rows: Int = 40_000) throws -> [Double] {
    try columns(name, change, rows: rows, columns: 1)[0]
  }

  private func isNear(_ value: Double, _ expected: Double, _ distance: Double) -> Bool {
    (value - expected).magnitude < distance
  }

  // MARK: - Counts

  @Test("events: as often as asked, 1 or an amount whose logarithm has the given deviation")
  func events() throws {
    let ones = try draw("events", ["probability": 0.2])
    #expect(Set(ones) == [0, 1] && isNear(mean(ones), 0.2, 0.008))
    let amounts = try draw("events", ["probability": 0.5, "spread": 0.8]).filter { $0 > 0 }
    #expect(isNear(share(amounts) { $0 > 1 }, 0.5, 0.015))
    // One deviation above 0.
    #expect(isNear(share(amounts) { $0 > 2.2255409 }, 0.1587, 0.01))
  }

  @Test("poisson: mean and variance are the rate")
  func poisson() throws {
    for rate in [0.1, 4] {
      let x = try draw("poisson", ["rate": rate])
      #expect(isNear(mean(x) / rate, 1, 0.06) && isNear(variance(x) / rate, 1, 0.08), "\(rate)")
    }
  }

  @Test("inar: the mean of Al-Osh & Alzaid and the autocorrelations of an autoregression")
  func thinned() throws {
    let x = try draw("inar", ["first": 0.3, "second": 0.4, "rate": 0.6])
    #expect(isNear(mean(x), 0.6 / 0.3, 0.08))
    #expect(isNear(autocorrelation(x, 1), 0.3 / 0.6, 0.03))
    #expect(isNear(autocorrelation(x, 2), 0.3 * 0.5 + 0.4, 0.03))
  }

  @Test("chain: its stationary share, autocorrelations (stay - rise)^k")
  func chain() throws {
    let x = try draw("chain")
    #expect(isNear(mean(x), 0.25, 0.02))
    #expect(isNear(autocorrelation(x, 1), 0.6, 0.02) && isNear(autocorrelation(x, 2), 0.36, 0.03))
  }

  // MARK: - Shocks

  @Test("skewed-ar1 and garch-ar1: the moments of an autoregression of order 1")
  func shocks() throws {
    let skewed = try draw("skewed-ar1")
    #expect(isNear(mean(skewed), 2, 0.05) && isNear(variance(skewed), 1 / 0.75, 0.06))
    #expect(isNear(autocorrelation(skewed, 1), 0.5, 0.02) && isNear(autocorrelation(skewed, 2), 0.25, 0.02))
    let wild = try draw("garch-ar1", rows: 200_000)
    #expect(isNear(autocorrelation(wild, 1), 0.6, 0.03) && isNear(autocorrelation(wild, 2), 0.36, 0.04))
    #expect(isNear(variance(wild), 1 / 0.64, 0.25))
  }

  @Test("kesten: the mean floor / (1 - factor exp(sigma^2 / 2))")
  func kesten() throws {
    let x = try draw("kesten", ["factor": 0.5, "sigma": 0.3], rows: 100_000)
    #expect(isNear(mean(x), 0.2 / (1 - 0.5 * 1.0460279), 0.01))
  }

  // MARK: - Maps and systems

  @Test("doubling: spread evenly over [0, 1), each value the map of the last")
  func doubling() throws {
    let x = try draw("doubling")
    #expect(isNear(mean(x), 0.5, 0.01) && isNear(variance(x), 1.0 / 12, 0.003))
    let pushes = zip(x, x.dropFirst()).map { last, next -> Double in
      let distance = next - (last < 0.3 ? last / 0.3 : (last - 0.3) / 0.7)
      return distance - distance.rounded()
    }
    #expect(isNear(variance(pushes), 0.0004, 0.00002))
  }

  @Test("coupled-maps: each row is the map of the last but for the pushes")
  func coupledMaps() throws {
    let x = try columns("coupled-maps", rows: 20_000)
    let pushes = (1..<20_000).map { t -> Double in
      let f = x.map { 3.9 * $0[t - 1] * (1 - $0[t - 1]) }
      return x[0][t] - 0.8 * f[0] - 0.1 * (f[4] + f[1])
    }
    #expect(isNear(variance(pushes), 0.0004, 0.0001) && x.joined().allSatisfy { (0.001...0.999).contains($0) })
  }

  @Test("clock: the hours in order; what the hour before leaves is the noise")
  func clock() throws {
    let x = try columns("clock", rows: 24_000, columns: 3)
    #expect(zip(x[0], x[0].dropFirst()).allSatisfy { ($0 + 1).truncatingRemainder(dividingBy: 24) == $1 })
    for y in x[1...] {
      let groups = Dictionary(grouping: 1..<24_000) { x[0][$0 - 1] }
      let left = groups.values.map { rows in variance(rows.map { y[$0] }) }
      #expect(groups.count == 24 && isNear(mean(left), 0.25, 0.01))
      #expect(variance(y) > 0.6)
    }
    #expect(x[1] != x[2])
  }

  @Test("lorenz-states: the known means and deviations; a fourth column is another system")
  func lorenzStates() throws {
    let x = try columns("lorenz-states", rows: 20_000, columns: 4)
    #expect(isNear(mean(x[0]), 0, 0.5) && isNear(mean(x[2]), 23.5, 0.5))
    #expect(isNear(variance(x[0]).squareRoot(), 7.9, 0.3) && isNear(variance(x[2]).squareRoot(), 8.6, 0.3))
    #expect(correlation(x[0], x[1]) > 0.7 && correlation(x[0], x[3]).magnitude < 0.05)
  }

  @Test("leader: the first column correlates with the last one three rows before, and with nothing else")
  func leader() throws {
    let x = try columns("leader")
    func lead(_ j: Int, _ lag: Int) -> Double { correlation(Array(x[0].dropFirst(lag)), Array(x[j].dropLast(lag))) }
    #expect(isNear(lead(4, 3), 0.45, 0.02))
    for (j, lag) in [(4, 1), (4, 2), (4, 4), (1, 3), (0, 1)] { #expect(isNear(lead(j, lag), 0, 0.02), "\(j) \(lag)") }
  }

  // MARK: - Memory in one column

  @Test("arma11, momentum and bilinear: the autocorrelations of Box & Jenkins, and of Granger & Andersen")
  func linear() throws {
    let x = try draw("arma11")
    // (1 + φθ)(φ + θ) / (1 + 2φθ + θ²)
    let first: Double = 1.2 * 0.9 / 1.56
    #expect(isNear(autocorrelation(x, 1), first, 0.02) && isNear(autocorrelation(x, 2), 0.5 * first, 0.03))
    let walk = try draw("momentum")
    #expect(isNear(autocorrelation(zip(walk.dropFirst(), walk).map { $0 - $1 }, 1), 0.6, 0.02))
    let product = try draw("bilinear")
    #expect(isNear(autocorrelation(product, 1), 0, 0.02) && isNear(variance(product), 1 / 0.84, 0.05))
    #expect(autocorrelation(product.map { $0 * $0 }, 2) > 0.05)
  }

  @Test("local-level, long-memory and switching-ar: the autocorrelations of their parts")
  func hidden() throws {
    let level = try draw("local-level", ["step": 0.5])
    #expect(isNear(autocorrelation(zip(level.dropFirst(), level).map { $0 - $1 }, 1), -1 / 2.25, 0.02))
    let long = try draw("long-memory", rows: 200_000)
    let decays = [0.5, 0.75, 0.875, 0.9375, 0.96875]
    var powers = decays
    for lag in 1...20 {
      if [1, 5, 20].contains(lag) { #expect(isNear(autocorrelation(long, lag), mean(powers), 0.03), "\(lag)") }
      powers = zip(powers, decays).map { $0 * $1 }
    }
    let switching = try draw("switching-ar")
    #expect(isNear(autocorrelation(switching, 1), 0, 0.1) && isNear(variance(switching), 1 / 0.36, 0.2))
    // x_t leans to s_t s_{t-1} x_{t-2}, and s_t s_{t-1} = 1 in 97 of 100 rows.
    let signs = (2..<switching.count).map { t -> Double in
      switching[t] * switching[t - 2] > 0 ? 1 : -1
    }
    #expect(mean(signs) > 0.2)
  }

  @Test("signs, magnitude and tar-delay: the past shifts the mean as the equation has it")
  func shapes() throws {
    let x = try draw("signs")
    let product = (3..<x.count).map { x[$0 - 2] * x[$0 - 3] > 0 ? 1.0 : -1.0 }
    let next = Array(x.dropFirst(3))
    #expect(isNear(mean(zip(product, next).map { $0 * $1 }), 0.7, 0.02))
    #expect(isNear(autocorrelation(x, 1), 0, 0.02) && isNear(autocorrelation(x, 2), 0, 0.02))

    let even = try draw("magnitude")
    let sizes = even.dropLast(2).map { min($0.magnitude, 3) }
    let slope = correlation(Array(even.dropFirst(2)), sizes) * (variance(even) / variance(sizes)).squareRoot()
    #expect(isNear(slope, 0.8, 0.03))

    let delayed = try draw("tar-delay")
    for (isAbove, expected) in [(true, 0.6), (false, -0.6)] {
      let rows = (2..<delayed.count).filter { (delayed[$0 - 2] > 0) == isAbove }
      let squares = rows.reduce(0.0) { $0 + delayed[$1 - 1] * delayed[$1 - 1] }
      #expect(isNear(rows.reduce(0.0) { $0 + delayed[$1] * delayed[$1 - 1] } / squares, expected, 0.02))
    }
  }

  // MARK: - Drift

  @Test("trend and shift: the mean of the time")
  func drift() throws {
    let line = try draw("trend", rows: 4000)
    #expect(isNear(mean(Array(line.suffix(2000))) - mean(Array(line.prefix(2000))), 6, 0.1))
    let step = try draw("shift", ["size": 3], rows: 1200)
    #expect(isNear(mean(Array(step.prefix(600))), 0, 0.15) && isNear(mean(Array(step.suffix(600))), 3, 0.15))
  }
}
