// One model on one panel: every network by itself, then the estimates over those that trained.

import Numbers
package import Panels
package import Recurrence

/// What the claims need of a model besides its findings: figures by network, errors by test row.
package struct ModelAnalysis: Sendable {
  package let findings: ModelFindings
  /// One for each network in the order of the seeds; nil for one that did not train.
  let networks: [NetworkFigures?]
  /// What the prediction averaged over the networks misses on the test part.
  package let forecast: ForecastErrors

  /// Its squared error by test row, averaged over the columns.
  var errors: [Double] { forecast.squared }

  /// - Parameter name: what an error calls the model.
  package init(_ name: String, _ model: Trained, on panel: Panel) throws(MemoryError) {
    let rows = Pairs(panel)
    let networks = model.networks.map { NetworkFigures($0, on: rows) }
    let trained = networks.compactMap { $0 }
    guard let shown = trained.first else {
      let epoch = model.networks.compactMap(\.divergedAt).min()
      throw .noneTrained(panel: panel.name, model: name, networks: networks.count, epoch: epoch)
    }
    let usable = zip(model.networks, networks).filter { $0.1 != nil }.map(\.0)
    forecast = ensembleErrors(usable, on: rows)
    self.networks = networks

    func estimate(_ figure: (NetworkFigures) -> Double) -> Estimate { Estimate(over: trained.map(figure)) }
    findings = ModelFindings(
      networks: trained.count, diverged: networks.count - trained.count,
      trainLoss: estimate(\.trainLoss), validationLoss: estimate(\.validationLoss), testLoss: estimate(\.testLoss),
      ensembleTestLoss: forecast.loss, bestEpoch: estimate { Double($0.bestEpoch) },
      trainLossHistory: Estimate.each(over: usable.map(\.trainLoss)),
      validationLossHistory: Estimate.each(over: usable.map(\.validationLoss)),
      states: StateFindings(of: trained, shown: shown), rollout: RolloutFindings(of: trained))
  }
}

extension StateFindings {
  init(of networks: [NetworkFigures], shown: NetworkFigures) {
    func estimate(_ figure: (NetworkFigures) -> Double) -> Estimate { Estimate(over: networks.map(figure)) }
    /// Over the networks that have the figure; nil where none has.
    func possible(_ figure: (NetworkFigures) -> Double?) -> Estimate? {
      let figures = networks.compactMap(figure)
      return figures.isEmpty ? nil : Estimate(over: figures)
    }
    self.init(
      saturation: possible(\.states.saturation), activity: estimate(\.states.activity),
      deadUnits: estimate { Double($0.states.deadUnits) },
      autocorrelation: Estimate.each(over: networks.compactMap(\.states.autocorrelation)),
      integratedTime: possible(\.states.integratedTime), effectiveDimension: estimate(\.states.effectiveDimension),
      spectralRadius: possible(\.spectralRadius),
      rolloutSpectralRadius: estimate(\.rolloutSpectralRadius),
      lyapunov: possible(\.lyapunov), collapse: estimate(\.states.collapse),
      saturationByUnit: shown.states.saturationByUnit, activityByUnit: shown.states.activityByUnit)
  }
}

extension RolloutFindings {
  init(of networks: [NetworkFigures]) {
    let counts = Regime.allCases.map { regime in networks.count { $0.freeRun.regime == regime } }
    let settled = networks.compactMap(\.freeRun.settledAt).map(Double.init)
    // The first of equals, in the order of the cases.
    let most = counts.max() ?? 0
    let commonest = zip(Regime.allCases, counts).first { $0.1 == most }?.0 ?? .dynamic
    self.init(
      regimes: Dictionary(uniqueKeysWithValues: zip(Regime.allCases.map(\.rawValue), counts)), regime: commonest,
      settledAt: settled.isEmpty ? nil : Estimate(over: settled),
      varianceRatio: Estimate(over: networks.map(\.varianceRatio)),
      errorByHorizon: Estimate.each(over: networks.map(\.errorByHorizon)))
  }
}

/// What the mean prediction of the networks misses, by row and column; of the test part by default.
func ensembleErrors(
  _ networks: [TrainedNetwork], on rows: Pairs, over targets: Range<Int>? = nil
) -> ForecastErrors {
  let means = networks.meanPredictions
  return rows.errors(over: targets) { t in Array(means[(t - 1) * rows.width..<t * rows.width]) }
}
