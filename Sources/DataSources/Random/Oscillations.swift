import Numbers

// Signals in continuous time, sampled at even steps.

extension RandomProcess {
  static let sineWave = RandomProcess(
    name: "sine", summary: "a sine wave in noise: x_t does not tell whether it rises or falls",
    equation: "x_t = amplitude sin(2 pi t / period + phase) + noise e_t, the phase drawn once",
    reference: "Schuster 1898",
    parameters: [
      .init("period", 25, 2.5...1e6, "rows in one turn"),
      .init("amplitude", 1, .scale, "the height of a crest"),
      .init("noise", 0.05, .noise, "the standard deviation of the noise"),
    ],
    truth: .init(
      presentSuffices: false, "the mean of the next value is 2 cos(2 pi / period) s_t - s_{t-1}, s the wave"),
    recipe: .one { p, rows, stream in
      let (period, amplitude, noise) = (p["period"], p["amplitude"], p["noise"])
      let phase = stream.uniform()
      return (0..<rows).map { t in
        let turns = Double(t) / period + phase
        let angle = 6.283185307179586 * (turns - turns.rounded(.down))
        return amplitude * sine(angle) + noise * stream.gaussian()
      }
    })

  /// Runge and Kutta's fourth-order steps of at most 0.01; the start is drawn near (1, 1, 1).
  static let lorenz = RandomProcess(
    name: "lorenz", summary: "the Lorenz system, of which only x is seen",
    equation: lorenzEquation, reference: lorenzReference, parameters: lorenzParameters(interval: 0.05),
    truth: .init(presentSuffices: false, "x alone is one of three coordinates; its past stands for the other two"),
    burnIn: 1000,
    recipe: .one { p, rows, stream in
      var system = Lorenz(p, &stream)
      return (0..<rows).map { _ in system.next().x }
    })

  /// Each further three columns are another system.
  static let lorenzStates = RandomProcess(
    name: "lorenz-states", summary: "the Lorenz system, of which x, y and z are seen",
    equation: lorenzEquation + ", each moved by noise e_t at every row", reference: lorenzReference,
    parameters: lorenzParameters(interval: 0.3) + [
      .init("noise", 0, 0...1, "the standard deviation of a push of each coordinate at every row")
    ],
    truth: .init(
      presentSuffices: true, "the next row follows from the row; fewer than three columns would need memory"),
    burnIn: 1000, defaultColumns: 3,
    recipe: .joint { p, columns, rows, stream in
      var systems = (0..<(columns + 2) / 3).map { _ in Lorenz(p, &stream) }
      return transposed(rows, columns) {
        var row: [Double] = []
        for k in systems.indices {
          var point = systems[k].next()
          if p["noise"] > 0 { point = systems[k].pushed(p["noise"], &stream) }
          row += [point.x, point.y, point.z]
        }
        return row
      }
    })

  private static let lorenzEquation =
    "x' = sigma (y - x), y' = x (rho - z) - y, z' = x y - beta z, sampled every `interval`"
  private static let lorenzReference = "Lorenz 1963, eq. (25)-(27)"

  private static func lorenzParameters(interval: Double) -> [Parameter] {
    [
      .init("sigma", 10, 1...20, "the Prandtl number"),
      .init("rho", 28, 0...60, "the relative Rayleigh number"),
      .init("beta", 2.6666666666666665, 0.5...5, "the shape of the cell"),
      .init("interval", interval, 0.001...1, "time between two rows"),
    ]
  }

  /// Runge and Kutta's fourth-order steps of 0.1; the delayed value half-way between two steps is their mean.
  /// Before time 0 the value is constant, drawn between 0.5 and 1.5.
  static let mackeyGlass = RandomProcess(
    name: "mackey-glass", summary: "the delay equation of Mackey and Glass: chaos with a long past",
    equation: "x' = 0.2 x(t - tau) / (1 + x(t - tau)^10) - 0.1 x(t), sampled every `interval`",
    reference: "Mackey & Glass 1977; the constants of Farmer 1982",
    parameters: [
      .init("tau", 17, 1...300, whole: true, "the delay; chaotic from 17 on"),
      .init("interval", 6, 1...100, whole: true, "time between two rows"),
    ],
    truth: .init(
      presentSuffices: false, "the next value follows from x on the whole of the last tau, not from its end alone"),
    burnIn: 500,
    recipe: .one { p, rows, stream in
      let (delay, steps) = (10 * Int(p["tau"]), 10 * Int(p["interval"]))
      // A ring of the last `delay` + 1 values; `now` is the place of the newest.
      var ring = [Double](repeating: stream.uniform(0.5, 1.5), count: delay + 1)
      var now = 0
      return (0..<rows).map { _ in
        for _ in 0..<steps {
          let oldest = (now + 1) % ring.count
          let next = mackeyGlassStep(ring[now], delayed: ring[oldest], then: ring[(oldest + 1) % ring.count])
          now = oldest
          ring[now] = next
        }
        return ring[now]
      }
    })
}

private struct Lorenz {
  private let sigma: Double
  private let rho: Double
  private let beta: Double
  /// From row to row, of h each.
  private let steps: Int
  private let h: Double
  private var point: SIMD3<Double>

  init(_ p: RandomProcess.Settings, _ stream: inout RandomStream) {
    (sigma, rho, beta) = (p["sigma"], p["rho"], p["beta"])
    steps = max(1, Int((p["interval"] / 0.01).rounded(.up)))
    h = p["interval"] / Double(steps)
    point = SIMD3(stream.uniform(0.5, 1.5), stream.uniform(0.5, 1.5), stream.uniform(0.5, 1.5))
  }

  /// The next row.
  mutating func next() -> SIMD3<Double> {
    for _ in 0..<steps { point = step(from: point) }
    return point
  }

  /// Moves the present row; the next one goes on from there.
  mutating func pushed(_ noise: Double, _ stream: inout RandomStream) -> SIMD3<Double> {
    point += noise * SIMD3(stream.gaussian(), stream.gaussian(), stream.gaussian())
    return point
  }

  private func slope(_ p: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(sigma * (p.y - p.x), p.x * (rho - p.z) - p.y, p.x * p.y - beta * p.z)
  }

  private func step(from p: SIMD3<Double>) -> SIMD3<Double> {
    let k1 = slope(p)
    let k2 = slope(p + (h / 2) * k1)
    let k3 = slope(p + (h / 2) * k2)
    let k4 = slope(p + h * k3)
    // Two statements: the compiler took a second to check the types of one.
    let inner = k1 + 2 * k2 + 2 * k3
    return p + (h / 6) * (inner + k4)
  }
}

/// One step of 0.1 from x, the delayed value moving from `delayed` to `then` meanwhile.
private func mackeyGlassStep(_ x: Double, delayed: Double, then: Double) -> Double {
  let h = 0.1
  let (first, middle, last) = (production(delayed), production((delayed + then) / 2), production(then))
  let k1 = first - 0.1 * x
  let k2 = middle - 0.1 * (x + h / 2 * k1)
  let k3 = middle - 0.1 * (x + h / 2 * k2)
  let k4 = last - 0.1 * (x + h * k3)
  return x + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
}

/// 0.2 x / (1 + x¹⁰).
private func production(_ x: Double) -> Double {
  let square = x * x
  let fourth = square * square
  return 0.2 * x / (1 + fourth * fourth * square)
}
