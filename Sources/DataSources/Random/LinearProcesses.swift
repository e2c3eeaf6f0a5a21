import Numbers

// Linear recursions that are seen as they are.

extension RandomProcess {
  static let randomWalk = RandomProcess(
    name: "random-walk", summary: "the sum of all shocks so far: a unit root",
    equation: "x_t = x_{t-1} + drift + sigma e_t, x_{-1} = start", reference: "Pearson 1905",
    parameters: [
      .init("start", 0, .level, "where it sets out"),
      .init("drift", 0, .level, "added at every step"),
      .init("sigma", 1, .scale, "the standard deviation of a step"),
    ],
    truth: .init(presentSuffices: true, "the mean of the next value is x_t + drift"),
    recipe: .one { p, rows, stream in
      let (drift, sigma) = (p["drift"], p["sigma"])
      var x = p["start"]
      return (0..<rows).map { _ in
        x = x + drift + sigma * stream.gaussian()
        return x
      }
    })

  static let ar1 = RandomProcess(
    name: "ar1", summary: "first-order autoregression: dependent, but without need of memory",
    equation: "x_t = phi x_{t-1} + sigma e_t", reference: "Yule 1927; Box & Jenkins 1970, ch. 3",
    parameters: [
      .init("phi", 0.8, .stable, "how much of the last value stays"),
      .init("sigma", 1, .scale, "the standard deviation of a shock"),
    ],
    truth: .init(presentSuffices: true, "the mean of the next value is phi x_t"),
    burnIn: stableBurnIn,
    recipe: .one { p, rows, stream in
      let (phi, sigma) = (p["phi"], p["sigma"])
      var x = 0.0
      return (0..<rows).map { _ in
        x = phi * x + sigma * stream.gaussian()
        return x
      }
    })

