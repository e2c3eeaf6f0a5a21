// One model on one panel: estimates over the networks that trained.

import Numbers
import Panels
import Recurrence
import SeriesMemory

/// What the claims need of a model besides its findings: figures by network, errors by test row.
package struct ModelAnalysis: Sendable {
  package let findings: ModelFindings
  /// One for each network in the order of the seeds; nil for one that did not train.
  let networks: [NetworkFigures?]
  /// The errors of the prediction averaged over the networks, on the test part.
  package let forecast: ForecastErrors

  /// Its squared error by test row, averaged over the columns.
  var errors: [Double] { forecast.squared }

  /// - Parameters:
  ///   - networks: those of the model, nil for one that did not train.
  ///   - forecast: of those that trained.
  init(
    of model: Trained, _ networks: [NetworkAnalysis?], _ forecast: MeanForecast, named name: String, on panel: Panel
  ) throws(MemoryError) {
    self.networks = networks.map { $0?.figures }
    let trained = self.networks.compactMap(\.self)
    guard let shown = trained.first, let errors = forecast.errors(over: panel.split.testRows) else {
      throw model.noneTrained(name, on: panel)
    }
    self.forecast = errors
    let usable = zip(model.networks, networks).filter { $0.1 != nil }.map(\.0)

    func estimate(_ figure: (NetworkFigures) -> Double) -> Estimate { Estimate(over: trained.map(figure)) }
    findings = ModelFindings(
      networks: trained.count, diverged: networks.count - trained.count,
      trainLoss: estimate(\.trainLoss), validationLoss: estimate(\.validationLoss), testLoss: estimate(\.testLoss),
      ensembleTestLoss: errors.loss, bestEpoch: estimate { Double($0.bestEpoch) },
      trainLossHistory: Estimate.eachEpoch(over: usable.map(\.trainLoss)),
      validationLossHistory: Estimate.eachEpoch(over: usable.map(\.validationLoss)),
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

extension Trained {
  /// - Parameter name: of the model, in the error's sentence.
  func checkTrained(_ name: String, on panel: Panel) throws(MemoryError) {
    guard networks.contains(where: \.isUsable) else { throw noneTrained(name, on: panel) }
  }

  fileprivate func noneTrained(_ name: String, on panel: Panel) -> MemoryError {
    .noneTrained(
      panel: panel.name, model: name, networks: networks.count, epoch: networks.compactMap(\.divergedAt).min())
  }
}
