import Numbers

// Events, counts and states: most rows are the same few numbers.

extension RandomProcess {
  static let events = RandomProcess(
    name: "events", summary: "rare independent events: zeros, and now and then an amount",
    equation: "x_t = exp(spread e_t) with the given probability, else 0", reference: "the null of every test, skewed",
    parameters: [
      .init("probability", 0.05, 0.001...0.999, "how often there is an event"),
      .init("spread", 0, 0...3, "the standard deviation of the logarithm of an amount; at 0 every amount is 1"),
    ],
    truth: .init(presentSuffices: true, "the mean is constant"),
    recipe: .one { p, rows, stream in
      let (probability, spread) = (p["probability"], p["spread"])
      return (0..<rows).map { _ in
        let isEvent = stream.uniform() < probability
        let amount = exponential(spread * stream.gaussian())
        return isEvent ? amount : 0
      }
    })

  static let poisson = RandomProcess(
    name: "poisson", summary: "independent counts", equation: "x_t has Poisson's law with the given rate",
    reference: "Poisson 1837; drawn as in Knuth 1969, 3.4.1",
    parameters: [.init("rate", 0.1, 0.001...30, "the mean")],
    truth: .init(presentSuffices: true, "the mean is constant"),
    recipe: .one { p, rows, stream in
      let limit = exponential(-p["rate"])
      return (0..<rows).map { _ in Double(poissonCount(limit, &stream)) }
    })

  /// Binomial thinning: each unit of an earlier count survives by itself.
  static let thinnedCounts = RandomProcess(
    name: "inar", summary: "counts of which some survive: an autoregression of whole numbers",
    equation: "x_t = survivors of x_{t-1}, each with chance first, + of x_{t-2} with chance second + Poisson(rate)",
    reference: "Al-Osh & Alzaid 1987; Du & Li 1991",
    parameters: [
      .init("first", 0.5, 0...0.9, "the chance of a unit of the last row"),
      .init("second", 0, 0...0.9, "the chance of a unit of the row before"),
      .init("rate", 0.5, 0.001...30, "the mean of the new units"),
    ],
    truth: .init(
      presentSuffices: true, "the mean of the next count is first x_t + rate",
      unless: .init("second above 0") { $0["second"] > 0 }),
    burnIn: 1000,
    rule: .init("first + second < 0.95 (counts that do not grow)") { $0["first"] + $0["second"] < 0.95 },
    recipe: .one { p, rows, stream in
      let (first, second, limit) = (p["first"], p["second"], exponential(-p["rate"]))
      var (last, before) = (0, 0)
      return (0..<rows).map { _ in
        let old = survivors(last, first, &stream) + survivors(before, second, &stream)
        (last, before) = (old + poissonCount(limit, &stream), last)
        return Double(last)
      }
    })

  static let chain = RandomProcess(
    name: "chain", summary: "a switch between 0 and 1 whose next state depends on the present one",
    equation: "x_t = 1 with chance rise where x_{t-1} = 0, with chance stay where x_{t-1} = 1, else 0",
    reference: "Markov 1906",
    parameters: [
      .init("rise", 0.1, 0.001...0.999, "the chance of 1 after 0"),
      .init("stay", 0.7, 0.001...0.999, "the chance of 1 after 1"),
    ],
    truth: .init(presentSuffices: true, "the mean of the next value is rise or stay, by x_t"),
    burnIn: 1000,
    recipe: .one { p, rows, stream in
      let (rise, stay) = (p["rise"], p["stay"])
      var isOn = false
      return (0..<rows).map { _ in
        isOn = stream.uniform() < (isOn ? stay : rise)
        return isOn ? 1 : 0
      }
    })
}

/// - Parameter limit: exp of minus the rate.
private func poissonCount(_ limit: Double, _ stream: inout RandomStream) -> Int {
  var (count, product) = (0, stream.uniform())
  while product > limit {
    count += 1
    product *= stream.uniform()
  }
  return count
}

private func survivors(_ count: Int, _ chance: Double, _ stream: inout RandomStream) -> Int {
  // Without a chance nothing is drawn.
  chance > 0 ? (0..<count).reduce(0) { sum, _ in sum + (stream.uniform() < chance ? 1 : 0) } : 0
}
