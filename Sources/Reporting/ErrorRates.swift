import Numbers

/// How often the verdict errs, as measured on processes whose answer is known: what a report cites beside its verdict.
public struct ErrorRates: Sendable, Equatable, Codable {
  /// A number of realisations out of a number, with the interval of Clopper and Pearson (1934), 95 %.
  public struct Share: Sendable, Equatable, Codable {
    /// How many.
    public var count: Int
    /// Of how many.
    public var of: Int
    /// Lower end of the interval.
    public var low: Double
    /// Upper end.
    public var high: Double

    /// With its interval; all of 0 to 1 where there are none.
    public init(_ count: Int, of total: Int) {
      let interval = total > 0 ? clopperPearson(count, of: total) : (low: 0, high: 1)
      (self.count, of, low, high) = (count, total, interval.low, interval.high)
    }

    /// The share itself.
    public var share: Double { of == 0 ? 0 : Double(count) / Double(of) }
  }

  /// The version of engram that was measured.
  public var version: String
  /// Length of the series.
  public var rows: Int
  /// Processes without memory, and how often a verdict of memory of any kind was given on them, all together.
  public var withoutMemory: Int
  /// Of all of them together.
  public var falseAlarms: Share
  /// The one of them with the most.
  public var worst: String
  /// Its false alarms.
  public var mostFalseAlarms: Share
  /// How often the verdict `memory` was given where there is memory, and where it explains only about a tenth of what
  /// the present row leaves.
  public var found: Share
  /// The same where memory is weak.
  public var foundWeak: Share

  /// The parts as they are.
  public init(
    version: String, rows: Int, withoutMemory: Int, falseAlarms: Share, worst: String, mostFalseAlarms: Share,
    found: Share, foundWeak: Share
  ) {
    (self.version, self.rows, self.withoutMemory, self.falseAlarms) = (version, rows, withoutMemory, falseAlarms)
    (self.worst, self.mostFalseAlarms, self.found, self.foundWeak) = (worst, mostFalseAlarms, found, foundWeak)
  }

  /// What a reader of the verdict should know, in sentences.
  ///
  /// - Parameter length: rows of the panel that the verdict is about.
  public func sentences(forRows length: Int) -> [String] {
    let rows = NumberText.count(rows)
    let near =
      length == self.rows
      ? "\(rows) rows" : "\(rows) rows, the nearest measured length to the \(NumberText.count(length)) here"
    return [
      "Measured on series of \(near): of \(NumberText.count(falseAlarms.of)) without memory, from \(withoutMemory) kinds of "
        + "process, \(falseAlarms.text) were wrongly said to have memory of some kind; the most were \(mostFalseAlarms.text) "
        + "(\(worst)).",
      "Of \(NumberText.count(found.of)) series with plain memory \(found.text) got the verdict \"memory\", of "
        + "\(NumberText.count(foundWeak.of)) with weak memory, about a tenth of what the present row leaves, "
        + "\(foundWeak.text); that verdict asks for a gain on the held-out rows too.",
      "It was measured with engram \(version) and its default networks; engram calibrate repeats it, and docs/calibration has every "
        + "process and length.",
    ]
  }
}

extension ErrorRates.Share {
  /// `0.7 % (95 % interval 0.4 % to 1.1 %)`
  fileprivate var text: String {
    "\(percentage(share)) (95 % interval \(percentage(low)) to \(percentage(high)))"
  }
}
