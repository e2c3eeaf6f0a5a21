import Numbers

/// What the claims are judged by: both models, network by network.
struct Evidence: Sendable {
  let memory: ModelAnalysis
  let twin: ModelAnalysis
  let usefulness: PlainSkill
  let ladder: Ladder

  var networks: (memory: [NetworkFigures], twin: [NetworkFigures]) {
    (memory.networks.compactMap { $0 }, twin.networks.compactMap { $0 })
  }

  /// A figure of each pair of networks that share a seed and both trained; none where it is undefined for one of them.
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

/// A figure over networks, with its interval.
struct Measured: Sendable {
  /// 0 without a network.
  let value: Double
  /// The t-interval; nil with fewer than two networks.
  let interval: Estimate?
  let text: String

  init(_ figures: [Double]) {
    let all = figures.isEmpty ? nil : Estimate(over: figures)
    value = all?.mean ?? 0
    interval = figures.count < 2 ? nil : all
    text = interval?.text(.share) ?? all.map { "\(percentage($0.mean)) (one network)" } ?? "undefined"
  }
}

extension NetworkFigures {
  /// Whether its free run ends in a fixed point or decays towards one.
  var comesToRest: Bool { freeRun.regime == .fixedPoint || freeRun.regime == .damped }

  /// Whether its free run neither stops nor decays nor diverges.
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
    case .inconclusive, .ofBoth: self
    }
  }

  /// What is true of one model proves nothing where it is true of the other, too.
  func unless(_ other: Claim.Verdict) -> Claim.Verdict {
    self == .supported && other == .supported ? .ofBoth : self
  }

  /// How a rule says so.
  static let ofBothRule = "; true of both, which proves nothing, where the other model fulfils it too"
}
