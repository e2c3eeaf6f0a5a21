import Numbers

/// The original experiment, exactly: once as it was shown, then on many data sets without memory, then what engram says.
///
/// Same seed and number of data sets, same bytes, with any number of threads.
public struct Demo: Sendable, Equatable, Codable {
  /// Of engram.
  public var version: String
  /// Where all randomness starts.
  public var seed: UInt64
  /// What was repeated.
  public var experiment: OriginalExperiment
  /// The first data set of noise, and a window of the market where there is one.
  public var once: [Once]
  /// On noise, then on random walks.
  public var repeated: [Repeated]
  /// engram's test on noise as short as the original's, and on longer series.
  public var tests: [Tested]

  /// Both networks on one data set.
  public struct Once: Sendable, Equatable, Codable {
    /// What the series are.
    public var data: String
    /// The first and the last date; nil for noise.
    public var first: String?
    /// The last date; nil where there are none.
    public var last: String?
    /// Of the memory model.
    public var memory: OriginalExperiment.Outcome
    /// Of its twin.
    public var twin: OriginalExperiment.Outcome
  }

  /// Data in which the past beyond the present row is of no use.
  public enum Process: String, Sendable, Codable, CaseIterable {
    /// Independent Gaussian numbers: the present row is of no use either, and nothing is better than their mean.
    case noise
    /// Sums of independent Gaussian numbers, scaled as the original scales prices: nothing is better than the present row.
    case walks
  }

  /// All networks on many data sets of one process.
  public struct Repeated: Sendable, Equatable, Codable {
    /// What the data were drawn from.
    public var process: Process
    /// How many were drawn.
    public var dataSets: Int
    /// Rows after those that were trained on.
    public var heldOutRows: Int
    /// In the order of `OriginalExperiment.Model`.
    public var models: [Compared]
    /// Median of the held-out error of the best prediction: of noise the mean of the rows that were learned, of walks the
    /// present row.
    public var plainHeldOutError: Double
  }

  /// What one model came to, beside the memory model.
  public struct Compared: Sendable, Equatable, Codable {
    /// Which one.
    public var model: OriginalExperiment.Model
    /// How many it has.
    public var parameters: Int
    /// Medians over the data sets.
    public var trainingLoss: Double
    /// Mean squared error on the next rows, in the median.
    public var heldOutError: Double
    /// Share of the states outside 0.1 to 0.9, in the median.
    public var outside: Double
    /// Standard deviation of a unit over time, in the median.
    public var unitDeviation: Double
    /// Data sets in which the held-out error is below that of the plain prediction.
    public var beatsPlain: Int
    /// Data sets in which the free run comes to rest.
    public var flat: Int
    /// How it stands to the network with memory; nil for that network itself.
    public var against: Against?
    /// By data set.
    public var outcomes: [OriginalExperiment.Outcome]
  }

  /// Numbers of data sets.
  public struct Against: Sendable, Equatable, Codable {
    /// The network with memory has the lower training loss, the lower held-out error.
    public var memoryLearnsMore: Int
    /// Data sets on which the memory model's error on new rows is the lower one.
    public var memoryPredictsBetter: Int
    /// The original's picture: the free run with memory moves on and the one without comes to rest; and its reverse.
    public var picture: Int
    /// Data sets on which it is the other way round.
    public var reverse: Int
  }

  /// What engram's verdict says of series of noise of one length.
  public struct Tested: Sendable, Equatable, Codable {
    /// Length of each series.
    public var rows: Int
    /// Width of each data set.
    public var columns: Int
    /// How many were tested.
    public var series: Int
    /// Rows the test needs with as many columns.
    public var fewestRows: Int
    /// Of the score test.
    public var level: Double
    /// Series that are too short or do not vary.
    public var notTestable: Int
    /// Series of which that was said.
    public var noMemoryFound: Int
    /// Series of which nothing can be said.
    public var inconclusive: Int
    /// A false alarm.
    public var memory: Int
    /// 95 % interval of the share of false alarms among the series that could be tested (Clopper & Pearson 1934); nil
    /// where there are none.
    public var falseAlarms: Range?
  }

  /// An interval.
  public struct Range: Sendable, Equatable, Codable {
    /// Its lower end.
    public var low: Double
    /// Its upper end.
    public var high: Double
  }
}

extension Demo.Compared {
  /// - Parameters:
  ///   - memory: what became of the network with memory, data set by data set; nil for itself.
  ///   - plain: the held-out error of the plain prediction, data set by data set.
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
      return Demo.Against(
        memoryLearnsMore: pairs.count { $0.trainingLoss < $1.trainingLoss },
        memoryPredictsBetter: pairs.count { heldOut($0) < heldOut($1) },
        picture: pairs.count { !$0.isFlat && $1.isFlat }, reverse: pairs.count { $0.isFlat && !$1.isFlat })
    }
  }
}
