import DataSources
import Testing

@Suite("Random processes against theory")
struct TheoryTests {
  private func draw(_ name: String, _ change: [String: Double] = [:], rows: Int = 40_000) throws -> [Double] {
    let process = try #require(RandomProcess.named(name))
    var settings = process.settings
    for (parameter, value) in change { settings[parameter] = value }
    return process.sample(rows: rows, columns: 1, at: settings, seed: 17)[0]
  }

  @Test("gaussian: mean, variance, 5 % beyond 1.96, no autocorrelation")
  func gaussian() throws {
    let x = try draw("gaussian", ["mean": 3, "sigma": 2])
    #expect((mean(x) - 3).magnitude < 0.04 && (variance(x) - 4).magnitude < 0.12)
    #expect((share(x) { ($0 - 3).magnitude > 3.92 } - 0.05).magnitude < 0.005)
    #expect(autocorrelation(x, 1).magnitude < 0.02)
  }

  @Test("uniform: bounds, mean, variance 1/12 of the square of the width")
  func uniform() throws {
    let x = try draw("uniform", ["low": -1, "high": 5])
    #expect(x.allSatisfy { $0 >= -1 && $0 < 5 })
    #expect((mean(x) - 2).magnitude < 0.04 && (variance(x) - 3).magnitude < 0.06)
  }

  @Test("t3: Student's own quantiles")
  func studentT3() throws {
    let x = try draw("t3", ["scale": 2])
    #expect((share(x) { $0 > 2 * 2.353363 } - 0.05).magnitude < 0.005)
    #expect((share(x) { $0.magnitude > 2 * 5.840909 } - 0.01).magnitude < 0.002)
  }

  @Test("garch: variance omega / (1 - alpha - beta); squares correlated as Bollerslev 1986 has it, values not")
  func garch() throws {
    let x = try draw("garch", ["omega": 0.4, "alpha": 0.2, "beta": 0.4], rows: 200_000)
    #expect((variance(x) - 1).magnitude < 0.03)
    #expect(autocorrelation(x, 1).magnitude < 0.01)
    // alpha (1 - alpha beta - beta^2) / (1 - 2 alpha beta - beta^2)
    #expect((autocorrelation(x.map { $0 * $0 }, 1) - 0.2 * 0.76 / 0.68).magnitude < 0.03)
  }

  @Test("random-walk: steps of the given mean and deviation, from the given start")
  func randomWalk() throws {
    let x = try draw("random-walk", ["start": 100, "drift": 0.5, "sigma": 2])
    let steps = zip(x.dropFirst(), x).map { $0 - $1 }
    #expect((x[0] - 100).magnitude < 10)
    #expect((mean(steps) - 0.5).magnitude < 0.04 && (variance(steps) - 4).magnitude < 0.12)
    #expect(autocorrelation(steps, 1).magnitude < 0.02)
  }

  @Test("ar1: autocorrelation phi^k, variance sigma^2 / (1 - phi^2)")
  func ar1() throws {
    let x = try draw("ar1", ["phi": -0.7, "sigma": 3])
    #expect((variance(x) / (9 / 0.51) - 1).magnitude < 0.04)
    for (lag, expected) in [(1, -0.7), (2, 0.49), (3, -0.343)] {
      #expect((autocorrelation(x, lag) - expected).magnitude < 0.02, "lag \(lag)")
    }
  }

  @Test("ar2: the Yule-Walker autocorrelations")
  func ar2() throws {
    let x = try draw("ar2", ["phi1": 0.3, "phi2": 0.3])
    #expect((autocorrelation(x, 1) - 0.3 / 0.7).magnitude < 0.02)
    #expect((autocorrelation(x, 2) - (0.3 * 0.3 / 0.7 + 0.3)).magnitude < 0.02)
    // The default turns once in 20 rows: half a turn later it is mostly opposite.
    #expect(autocorrelation(try draw("ar2"), 10) < -0.6)
  }

