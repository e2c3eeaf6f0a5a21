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
    name: "xor",
    summary: "exclusive or of the last sign and an earlier one in noise: memory that no straight line sees",
    equation: "x_t = strength sign(x_{t-1}) sign(x_{t-1-delay}) + sigma e_t, sign(0) = 1",
    reference: "after the temporal XOR of Elman 1990",
    parameters: [
      .init("delay", 1, 1...1000, whole: true, "rows from the present one back to the earlier sign"),
      .init("strength", 1, .noise, "how far the mean moves"),
      .init("sigma", 1, .scale, "the standard deviation of the noise"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value is strength sign(x_t) sign(x_{t-delay})",
      unless: .init("strength=0") { $0["strength"] == 0 }),
    burnIn: 100,
    recipe: .one { p, rows, stream in
      let (delay, strength, sigma) = (Int(p["delay"]), p["strength"], p["sigma"])
      // The last one first.
      var signs = (0...delay).map { _ in stream.gaussian() >= 0 }
      return (0..<rows).map { _ in
        let x = (signs[0] == signs[delay] ? strength : -strength) + sigma * stream.gaussian()
        signs.removeLast()
        signs.insert(x >= 0, at: 0)
        return x
      }
    })

  static let signs = RandomProcess(
    name: "signs", summary: "the product of two past signs in noise: neither alone, nor the present, says anything",
    equation: "x_t = strength sign(x_{t-1-first} x_{t-1-second}) + sigma e_t, sign(0) = 0",
    reference: "after the temporal XOR of Elman 1990",
    parameters: [
      .init("first", 1, 1...100, whole: true, "rows from the present one back to one sign"),
      .init("second", 2, 1...100, whole: true, "the same of the other"),
      .init("strength", 0.7, .noise, "how far the mean moves"),
      .init("sigma", 1, .scale, "the standard deviation of the noise"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value is strength sign(x_{t-first} x_{t-second})",
      unless: .init("strength=0") { $0["strength"] == 0 }),
    burnIn: 1000, rule: .init("first other than second") { $0["first"] != $0["second"] },
    recipe: .one { p, rows, stream in
      let (first, second) = (Int(p["first"]), Int(p["second"]))
      return recursion(rows, lags: max(first, second) + 1, &stream) { x, shock in
        let product = x[x.count - 1 - first] * x[x.count - 1 - second]
        return p["strength"] * (product > 0 ? 1 : product < 0 ? -1 : 0) + p["sigma"] * shock
      }
    })

  static let magnitude = RandomProcess(
    name: "magnitude", summary: "the size of an earlier value, whatever its sign, lifts the mean",
    equation: "x_t = strength (min(|x_{t-1-delay}|, 3) - 0.75) + sigma e_t", reference: "Tong 1990, ch. 3",
    parameters: [
      .init("delay", 1, 1...1000, whole: true, "rows from the present one back to that value"),
      .init("strength", 0.8, .stable, "how much of its size returns"),
      .init("sigma", 0.7, .scale, "the standard deviation of the noise"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value is strength (min(|x_{t-delay}|, 3) - 0.75)",
      unless: .init("strength=0") { $0["strength"] == 0 }),
    burnIn: 1000,
    recipe: .one { p, rows, stream in
      let delay = Int(p["delay"])
      return recursion(rows, lags: delay + 1, &stream) { x, shock in
        p["strength"] * (min(x[x.count - 1 - delay].magnitude, 3) - 0.75) + p["sigma"] * shock
      }
    })

  static let delayedThreshold = RandomProcess(
    name: "tar-delay", summary: "threshold autoregression whose slope follows an earlier sign",
    equation: "x_t = (lower if x_{t-1-delay} <= 0, else upper) x_{t-1} + sigma e_t",
    reference: "Tong & Lim 1980, with delay",
    parameters: [
      .init("delay", 1, 1...1000, whole: true, "rows from the present one back to that sign"),
      .init("lower", -0.6, .stable, "the slope after a value up to 0"),
      .init("upper", 0.6, .stable, "the slope after a value above 0"),
      .init("sigma", 1, .scale, "the standard deviation of a shock"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value is x_t times a slope that x_{t-delay} tells",
      unless: .init("lower=upper") { $0["lower"] == $0["upper"] }),
    burnIn: stableBurnIn,
    recipe: .one { p, rows, stream in
      let delay = Int(p["delay"])
      return recursion(rows, lags: delay + 1, &stream) { x, shock in
        (x[x.count - 1 - delay] <= 0 ? p["lower"] : p["upper"]) * x[x.count - 1] + p["sigma"] * shock
      }
    })
}

/// Each value from all before and a normal shock; the first ones are shocks.
private func recursion(
  _ rows: Int, lags: Int, _ stream: inout RandomStream, _ next: ([Double], Double) -> Double
) -> [Double] {
  var x: [Double] = []
  x.reserveCapacity(rows)
  for _ in 0..<rows {
    let shock = stream.gaussian()
    x.append(x.count < lags ? shock : next(x, shock))
  }
  return x
}
