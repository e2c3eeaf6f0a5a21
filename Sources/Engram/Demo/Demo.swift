import Numbers

/// The original experiment: once as it was shown, then on many data sets without memory, then where memory is needed, then
/// the verdict of engram.
///
/// The same seed and number of data sets give the same bytes with any number of threads.
package struct Demo: Sendable, Equatable, Codable {
  /// Of engram.
  package var version: String
  /// Where all randomness starts.
  package var seed: UInt64
  /// What was repeated.
  package var experiment: OriginalExperiment
  /// The same networks on series that need memory.
  package var oscillating: OriginalExperiment
  /// On the first data set of noise, and on a window of the market if there is one.
  package var once: [SingleRun]
  /// On noise, then on random walks, then on oscillations.
  package var repeated: [Repeated]
  /// engram's test on noise as short as the original's, and on longer series.
  package var tests: [Tested]

  /// Both networks on one data set.
  package struct SingleRun: Sendable, Equatable, Codable {
    /// `noise` or `market`.
    package var data: String
    /// The first date; nil for noise.
    package var first: String?
    /// The last date; nil for noise.
    package var last: String?
    /// Of the memory model.
    package var memory: OriginalExperiment.Outcome
    /// Of its twin.
    package var twin: OriginalExperiment.Outcome
  }

  /// Data of which it is known whether they need memory.
  package enum Process: String, Sendable, Codable, CaseIterable {
    /// Independent Gaussian numbers; the best prediction is their mean.
    case noise
    /// Sums of independent Gaussian numbers, scaled as the original scales prices; the best prediction is the present row.
    case walks
    /// An oscillator driven by noise: the present value does not tell whether it rises or falls. `random:ar2` with period 10
    /// and an amplitude that shrinks by 0.985 a step: phi1 = 2 · 0.985 cos(2π/10), phi2 = -0.985². Of its variance 2.0 %
    /// cannot be predicted from all the past, 34.6 % not from the present value.
    case oscillations
  }

  /// All networks on many data sets of one process.
  package struct Repeated: Sendable, Equatable, Codable {
    /// What the data were drawn from.
    package var process: Process
    /// How many were drawn.
    package var dataSets: Int
    /// Rows after those that were trained on.
    package var heldOutRows: Int
    /// In the order of `OriginalExperiment.Model`.
    package var models: [Compared]
    /// Median of the held-out error of the best prediction without memory: for noise the mean of the training rows, for walks
    /// the present row, for oscillations the present value times the regression coefficient of the training rows.
    package var plainHeldOutError: Double
  }

  /// The figures of one model, beside the memory model.
  package struct Compared: Sendable, Equatable, Codable {
    /// Which one.
    package var model: OriginalExperiment.Model
    /// How many it has.
    package var parameters: Int
    /// Median over the data sets.
    package var trainingLoss: Double
    /// Median of the mean squared error on the next rows.
    package var heldOutError: Double
    /// Median share of the states outside 0.1 to 0.9.
    package var outside: Double
    /// Median of the standard deviation of a unit over time.
    package var unitDeviation: Double
    /// Data sets in which the held-out error is below that of the best prediction.
    package var beatsPlain: Int
    /// Data sets in which the free run becomes constant.
    package var flat: Int
    /// Beside the memory model; nil for that model itself.
    package var against: MemoryComparison?
    /// By data set.
    package var outcomes: [OriginalExperiment.Outcome]
  }

  /// Numbers of data sets.
  package struct MemoryComparison: Sendable, Equatable, Codable {
    /// The memory model has the lower training loss.
    package var memoryLearnsMore: Int
    /// The memory model has the lower held-out error.
    package var memoryPredictsBetter: Int
    /// The picture of the original: the free run with memory keeps moving, the one without becomes constant.
    package var picture: Int
    /// The reverse of the picture.
    package var reverse: Int
  }

  /// The verdicts of engram on series of noise of one length.
  package struct Tested: Sendable, Equatable, Codable {
    /// Length of each series.
    package var rows: Int
    /// Width of each data set.
    package var columns: Int
    /// How many were tested.
    package var series: Int
    /// Rows the test needs with as many columns.
    package var fewestRows: Int
    /// Of the score test.
    package var level: Double
    /// Series that are too short or do not vary.
    package var notTestable: Int
    /// Series in which memory is found, all false alarms.
    package var memory: Int
    /// 95 % interval of the share of false alarms among the series that could be tested (Clopper & Pearson 1934); nil
    /// if there are none.
    package var falseAlarms: Range?
  }

  /// An interval.
  package struct Range: Sendable, Equatable, Codable {
    /// Its lower end.
    package var low: Double
    /// Its upper end.
    package var high: Double
  }
}

extension Demo.Compared {
  /// - Parameters:
  ///   - memory: outcomes of the memory model, by data set; nil for that model itself.
  ///   - plain: the held-out error of the best prediction, by data set.
  init(
    _ model: OriginalExperiment.Model, parameters: Int, _ outcomes: [OriginalExperiment.Outcome],
    against memory: [OriginalExperiment.Outcome]?, plain: [Double]
  ) {
    func median(_ figure: (OriginalExperiment.Outcome) -> Double) -> Double {
      Moments.quantile(0.5, of: outcomes.map(figure))
    }
    let heldOut: (OriginalExperiment.Outcome) -> Double = { $0.heldOutError ?? .nan }
    (self.model, self.parameters, self.outcomes) = (model, parameters, outcomes)
    (trainingLoss, heldOutError) = (median(\.trainingLoss), median(heldOut))
    (outside, unitDeviation) = (median(\.outside), median(\.unitDeviation))
    beatsPlain = zip(outcomes, plain).count { heldOut($0) < $1 }
    flat = outcomes.count { $0.isFlat }
    against = memory.map { memory in
      let pairs = Array(zip(memory, outcomes))
      return Demo.MemoryComparison(
        memoryLearnsMore: pairs.count { $0.trainingLoss < $1.trainingLoss },
        memoryPredictsBetter: pairs.count { heldOut($0) < heldOut($1) },
        picture: pairs.count { !$0.isFlat && $1.isFlat }, reverse: pairs.count { $0.isFlat && !$1.isFlat })
    }
  }
}
