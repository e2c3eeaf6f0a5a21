import Numbers

// Numbers without any memory in the mean: the past says nothing about the next one.

extension RandomProcess {
  static let gaussian = RandomProcess(
    name: "gaussian", summary: "independent normal numbers",
    equation: "x_t = mean + sigma e_t", reference: "the null of every test",
    parameters: [
      .init("mean", 0, .level, "the mean"),
      .init("sigma", 1, .scale, "the standard deviation"),
    ],
    truth: .init(presentSuffices: true, "the mean is constant"),
    recipe: .one { p, rows, stream in
      let (mean, sigma) = (p["mean"], p["sigma"])
      return (0..<rows).map { _ in mean + sigma * stream.gaussian() }
    })

  static let uniform = RandomProcess(
    name: "uniform", summary: "independent numbers, equally likely between two bounds",
    equation: "x_t = low + (high - low) u_t, u_t uniform on [0, 1)", reference: "the null of every test",
    parameters: [
      .init("low", 0, .level, "the lower bound"),
      .init("high", 1, .level, "the upper bound"),
    ],
    truth: .init(presentSuffices: true, "the mean is constant"),
    rule: .init("low < high") { $0["low"] < $0["high"] },
    recipe: .one { p, rows, stream in
      let (low, high) = (p["low"], p["high"])
      return (0..<rows).map { _ in stream.uniform(low, high) }
    })

  /// z / √(χ²₃ / 3): normal over the root mean square of three others. Variance 3, no fourth moment.
  static let studentT3 = RandomProcess(
    name: "t3", summary: "independent numbers with heavy tails: Student's t with 3 degrees of freedom",
    equation: "x_t = scale e_t / sqrt((a_t^2 + b_t^2 + c_t^2) / 3), a, b, c standard normal too",
    reference: "Student (W. S. Gosset) 1908",
    parameters: [.init("scale", 1, .scale, "times the standard t; the standard deviation is sqrt(3) scale")],
    truth: .init(presentSuffices: true, "the mean is constant; heavy tails alone are no memory"),
    recipe: .one { p, rows, stream in
      let scale = p["scale"]
      return (0..<rows).map { _ in
        let (z, a, b, c) = (stream.gaussian(), stream.gaussian(), stream.gaussian(), stream.gaussian())
        return scale * z / ((a * a + b * b + c * c) / 3).squareRoot()
      }
    })

  static let garch = RandomProcess(
    name: "garch", summary: "calm and wild times: GARCH(1,1), the variance remembers, the mean does not",
    equation: "x_t = s_t e_t, s_t^2 = omega + alpha x_{t-1}^2 + beta s_{t-1}^2",
    reference: "Bollerslev 1986, eq. (1)-(2)",
    parameters: [
      .init("omega", 0.05, 1e-9...1e6, "the floor of the variance"),
      .init("alpha", 0.1, 0...0.999, "how much the last square adds"),
      .init("beta", 0.85, 0...0.999, "how much of the last variance stays"),
    ],
    truth: .init(
      presentSuffices: true,
      "the mean is zero whatever the past; only the variance, and so the mean of x^2, needs all of it"),
    burnIn: stableBurnIn,
    rule: .init("alpha + beta < 1 (a finite variance)") { $0["alpha"] + $0["beta"] < 1 },
    recipe: .one { p, rows, stream in
      let (omega, alpha, beta) = (p["omega"], p["alpha"], p["beta"])
      var variance = omega / (1 - alpha - beta)
      return (0..<rows).map { _ in
        let x = variance.squareRoot() * stream.gaussian()
        variance = omega + alpha * x * x + beta * variance
        return x
      }
    })
}