  @Test("var1: each column has the variance of a circulant system")
  func var1() throws {
    let process = try #require(RandomProcess.named("var1"))
    let x = process.sample(rows: 40_000, columns: 2, at: process.settings, seed: 4)
    // Eigenvalues 0.5 + 0.3 and 0.5 - 0.3: the mean of 1 / (1 - 0.64) and 1 / (1 - 0.04).
    let expected = (1 / 0.36 + 1 / 0.96) / 2
    for column in x { #expect((variance(column) / expected - 1).magnitude < 0.05) }
  }

  @Test("ma1: autocorrelation theta / (1 + theta^2), then none")
  func ma1() throws {
    let x = try draw("ma1", ["sigma": 2])
    #expect((variance(x) / (4 * 1.64) - 1).magnitude < 0.03)
    #expect((autocorrelation(x, 1) - 0.8 / 1.64).magnitude < 0.02 && autocorrelation(x, 2).magnitude < 0.02)
  }

  @Test("copy: variance 1, correlated with itself `delay` steps ago alone")
  func copy() throws {
    let x = try draw("copy", ["delay": 8, "strength": 0.6])
    #expect((variance(x) - 1).magnitude < 0.04 && (autocorrelation(x, 8) - 0.6).magnitude < 0.02)
    for lag in 1...7 { #expect(autocorrelation(x, lag).magnitude < 0.025, "lag \(lag)") }
  }

  @Test("ar1-noise: state of variance 1 in noise of variance 0.49")
  func noisyAR1() throws {
    let x = try draw("ar1-noise")
    #expect((variance(x) / 1.49 - 1).magnitude < 0.06)
    #expect((autocorrelation(x, 1) - 0.95 / 1.49).magnitude < 0.03)
  }

  @Test("hmm: variance 1 + 1, autocorrelation (2 stay - 1)^k / 2")
  func hiddenMarkov() throws {
    let x = try draw("hmm")
    #expect(mean(x).magnitude < 0.08 && (variance(x) - 2).magnitude < 0.06)
    #expect((autocorrelation(x, 1) - 0.45).magnitude < 0.02 && (autocorrelation(x, 3) - 0.3645).magnitude < 0.03)
  }

  @Test("xor: the mean is strength times the product of the last two signs")
  func xor() throws {
    let x = try draw("xor", ["strength": 0.7, "sigma": 0.5])
    let product = (2..<x.count).map { (x[$0 - 1] >= 0) == (x[$0 - 2] >= 0) ? x[$0] : -x[$0] }
    #expect((mean(product) - 0.7).magnitude < 0.01 && (variance(product) - 0.25).magnitude < 0.01)
  }

  @Test("tar1 and noisy-map: what is left after the equation is the noise")
  func residuals() throws {
    let x = try draw("tar1", ["threshold": 0.5, "sigma": 2])
    let left = (1..<x.count).map { x[$0] - (x[$0 - 1] <= 0.5 ? 0.8 : -0.5) * x[$0 - 1] }
    #expect(mean(left).magnitude < 0.04 && (variance(left) - 4).magnitude < 0.12)
    // exp(-6.2 x^2) - 0.5 lies in (-0.5, 0.5], so the noise of 0.1 keeps x within about 1.
    let map = try draw("noisy-map")
    #expect(map.allSatisfy { $0.magnitude < 1.1 } && variance(map) > 0.05)
    let quiet = try draw("noisy-map", ["sigma": 0])
    #expect(quiet.allSatisfy { $0 > -0.5 && $0 <= 0.5 })
  }

  @Test("logistic: the arcsine law at r = 4; noise is added to the same orbit")
  func logistic() throws {
    let x = try draw("logistic")
    #expect((mean(x) - 0.5).magnitude < 0.01 && (variance(x) - 0.125).magnitude < 0.003)
    #expect((share(x) { $0 < 0.25 } - 1.0 / 3).magnitude < 0.01)
    for t in 1..<200 {
      let expected: Double = 4 * x[t - 1] * (1 - x[t - 1])
      #expect(x[t] == expected)
    }
    let noise = zip(try draw("logistic", ["noise": 0.1]), x).map { $0 - $1 }
    #expect((variance(noise) - 0.01).magnitude < 0.0005)
  }

  @Test("henon: on the attractor, whose bounds and mean are known")
  func henon() throws {
    let x = try draw("henon")
    #expect(x.allSatisfy { $0 > -1.29 && $0 < 1.28 })
    #expect((mean(x) - 0.2569).magnitude < 0.005)
    for t in 2..<200 {
      let expected: Double = 1 - 1.4 * x[t - 1] * x[t - 1] + 0.3 * x[t - 2]
      #expect(x[t] == expected)
    }
  }

  @Test("henon: bounded for every bend and pull allowed")
  func henonGrid() throws {
    for a in 0...14 {
      for b in 0...6 {
        let x = try draw("henon", ["a": Double(a) / 10, "b": Double(b) / 20], rows: 500)
        #expect(x.allSatisfy { $0.magnitude < 3 }, "a \(a), b \(b)")
      }
    }
  }

  @Test("sine: the given period, height and noise")
  func sineWave() throws {
    let x = try draw("sine", ["period": 10, "amplitude": 3, "noise": 0.1])
    #expect((variance(x) - 4.51).magnitude < 0.02 && mean(x).magnitude < 0.01)
    #expect(autocorrelation(x, 10) > 0.99 && autocorrelation(x, 5) < -0.99)
  }

  @Test("lorenz: bounded, on both wings, with the standard deviation of the attractor (7.9)")
  func lorenz() throws {
    let x = try draw("lorenz")
    #expect(x.allSatisfy { $0.magnitude < 21 })
    #expect((variance(x).squareRoot() - 7.92).magnitude < 0.15)
    #expect((share(x) { $0 > 0 } - 0.5).magnitude < 0.08)
    // Below rho = 24.06 the wings end in fixed points at ±sqrt(beta (rho - 1)).
    let still = try draw("lorenz", ["rho": 10, "interval": 0.2], rows: 100)
    #expect(still.allSatisfy { ($0.magnitude - 24.0.squareRoot()).magnitude < 1e-9 })
  }

  @Test("mackey-glass: between 0.2 and 1.4 at tau = 17, at rest at 1 for a short delay")
  func mackeyGlass() throws {
    let x = try draw("mackey-glass", rows: 5000)
    #expect(x.allSatisfy { $0 > 0.2 && $0 < 1.4 })
    #expect((mean(x) - 0.93).magnitude < 0.02 && variance(x) > 0.03)
    // 0.2 x / (1 + x^10) = 0.1 x at x = 1, stable below tau = 4.5.
    let still = try draw("mackey-glass", ["tau": 3], rows: 100)
    #expect(still.allSatisfy { ($0 - 1).magnitude < 1e-9 })
  }
}
