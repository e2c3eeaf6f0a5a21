import Numbers

// Deterministic in one or two steps, and unpredictable in many.

extension RandomProcess {
  /// The Gauss ("mouse") map, driven by noise that it goes on from: the next value depends on x_t with its noise.
  static let noisyMap = RandomProcess(
    name: "noisy-map", summary: "a chaotic bell-shaped map pushed by noise, without need of memory",
    equation: "x_t = exp(-alpha x_{t-1}^2) + beta + sigma e_t", reference: "the Gauss map of Hilborn 1994, ch. 5",
    parameters: [
      .init("alpha", 6.2, 0...100, "how narrow the bell is"),
      .init("beta", -0.5, -10...10, "where its foot stands"),
      .init("sigma", 0.1, .noise, "the standard deviation of a push"),
    ],
    truth: .init(presentSuffices: true, "the mean of the next value is exp(-alpha x_t^2) + beta"),
    burnIn: 1000,
    recipe: .one { p, rows, stream in
      let (alpha, beta, sigma) = (p["alpha"], p["beta"], p["sigma"])
      var x = stream.uniform(-0.5, 0.5)
      return (0..<rows).map { _ in
        x = exponential(-alpha * x * x) + beta + sigma * stream.gaussian()
        return x
      }
    })

  /// Rounding can carry the orbit to 0 or 1, from where there is no way back (at r = 4 about once in 10⁸ steps);
  /// it is then drawn anew. The noise is drawn even where it counts for nothing, so that `noise` changes no orbit.
  static let logistic = RandomProcess(
    name: "logistic", summary: "the logistic map: chaos in which x_t suffices",
    equation: "s_t = r s_{t-1} (1 - s_{t-1}), x_t = s_t + noise e_t", reference: "May 1976",
    parameters: [
      .init("r", 4, 1...4, "the growth; chaotic at 4"),
      .init("noise", 0, .noise, "the standard deviation of the noise in which it is seen"),
    ],
    truth: .init(
      presentSuffices: true, "the next value is r x_t (1 - x_t); seen through noise, only the past tells s_t well",
      unless: .init("noise above 0") { $0["noise"] > 0 }),
    burnIn: 1000,
    recipe: .one { p, rows, stream in
      let (r, noise) = (p["r"], p["noise"])
      var orbit = stream.split("orbit")
      var s = orbit.uniform(0.01, 0.99)
      return (0..<rows).map { _ in
        s = r * s * (1 - s)
        if s <= 0 || s >= 1 { s = orbit.uniform(0.01, 0.99) }
        return s + noise * stream.gaussian()
      }
    })

  static let henon = RandomProcess(
    name: "henon", summary: "the Hénon map, of which only x is seen",
    equation: "x_t = 1 - a x_{t-1}^2 + b x_{t-2}", reference: "Hénon 1976",
    parameters: [
      .init("a", 1.4, 0...1.4, "the bend"),
      .init("b", 0.3, 0...0.3, "the pull of the value before the last"),
    ],
    truth: .init(
      presentSuffices: false, "the next value is 1 - a x_t^2 + b x_{t-1}",
      unless: .init("b=0") { $0["b"] == 0 }),
    burnIn: 1000,
    recipe: .one { p, rows, stream in
      let (a, b) = (p["a"], p["b"])
      var (x, before) = (stream.uniform(-0.1, 0.1), stream.uniform(-0.1, 0.1))
      return (0..<rows).map { _ in
        (x, before) = (1 - a * x * x + b * before, x)
        return x
      }
    })

  /// Deterministic it would run into the rounding of its numbers; the noise keeps it going.
  static let doubling = RandomProcess(
    name: "doubling", summary: "the doubling map with noise: two steep lines and a jump",
    equation: "x_t = (x_{t-1} / split below split, (x_{t-1} - split) / (1 - split) from there) + sigma e_t, mod 1",
    reference: "Rényi 1957",
    parameters: [
      .init("split", 0.3, 0.05...0.95, "where the second line begins"),
      .init("sigma", 0.02, 1e-3...1, "the standard deviation of a push"),
    ],
    truth: .init(presentSuffices: true, "the mean of the next value is a function of x_t with jumps"),
    burnIn: 1000,
    recipe: .one { p, rows, stream in
      let (split, sigma) = (p["split"], p["sigma"])
      var x = stream.uniform()
      return (0..<rows).map { _ in
        let next = (x < split ? x / split : (x - split) / (1 - split)) + sigma * stream.gaussian()
        x = next - next.rounded(.down)
        return x
      }
    })
}
