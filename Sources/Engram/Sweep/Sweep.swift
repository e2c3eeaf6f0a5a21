import Files
import DataSources
import Reporting

/// A grid of studies: one study and lists of values for some of its settings.
///
/// A point of the grid takes one value from every list. Points are numbered from 1 in the order of the file: the last
/// list changes fastest. The numbers hang on the grid alone, so shards need not talk to each other.
public struct Sweep: Sendable, Equatable, Codable {
  /// The largest grid that is run.
  public static let mostPoints = 100_000

  /// The version that runs it: points of two versions are not mixed.
  public var version: String
  /// What all points have in common.
  public var study: Study
  /// In the order of the file.
  public var axes: [Axis]

  /// One setting and the values it takes in turn.
  public struct Axis: Sendable, Equatable, Codable {
    /// As in a study file: `hidden`, `sources`.
    public var name: String
    /// What the setting is given, in the order of the file.
    public var values: [Value]

    /// The parts as they are.
    public init(name: String, values: [Value]) { (self.name, self.values) = (name, values) }
  }

  /// What stands in one place of a list.
  public struct Value: Sendable, Equatable, Codable {
    /// What it is called in names of points, tables and figures.
    public var label: String
    /// What it does to the study.
    public var meaning: Meaning

    /// A setting of the study file, or its sources.
    public enum Meaning: Sendable, Equatable, Codable {
      /// The setting's value, as the command line has it.
      case text(String)
      case sources([String])
    }

    /// The parts as they are.
    public init(label: String, meaning: Meaning) { (self.label, self.meaning) = (label, meaning) }
  }

  /// The parts as they are.
  public init(study: Study, axes: [Axis], version: String = engramVersion) {
    (self.study, self.axes, self.version) = (study, axes, version)
  }

  /// How many points there are.
  public var count: Int { axes.reduce(1) { $0 * $1.values.count } }

  /// Whether there are some, and no more than `mostPoints`: holds for what was read from a file of a person.
  var hasPoints: Bool {
    axes.allSatisfy { !$0.values.isEmpty }
      && axes.reduce(1.0) { $0 * Double($1.values.count) } <= Double(Sweep.mostPoints)
  }

  /// - Parameter number: from 1 to `count`.
  public func point(_ number: Int) -> Point {
    var rest = number - 1
    var chosen: [Value] = []
    for axis in axes.reversed() {
      chosen.append(axis.values[rest % axis.values.count])
      rest /= axis.values.count
    }
    return Point(number: number, names: axes.map(\.name), values: chosen.reversed())
  }

  /// The study of a point.
  ///
  /// - Throws: what the study file would say of a value; nothing for a sweep that was read from a file.
  public func study(of point: Point) throws(StudyError) -> Study {
    var study = study
    for (name, value) in zip(point.names, point.values) { try value.set(name, in: &study) }
    return study
  }

  /// One study of the grid.
  public struct Point: Sendable, Equatable {
    /// From 1, in the order of the grid.
    public var number: Int
    /// Of the settings, and the value that each has here.
    public var names: [String]
    /// One of each axis.
    public var values: [Value]

    /// `hidden=8 activation=tanh sources=fx`
    public var name: String { zip(names, values).map { "\($0)=\($1.label)" }.joined(separator: " ") }
  }
}

extension Sweep.Value {
  func set(_ name: String, in study: inout Study) throws(StudyError) {
    switch meaning {
    case .text(let text): try Setting.set(name, to: text, in: &study)
    case .sources(let requests): study.sources = requests
    }
  }
}

extension Sweep {
  /// Everything that decides what the points are, as text: settings.json. What there was no choice of when the first sweeps
  /// were begun is not named where it is as it was then, so that these go on: Elman's cell, and no window.
  package var text: String {
    get throws {
      var all = try JSON(encoding: self)
      if study.training.cell == .elman { all = all.removing("study", "training", "cell") }
      if study.training.window == nil { all = all.removing("study", "training", "window") }
      return all.text
    }
  }

  /// Of the text: what a point says of the sweep it belongs to.
  public var digest: String { get throws { sha256Text(of: Array(try text.utf8)) } }
}

/// Every n-th point of a grid, from the i-th on: `2/4`.
public struct Shard: Sendable, Equatable {
  /// From 1.
  public var index: Int
  /// Of how many.
  public var count: Int

  /// The whole sweep.
  public static let all = Shard(index: 1, count: 1)

  /// The parts as they are.
  public init(index: Int, count: Int) { (self.index, self.count) = (index, count) }

  /// nil for what is not `i/n` with 1 ≤ i ≤ n.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]), index >= 1, index <= count,
      count <= Sweep.mostPoints
    else { return nil }
    self.init(index: index, count: count)
  }

  /// Whether the point of this number belongs to the shard.
  public func holds(_ point: Int) -> Bool { (point - 1) % count == index - 1 }
}
