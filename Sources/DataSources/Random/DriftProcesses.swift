import Numbers

// The mean moves with time alone: what the past says of it is drift, not memory.

extension RandomProcess {
  static let trend = RandomProcess(
    name: "trend", summary: "a straight line in noise", equation: "x_t = slope t + sigma e_t",
    reference: "Nelson & Kang 1981, on spurious cycles",
    parameters: [
      .init("slope", 0.003, -1e3...1e3, "the rise from row to row"),
      .init("sigma", 1, .scale, "the standard deviation of the noise"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value is slope (t + 1), and the past tells the time: drift",
      unless: .init("slope=0") { $0["slope"] == 0 }),
    recipe: .one { p, rows, stream in
      let (slope, sigma) = (p["slope"], p["sigma"])
      return (0..<rows).map { slope * Double($0) + sigma * stream.gaussian() }
    })

  static let shift = RandomProcess(
    name: "shift", summary: "noise whose level changes once",
    equation: "x_t = sigma e_t + (size where t >= at, else 0)",
    reference: "Perron 1989, on breaks and unit roots",
    parameters: [
      .init("at", 600, 0...1e7, whole: true, "the first row of the new level"),
      .init("size", 1, .level, "the change"),
      .init("sigma", 1, .scale, "the standard deviation of the noise"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value is the level of the time, which the past tells: drift",
      unless: .init("size=0") { $0["size"] == 0 }),
    recipe: .one { p, rows, stream in
      let (at, size, sigma) = (Int(p["at"]), p["size"], p["sigma"])
      return (0..<rows).map { sigma * stream.gaussian() + ($0 >= at ? size : 0) }
    })
}
