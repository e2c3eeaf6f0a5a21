package import Memory
import Numbers
import SeriesMemory

/// How often the verdict errs, as measured on processes whose answer is known: what a report cites beside its verdict.
public struct ErrorRates: Sendable, Equatable, Codable {
  /// A number of realisations out of a number, with the interval of Clopper and Pearson (1934).
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
      let interval = total > 0 ? clopperPearson(count, of: total, confidence: Rules.confidence) : (low: 0, high: 1)
      (self.count, of, low, high) = (count, total, interval.low, interval.high)
    }

    /// The share itself.
    public var share: Double { of == 0 ? 0 : Double(count) / Double(of) }

    /// The share with its interval.
    package var estimate: Estimate { Estimate(mean: share, low: low, high: high) }
  }

  /// The version of engram that was measured.
  public var version: String
  /// Length of the series without memory.
  public var rows: Int
  /// Processes without memory.
  public var withoutMemory: Int
  /// How often rung 0 found memory in them, all together.
  public var falseAlarms: Share
  /// The process with the most false alarms.
  public var worst: String
  /// Its false alarms.
  public var mostFalseAlarms: Share
  /// Length of the series with memory.
  public var memoryRows: Int
  /// Processes with memory.
  public var withMemory: Int
  /// How often rung 0 found memory where there is some.
  public var found: Share
  /// The same where memory is weak: it explains at most about a tenth of the remaining variance.
  public var foundWeak: Share
  /// How often the verdict was `memory` where there is memory: it also asks that memory pays.
  public var judged: Share

  package init(
    version: String, rows: Int, withoutMemory: Int, falseAlarms: Share, worst: String, mostFalseAlarms: Share,
    memoryRows: Int, withMemory: Int, found: Share, foundWeak: Share, judged: Share
  ) {
    (self.version, self.rows, self.withoutMemory, self.falseAlarms) = (version, rows, withoutMemory, falseAlarms)
    (self.worst, self.mostFalseAlarms) = (worst, mostFalseAlarms)
    (self.memoryRows, self.withMemory) = (memoryRows, withMemory)
    (self.found, self.foundWeak, self.judged) = (found, foundWeak, judged)
  }

  /// What a reader of the verdict should know, in sentences.
  ///
  /// - Parameter length: rows of the panel that the verdict is about.
  package func sentences(forRows length: Int) -> [String] {
    let nearest = length == rows ? "" : ", the nearest measured length to \(grouped(length))"
    return [
      "On \(grouped(falseAlarms.of)) series without memory, of \(grouped(rows)) rows\(nearest), rung 0 found memory in"
        + " \(percentage(falseAlarms.share)).",
      "On \(grouped(found.of)) series of \(grouped(memoryRows)) rows with plain memory it was found in \(percentage(found.share)); with weak memory in"
        + " \(percentage(foundWeak.share)).",
      "Measured with engram \(version). docs/calibration has every process and length.",
    ]
  }

  /// The numbers behind the sentences.
  var table: Table {
    func row(_ name: String, _ rows: Int, _ share: Share) -> Table.Row {
      .init(name, [.count(rows), .count(share.of), .interval(share.estimate, .share)])
    }
    return Table(
      "How often memory is found",
      columns: ["processes", "rows", "series", .init("found [\(Rules.confidenceText) interval]")],
      rows: [
        row("\(withoutMemory) without memory", rows, falseAlarms),
        row("the worst of them, \(worst)", rows, mostFalseAlarms),
        row("\(withMemory) with memory", memoryRows, found), row("with weak memory", memoryRows, foundWeak),
      ] + (judged.of == 0 ? [] : [row("with memory: the verdict 'memory'", memoryRows, judged)]))
  }
}
