import Numbers

// Autoregressions of order 1 whose shocks are skewed, wild or multiplied: the mean needs the present value alone.

extension RandomProcess {
  static let skewedAR1 = RandomProcess(
    name: "skewed-ar1", summary: "a first-order autoregression with shocks to one side",
    equation: "x_t = phi x_{t-1} - sigma log(1 - u_t), u_t uniform on [0, 1)",
    reference: "Gaver & Lewis 1980, with exponential shocks",
    parameters: [
      .init("phi", 0.5, .stable, "how much of the last value stays"),
      .init("sigma", 1, .scale, "the mean and the standard deviation of a shock"),
    ],
    truth: .init(presentSuffices: true, "the mean of the next value is phi x_t + sigma"),
    burnIn: stableBurnIn,
    recipe: .one { p, rows, stream in
      let (phi, sigma) = (p["phi"], p["sigma"])
      var x = 0.0
      return (0..<rows).map { _ in
        x = phi * x - sigma * logarithm(1 - stream.uniform())
        return x
      }
    })

  static let garchAR1 = RandomProcess(
    name: "garch-ar1", summary: "a first-order autoregression in calm and wild times",
    equation: "x_t = phi x_{t-1} + s_t e_t, s_t^2 = omega + alpha (s_{t-1} e_{t-1})^2 + beta s_{t-1}^2",
    reference: "Weiss 1984; Bollerslev 1986",
    parameters: [
      .init("phi", 0.6, .stable, "how much of the last value stays"),
      .init("omega", 0.05, 1e-9...1e6, "the floor of the variance"),
      .init("alpha", 0.15, 0...0.999, "how much the last square adds"),
      .init("beta", 0.8, 0...0.999, "how much of the last variance stays"),
    ],
    truth: .init(presentSuffices: true, "the mean of the next value is phi x_t; only the variance needs the past"),
    burnIn: stableBurnIn,
    rule: .init("alpha + beta < 1 (a finite variance)") { $0["alpha"] + $0["beta"] < 1 },
    recipe: .one { p, rows, stream in
      let (phi, omega, alpha, beta) = (p["phi"], p["omega"], p["alpha"], p["beta"])
      var (x, variance) = (0.0, omega / (1 - alpha - beta))
      return (0..<rows).map { _ in
        let shock = variance.squareRoot() * stream.gaussian()
        variance = omega + alpha * shock * shock + beta * variance
        x = phi * x + shock
        return x
      }
    })

  /// Tails like those of a power law, though no shock has them.
  static let kesten = RandomProcess(
    name: "kesten", summary: "growth by chance from a floor of new arrivals: heavy tails",
    equation: "x_t = factor exp(sigma e_t) x_{t-1} - floor log(1 - u_t), u_t uniform on [0, 1)",
    reference: "Kesten 1973",
    parameters: [
      .init("factor", 0.8, 0...0.999, "the median growth"),
      .init("sigma", 0.4, 0...1, "the standard deviation of its logarithm"),
      .init("floor", 0.2, .scale, "the mean of what arrives"),
    ],
    truth: .init(presentSuffices: true, "the mean of the next value is factor exp(sigma^2 / 2) x_t + floor"),
    burnIn: stableBurnIn,
    rule: .init("factor exp(sigma^2 / 2) < 1 (a finite mean)") {
      $0["factor"] * exponential($0["sigma"] * $0["sigma"] / 2) < 1
    },
    recipe: .one { p, rows, stream in
      let (factor, sigma, floor) = (p["factor"], p["sigma"], p["floor"])
      var x = floor
      return (0..<rows).map { _ in
        let growth = factor * exponential(sigma * stream.gaussian())
        x = growth * x - floor * logarithm(1 - stream.uniform())
        return x
      }
    })
}
