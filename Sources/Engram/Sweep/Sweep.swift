import DataSources
import Files
import Reporting
package import SeriesMemory

/// A grid of studies: one study and lists of values for some of its settings.
///
/// A point of the grid has one value of every list. Points are numbered from 1 in the order of the file, the last list
/// changing fastest. The numbers depend on the grid only, so shards need not communicate.
package struct Sweep: Sendable, Equatable, Codable {
  /// The largest grid that is run.
  package static let mostPoints = 100_000

  /// The version that runs it: points of two versions are not mixed.
  package var version = engramVersion
  /// What all points have in common.
  package var study: Study
  /// In the order of the file.
  package var axes: [Axis]
  /// How much of rung 0 is done where a point is no report but a source whose series are tested.
  package var test: TestDepth?

  /// One setting and the values it takes in turn.
  package struct Axis: Sendable, Equatable, Codable {
    /// Of the setting: `hidden`, `sources`.
    package var name: String
    /// The values, in the order of the file.
    package var values: [Value]
  }

  /// One element of a list.
  package struct Value: Sendable, Equatable, Codable {
    /// Its name in tables and figures.
    package var label: String
    /// The change it makes to the study.
    package var meaning: Meaning

    /// A setting of the study file, or its sources.
    package enum Meaning: Sendable, Equatable, Codable {
      /// The value of a setting, in the form of the command line.
      case text(String)
      case sources([String])
    }
  }

  /// How many points there are.
  package var count: Int { axes.reduce(1) { $0 * $1.values.count } }

  /// The requests of all points, each once.
  package var requests: [String] {
    var requests = study.sources
    for value in axes.flatMap(\.values) {
      if case .sources(let more) = value.meaning { requests += more.filter { !requests.contains($0) } }
    }
    return requests
  }

  /// Whether there are points, and at most `mostPoints`. This holds for a sweep that was read from a sweep file.
  var hasPoints: Bool {
    axes.allSatisfy { !$0.values.isEmpty }
      && axes.reduce(1.0) { $0 * Double($1.values.count) } <= Double(Sweep.mostPoints)
  }

  /// - Parameter number: from 1 to `count`.
  package func point(_ number: Int) -> Point {
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
  /// - Throws: `StudyError` for a value that is not allowed; nothing for a sweep that was read from a sweep file.
  package func study(of point: Point) throws(StudyError) -> Study {
    var study = study
    for (name, value) in zip(point.names, point.values) { try value.set(name, in: &study) }
    return study
  }

  /// One study of the grid.
  package struct Point: Sendable, Equatable {
    /// From 1, in the order of the grid.
    package var number: Int
    /// Of the settings, and the value that each has here.
    package var names: [String]
    /// One of each axis.
    package var values: [Value]

    /// `hidden=8 activation=tanh sources=fx`
    package var name: String { zip(names, values).map { "\($0)=\($1.label)" }.joined(separator: " ") }
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
  /// Everything that decides what the points are, as text: settings.json.
  ///
  /// Elman's cell, a window and a test that are not set are left out, because the first sweeps had no such settings and
  /// must be able to continue.
  package var text: String {
    get throws {
      var all = try JSON(encoding: shown)
      if study.training.cell == .elman { all = all.removing("study", "training", "cell") }
      if study.training.window == nil { all = all.removing("study", "training", "window") }
      if test == nil { all = all.removing("test") }
      return all.text
    }
  }

  /// Without the keys that URLs hold.
  package var shown: Sweep {
    var sweep = self
    sweep.study = study.shown
    for axis in axes.indices {
      for k in axes[axis].values.indices {
        let value = axes[axis].values[k]
        sweep.axes[axis].values[k].label = Redactor().line(value.label)
        guard case .sources(let requests) = value.meaning else { continue }
        sweep.axes[axis].values[k].meaning = .sources(requests.map { Redactor().line($0) })
      }
    }
    return sweep
  }

  /// Of the text. Each point states the digest of its sweep.
  package var digest: String { get throws { sha256Text(of: Array(try text.utf8)) } }
}

/// Every n-th point of a grid, from the i-th on; written `2/4`.
package struct Shard: Sendable, Equatable {
  /// From 1.
  package var index: Int
  /// Of how many.
  package var count: Int

  /// The whole sweep.
  package static let all = Shard(index: 1, count: 1)

  package init(index: Int, count: Int) { (self.index, self.count) = (index, count) }

  /// nil for what is not `i/n` with 1 ≤ i ≤ n.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]), index >= 1, index <= count,
      count <= Sweep.mostPoints
    else { return nil }
    self.init(index: index, count: count)
  }

  /// Whether the point of this number belongs to the shard.
  package func holds(_ point: Int) -> Bool { (point - 1) % count == index - 1 }
}