  /// The default is an oscillator of period 20 whose amplitude shrinks by 0.97 a step: phi1 = 2 · 0.97 cos(2π/20),
  /// phi2 = -0.97². Of its variance 1.1 % cannot be predicted from all the past, 9.6 % not from x_t.
  package static let ar2 = RandomProcess(
    name: "ar2", summary: "second-order autoregression: an oscillator driven by noise",
    equation: "x_t = phi1 x_{t-1} + phi2 x_{t-2} + sigma e_t",
    reference: "Yule 1927; Box & Jenkins 1970, ch. 3",
    parameters: [
      .init("phi1", 1.8450496, -1.999...1.999, "the weight of the last value; 0.3 with phi2=0.3 is a weak memory"),
      .init("phi2", -0.9409, .stable, "the weight of the value before the last"),
      .init("sigma", 1, .scale, "the standard deviation of a shock"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value is phi1 x_t + phi2 x_{t-1}",
      unless: .init("phi2=0") { $0["phi2"] == 0 }),
    burnIn: stableBurnIn,
    rule: .init("phi1 + phi2 < 1 and phi2 - phi1 < 1 (stationarity)") {
      $0["phi1"] + $0["phi2"] < 1 && $0["phi2"] - $0["phi1"] < 1
    },
    recipe: .one { p, rows, stream in
      let (phi1, phi2, sigma) = (p["phi1"], p["phi2"], p["sigma"])
      var (x, before) = (0.0, 0.0)
      return (0..<rows).map { _ in
        (x, before) = (phi1 * x + phi2 * before + sigma * stream.gaussian(), x)
        return x
      }
    })

  static let var1 = RandomProcess(
    name: "var1", summary: "first-order vector autoregression: columns in a ring, each led by its neighbour",
    equation: "x_{t,i} = phi x_{t-1,i} + coupling x_{t-1,i+1} + sigma e_{t,i}, column D + 1 being column 1",
    reference: "Sims 1980; Lütkepohl 2005, ch. 2",
    parameters: [
      .init("phi", 0.5, .stable, "how much of its own last value stays"),
      .init("coupling", 0.3, .stable, "the weight of the neighbour's last value"),
      .init("sigma", 1, .scale, "the standard deviation of a shock"),
    ],
    truth: .init(
      presentSuffices: true,
      "the mean of the next row is linear in the present row; one column alone would need memory"),
    burnIn: stableBurnIn, defaultColumns: 5,
    rule: .init("|phi| + |coupling| < 1 (stationarity)") { $0["phi"].magnitude + $0["coupling"].magnitude < 1 },
    recipe: .joint { p, columns, rows, stream in
      let (phi, coupling, sigma) = (p["phi"], p["coupling"], p["sigma"])
      var row = [Double](repeating: 0, count: columns)
      return transposed(rows, columns) {
        let last = row
        for i in 0..<columns {
          row[i] = phi * last[i] + coupling * last[(i + 1) % columns] + sigma * stream.gaussian()
        }
        return row
      }
    })

  static let ma1 = RandomProcess(
    name: "ma1", summary: "first-order moving average: the last shock echoes once",
    equation: "x_t = sigma (e_t + theta e_{t-1})", reference: "Slutzky 1937; Box & Jenkins 1970, ch. 3",
    parameters: [
      .init("theta", 0.8, -1...1, "the echo"),
      .init("sigma", 1, .scale, "the standard deviation of a shock"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value is theta e_t, and e_t must be worked out from all the past",
      unless: .init("theta=0") { $0["theta"] == 0 }),
    recipe: .one { p, rows, stream in
      let (theta, sigma) = (p["theta"], p["sigma"])
      var last = stream.gaussian()
      return (0..<rows).map { _ in
        let shock = stream.gaussian()
        defer { last = shock }
        return sigma * (shock + theta * last)
      }
    })

  /// The first `delay` values are standard normal, so the process is stationary with variance 1 from the start.
  static let copy = RandomProcess(
    name: "copy", summary: "a delayed copy in noise: the value of some steps ago returns, weaker",
    equation: "x_t = strength x_{t-delay} + sqrt(1 - strength^2) e_t",
    reference: "the copying task of Hochreiter & Schmidhuber 1997, made stationary",
    parameters: [
      .init("delay", 3, 1...1000, whole: true, "how many steps later the copy comes"),
      .init("strength", 0.7071067811865476, .stable, "its weight; the default makes it half of the variance"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value is strength x_{t+1-delay}; x_t says nothing about it",
      unless: .init("delay=1 or strength=0") { $0["delay"] == 1 || $0["strength"] == 0 }),
    recipe: .one { p, rows, stream in
      let (delay, strength) = (Int(p["delay"]), p["strength"])
      let rest = (1 - strength * strength).squareRoot()
      var x: [Double] = []
      x.reserveCapacity(rows)
      for t in 0..<rows {
        let shock = stream.gaussian()
        x.append(t < delay ? shock : strength * x[t - delay] + rest * shock)
      }
      return x
    })

  static let arma11 = RandomProcess(
    name: "arma11", summary: "an autoregression whose shocks echo once",
    equation: "x_t = phi x_{t-1} + sigma (e_t + theta e_{t-1})", reference: "Box & Jenkins 1970, ch. 3",
    parameters: [
      .init("phi", 0.5, .stable, "how much of the last value stays"),
      .init("theta", 0.4, -1...1, "the echo"),
      .init("sigma", 1, .scale, "the standard deviation of a shock"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value is phi x_t + sigma theta e_t, and the past tells e_t",
      unless: .init("theta=0 or theta=-phi") { $0["theta"] == 0 || $0["theta"] == -$0["phi"] }),
    burnIn: stableBurnIn,
    recipe: .one { p, rows, stream in
      let (phi, theta, sigma) = (p["phi"], p["theta"], p["sigma"])
      var (x, last) = (0.0, stream.gaussian())
      return (0..<rows).map { _ in
        let shock = stream.gaussian()
        x = phi * x + sigma * (shock + theta * last)
        last = shock
        return x
      }
    })

  static let momentum = RandomProcess(
    name: "momentum", summary: "a walk whose steps resemble the step before",
    equation: "x_t = x_{t-1} + d_t, d_t = phi d_{t-1} + sigma e_t, x_{-1} = 0", reference: "Box & Jenkins 1970, ch. 4",
    parameters: [
      .init("phi", 0.6, .stable, "how much of the last step stays"),
      .init("sigma", 1, .scale, "the standard deviation of a shock"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value is x_t + phi (x_t - x_{t-1})",
      unless: .init("phi=0") { $0["phi"] == 0 }),
    recipe: .one { p, rows, stream in
      let (phi, sigma) = (p["phi"], p["sigma"])
      var (x, step) = (0.0, 0.0)
      return (0..<rows).map { _ in
        step = phi * step + sigma * stream.gaussian()
        x = x + step
        return x
      }
    })

  static let bilinear = RandomProcess(
    name: "bilinear", summary: "an earlier value times the last shock",
    equation: "x_t = strength x_{t-2} e_{t-1} + e_t", reference: "Granger & Andersen 1978",
    parameters: [.init("strength", 0.4, .stable, "the weight of the product")],
    truth: .init(
      presentSuffices: false, "the mean of the next value is strength x_{t-1} e_t, and the past tells e_t",
      unless: .init("strength=0") { $0["strength"] == 0 }),
    burnIn: stableBurnIn,
    recipe: .one { p, rows, stream in
      let strength = p["strength"]
      var (x, before, last) = (0.0, 0.0, 0.0)
      return (0..<rows).map { _ in
        let shock = stream.gaussian()
        (x, before) = (strength * before * last + shock, x)
        last = shock
        return x
      }
    })
}
