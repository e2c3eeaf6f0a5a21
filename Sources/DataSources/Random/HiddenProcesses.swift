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
}
