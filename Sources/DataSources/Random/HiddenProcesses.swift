import Numbers

// A state that moves by itself and is seen through noise: the past tells where it is better than x_t can.

extension RandomProcess {
  /// The default state has variance 1; of the variance of x 49 % cannot be predicted from all the past, 59 % not from x_t.
  static let noisyAR1 = RandomProcess(
    name: "ar1-noise", summary: "a first-order autoregression seen through noise",
    equation: "s_t = phi s_{t-1} + sigma e_t, x_t = s_t + noise v_t, v_t standard normal too",
    reference: "Kalman 1960; Harvey 1989, ch. 2",
    parameters: [
      .init("phi", 0.95, .stable, "how much of the state stays"),
      .init("sigma", 0.31225, .scale, "the standard deviation of a shock to the state"),
      .init("noise", 0.7, .noise, "the standard deviation of the noise in which it is seen"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value is phi times the state as the Kalman filter knows it",
      unless: .init("phi=0 or noise=0") { $0["phi"] == 0 || $0["noise"] == 0 }),
    burnIn: stableBurnIn,
    recipe: .one { p, rows, stream in
      let (phi, sigma, noise) = (p["phi"], p["sigma"], p["noise"])
      var state = 0.0
      return (0..<rows).map { _ in
        state = phi * state + sigma * stream.gaussian()
        return state + noise * stream.gaussian()
      }
    })

  /// Stationary from the start: both states are equally likely at first and for ever. By default 67 % of the variance
  /// cannot be predicted from all the past, 78 % not from x_t.
  static let hiddenMarkov = RandomProcess(
    name: "hmm", summary: "a hidden switch between two levels, seen through noise",
    equation: "s_t = s_{t-1} with probability stay, else the other state; x_t = low or high by s_t, + sigma e_t",
    reference: "Baum & Petrie 1966; Hamilton 1989",
    parameters: [
      .init("stay", 0.95, 0...1, "the probability of staying"),
      .init("low", -1, .level, "the level of one state"),
      .init("high", 1, .level, "the level of the other"),
      .init("sigma", 1, .noise, "the standard deviation of the noise"),
    ],
    truth: .init(
      presentSuffices: false,
      "the mean of the next value follows from the probability of each state given all the past",
      unless: .init("stay=0.5, low=high or sigma=0") {
        $0["stay"] == 0.5 || $0["low"] == $0["high"] || $0["sigma"] == 0
      }),
    recipe: .one { p, rows, stream in
      let (stay, low, high, sigma) = (p["stay"], p["low"], p["high"], p["sigma"])
      var isHigh = stream.uniform() < 0.5
      return (0..<rows).map { _ in
        if stream.uniform() >= stay { isHigh.toggle() }
        return (isHigh ? high : low) + sigma * stream.gaussian()
      }
    })

  static let localLevel = RandomProcess(
    name: "local-level", summary: "a random walk seen through noise",
    equation: "m_t = m_{t-1} + step e_t, x_t = m_t + noise v_t, v_t standard normal too",
    reference: "Muth 1960; Harvey 1989, ch. 2",
    parameters: [
      .init("step", 0.3, .noise, "the standard deviation of a step of the walk"),
      .init("noise", 1, .noise, "the standard deviation of the noise in which it is seen"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value is an exponential average of the past",
      unless: .init("step=0 or noise=0") { $0["step"] == 0 || $0["noise"] == 0 }),
    recipe: .one { p, rows, stream in
      let (step, noise) = (p["step"], p["noise"])
      var level = 0.0
      return (0..<rows).map { _ in
        level = level + step * stream.gaussian()
        return level + noise * stream.gaussian()
      }
    })

  /// Autoregressions whose memory lasts 2, 4, 8 … rows, each with variance 1: together they forget like a power of time.
  static let longMemory = RandomProcess(
    name: "long-memory", summary: "a sum of fast and slow autoregressions: memory that fades slowly",
    equation:
      "x_t = s_{t,1} + … + s_{t,scales}, s_{t,k} = phi_k s_{t-1,k} + sqrt(1 - phi_k^2) e_{t,k}, phi_k = 1 - 2^-k",
    reference: "Granger 1980",
    parameters: [.init("scales", 5, 1...9, whole: true, "how many autoregressions")],
    truth: .init(
      presentSuffices: false, "the sum alone does not tell its parts",
      unless: .init("scales=1") { $0["scales"] == 1 }),
    burnIn: stableBurnIn,
    recipe: .one { p, rows, stream in
      let weights = (0..<Int(p["scales"])).map { 1 - 0.5 / Double(1 << $0) }
      let shocks = weights.map { (1 - $0 * $0).squareRoot() }
      var parts = Array(repeating: 0.0, count: weights.count)
      return (0..<rows).map { _ in
        for k in parts.indices { parts[k] = weights[k] * parts[k] + shocks[k] * stream.gaussian() }
        return parts.reduce(0, +)
      }
    })

  static let switchingAR = RandomProcess(
    name: "switching-ar", summary: "an autoregression whose slope changes its sign now and then",
    equation: "x_t = s_t phi x_{t-1} + sigma e_t, s_t = -s_{t-1} with probability switch, else s_{t-1}, s_{-1} = 1",
    reference: "Hamilton 1989",
    parameters: [
      .init("phi", 0.8, .stable, "the size of the slope"),
      .init("switch", 0.03, 0...1, "how often its sign changes"),
      .init("sigma", 1, .scale, "the standard deviation of a shock"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value is x_t times a slope that the past tells",
      unless: .init("phi=0 or switch=0.5") { $0["phi"] == 0 || $0["switch"] == 0.5 }),
    burnIn: stableBurnIn,
    recipe: .one { p, rows, stream in
      let (phi, change, sigma) = (p["phi"], p["switch"], p["sigma"])
      var (x, slope) = (0.0, phi)
      return (0..<rows).map { _ in
        if stream.uniform() < change { slope = -slope }
        x = slope * x + sigma * stream.gaussian()
        return x
      }
    })
}
