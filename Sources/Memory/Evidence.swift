import Numbers

/// What the claims are judged by: both models side by side, network by network.
struct Evidence: Sendable {
  let memory: ModelAnalysis
  let twin: ModelAnalysis
  let usefulness: PlainSkill
  let ladder: Ladder

  var networks: (memory: [NetworkFigures], twin: [NetworkFigures]) {
    (memory.networks.compactMap { $0 }, twin.networks.compactMap { $0 })
  }

  /// A figure of each pair of networks that share a seed and both trained; nothing where the figure does not exist.
  func paired(_ figure: (_ memory: NetworkFigures, _ twin: NetworkFigures) -> Double?) -> Measured {
    var figures: [Double] = []
    for (memory, twin) in zip(memory.networks, twin.networks) {
      guard let memory, let twin else { continue }
      guard let value = figure(memory, twin), value.isFinite else { return Measured([]) }
      figures.append(value)
    }
    return Measured(figures)
  }

  /// A figure of one model, network by network.
  func spread(_ networks: [NetworkFigures], _ figure: (NetworkFigures) -> Double) -> Measured {
    Measured(networks.map(figure))
  }
}

/// A figure over networks: what it is, and between what it lies, where there are networks enough to tell.
struct Measured: Sendable {
  /// 0 where there is no network to take it from.
  let value: Double
  /// The 95 % t-interval; nil with fewer than two networks.
  let interval: Estimate?
  let words: String

  init(_ figures: [Double]) {
    let all = figures.isEmpty ? nil : Estimate(over: figures)
    value = all?.mean ?? 0
    interval = figures.count < 2 ? nil : all
    words =
      interval?.asPercentage ?? all.map { "\(percentage($0.mean)) (one network, no interval)" } ?? "not to be told"
  }
}

extension NetworkFigures {
  /// Whether its free run goes on moving without running away.
  var isAlive: Bool { freeRun.regime == .dynamic || freeRun.regime == .cycle }
}

extension Claim.Verdict {
  /// Supported where the whole interval lies above the threshold, contradicted where it lies at or below it.
  init(_ interval: Estimate?, above threshold: Double) {
    guard let interval else {
      self = .inconclusive
      return
    }
    self = interval.low > threshold ? .supported : interval.high <= threshold ? .contradicted : .inconclusive
  }

  /// Supported where the whole interval lies within ±tolerance, contradicted where it lies outside.
  init(_ interval: Estimate?, within tolerance: Double) {
    guard let interval else {
      self = .inconclusive
      return
    }
    if interval.low >= -tolerance && interval.high <= tolerance {
      self = .supported
    } else if interval.low > tolerance || interval.high < -tolerance {
      self = .contradicted
    } else {
      self = .inconclusive
    }
  }

  /// All must hold: contradicted by one that is, supported by all that are.
  init(all verdicts: [Claim.Verdict]) {
    if verdicts.contains(.contradicted) {
      self = .contradicted
    } else {
      self = verdicts.allSatisfy { $0 == .supported } ? .supported : .inconclusive
    }
  }

  /// The verdict on the opposite.
  var opposite: Claim.Verdict {
    switch self {
    case .supported: .contradicted
    case .contradicted: .supported
    case .inconclusive: .inconclusive
    }
  }
}

// MARK: - Figures in words

extension Estimate {
  /// `12.3 % (95 % interval 10.1 % to 14.5 %)`
  /// `0` where it is that and nothing else.
  var asPercentage: String {
    if isZero { return "0" }
    return isZeroAsShown(self)
      ? "below 0.05 % (95 % interval too)"
      : "\(percentage(mean)) (95 % interval \(percentage(low)) to \(percentage(high)))"
  }

  /// `0.43 (95 % interval 0.41 to 0.45)`
  func text(decimals: Int) -> String {
    "\(fixed(mean, decimals: decimals)) (95 % interval \(fixed(low, decimals: decimals)) to "
      + "\(fixed(high, decimals: decimals)))"
  }
}
