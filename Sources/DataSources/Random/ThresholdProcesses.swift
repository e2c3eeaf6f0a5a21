import Numbers

// The mean depends on signs and sides: no straight line sees it.

extension RandomProcess {
  static let tar1 = RandomProcess(
    name: "tar1", summary: "threshold autoregression: another slope on each side, without need of memory",
    equation: "x_t = (lower if x_{t-1} <= threshold, else upper) x_{t-1} + sigma e_t",
    reference: "Tong & Lim 1980",
    parameters: [
      .init("lower", 0.8, .stable, "the slope at and below the threshold"),
      .init("upper", -0.5, .stable, "the slope above it"),
      .init("threshold", 0, .level, "where it changes"),
      .init("sigma", 1, .scale, "the standard deviation of a shock"),
    ],
    truth: .init(presentSuffices: true, "the mean of the next value is a function of x_t with a kink"),
    burnIn: stableBurnIn,
    recipe: .one { p, rows, stream in
      let (lower, upper, threshold, sigma) = (p["lower"], p["upper"], p["threshold"], p["sigma"])
      var x = 0.0
      return (0..<rows).map { _ in
        x = (x <= threshold ? lower : upper) * x + sigma * stream.gaussian()
        return x
      }
    })

  static let xor = RandomProcess(
    name: "xor", summary: "exclusive or of the last two signs in noise: memory that no straight line sees",
    equation: "x_t = strength sign(x_{t-1}) sign(x_{t-2}) + sigma e_t, sign(0) = 1",
    reference: "after the temporal XOR of Elman 1990",
    parameters: [
      .init("strength", 1, .noise, "how far the mean moves"),
      .init("sigma", 1, .scale, "the standard deviation of the noise"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value is strength sign(x_t) sign(x_{t-1})",
      unless: .init("strength=0") { $0["strength"] == 0 }),
    burnIn: 100,
    recipe: .one { p, rows, stream in
      let (strength, sigma) = (p["strength"], p["sigma"])
      var (last, before) = (stream.gaussian() >= 0, stream.gaussian() >= 0)
      return (0..<rows).map { _ in
        let x = (last == before ? strength : -strength) + sigma * stream.gaussian()
        (last, before) = (x >= 0, last)
        return x
      }
    })
}
