package import DataSources
import Numbers
import Yams

extension Sweep {
  /// Reads a sweep: a study file with one more key, `grid`, a mapping from settings to lists of values.
  ///
  ///     sources: [x=random:ar2?rows=500]
  ///     epochs: 100
  ///     grid:
  ///       hidden: [4, 8, 16]
  ///       lag: [{}, {x: 1}]
  ///       sources:
  ///         linear: [x=random:ar2?rows=500]
  ///         noise: [x=random:gaussian?rows=500]
  ///
  /// Control and surrogates are off unless the file asks for them: the verdict needs neither, and they take three quarters
  /// of the time of a report.
  ///
  /// - Throws: `StudyError` with the file, the line and the problem. Every value is tried and every request is parsed
  ///   before anything runs.
  package init(readingFile path: String, registry: SourceRegistry = .builtIn) throws(StudyError) {
    let file = try StudyText(readingFile: path)
    try self.init(yaml: file.text, path: path, registry: registry)
  }

  /// Reads the text of a sweep; `path` is its name in errors.
  package init(yaml text: String, path: String, registry: SourceRegistry = .builtIn) throws(StudyError) {
    let settings = try Study.settings(yaml: text, path: path)
    var study = Study()
    (study.control, study.surrogates) = (false, 0)
    try study.read(settings, path: path, leaving: "grid")
    guard let (key, grid) = settings.first(where: { $0.key.scalar?.string == "grid" }) else {
      throw .file(path, found: "a sweep needs a 'grid', settings with lists of values such as 'grid: {hidden: [4, 8]}'")
    }
    guard let lists = grid.mapping, !lists.isEmpty else {
      throw StudyError.value(
        "grid", given: grid.scalar?.string ?? "a list", allowed: "settings with lists of values, as hidden: [4, 8]"
      ).at(key.mark, in: path)
    }
    // Before any value is read: a grid can be far too large.
    let count = lists.reduce(1.0) { $0 * Double(max($1.value.sequence?.count ?? $1.value.mapping?.count ?? 1, 1)) }
    guard count <= Double(Sweep.mostPoints) else {
      throw StudyError.value(
        "grid", given: "\(fixed(count, decimals: 0)) points",
        allowed: "at most \(Sweep.mostPoints); leave some values out, or make several sweeps of it"
      ).at(key.mark, in: path)
    }
    var axes: [Axis] = []
    for (key, values) in lists {
      guard let name = key.scalar?.string else {
        throw StudyError.value("a key of the grid", given: "a list", allowed: "the name of a setting")
          .at(key.mark, in: path)
      }
      let axis = GridReader(name: name, path: path, study: study, registry: registry)
      axes.append(try axis.read(values, at: key.mark))
    }
    if lists.contains(where: { $0.key.scalar?.string == "sources" }) {
      if !settings.contains(where: { $0.key.scalar?.string == "fixtures" }) { study.fixtures = [] }
    } else if let (key, _) = settings.first(where: { $0.key.scalar?.string == "sources" }) {
      try GridReader(name: "sources", path: path, study: study, registry: registry).check(study.sources, key.mark)
    }
    self.init(study: study, axes: axes)
  }
}

/// Reads the values that one setting takes in a grid.
private struct GridReader {
  var name: String
  var path: String
  /// The study in which values are tried.
  var study: Study
  var registry: SourceRegistry

  func read(_ node: Node, at mark: Mark?) throws(StudyError) -> Sweep.Axis {
    var values: [(Sweep.Value, Mark?)] = []
    switch (name, node) {
    case ("fixtures", _), ("grid", _):
      throw StudyError.value(name, given: "in the grid", allowed: "the same for all points").at(mark, in: path)
    case ("sources", .mapping(let named)):
      for (key, value) in named { values.append((try sources(value, called: key.scalar?.string, key.mark), key.mark)) }
    case ("sources", .sequence(let lists)):
      for list in lists { values.append((try sources(list, called: nil, list.mark ?? mark), list.mark ?? mark)) }
    case (_, .sequence(let list)):
      for value in list { values.append((try setting(value, value.mark ?? mark), value.mark ?? mark)) }
    default:
      // Report an unknown name before an invalid value.
      _ = try setting(node, mark)
      throw StudyError.value(name, given: node.scalar?.string ?? "a mapping", allowed: "a list of values, as [4, 8]")
        .at(mark, in: path)
    }
    if values.isEmpty {
      throw StudyError.value(name, given: "", allowed: "a list of at least one value").at(mark, in: path)
    }
    var seen: Set<Study> = []
    for (value, mark) in values {
      var changed = study
      do { try value.set(name, in: &changed) } catch { throw error.at(mark, in: path) }
      if !seen.insert(changed).inserted {
        throw StudyError.value(name, given: value.label, allowed: "another value each time; this one occurs twice")
          .at(mark, in: path)
      }
    }
    return Sweep.Axis(name: name, values: values.map(\.0))
  }

  private func setting(_ node: Node, _ mark: Mark?) throws(StudyError) -> Sweep.Value {
    do throws(StudyError) {
      let text = try Study.text(of: name, node)
      var changed = study
      try Setting.set(name, to: text, in: &changed)
      return Sweep.Value(label: text.isEmpty ? "none" : text, meaning: .text(text))
    } catch {
      throw error.at(mark, in: path)
    }
  }

  /// One request, or a list of them.
  private func sources(_ node: Node, called label: String?, _ mark: Mark?) throws(StudyError) -> Sweep.Value {
    var requests: [String] = []
    if let one = node.scalar?.string, !one.isEmpty {
      requests = [one]
    } else {
      do throws(StudyError) {
        requests = try Study.list(name, node, of: "requests such as csv:prices.csv?value=Close")
      } catch {
        throw error.at(mark, in: path)
      }
    }
    try check(requests, mark)
    return Sweep.Value(label: label ?? requests.joined(separator: " + "), meaning: .sources(requests))
  }

  /// Parses every request; fetches nothing.
  func check(_ requests: [String], _ mark: Mark?) throws(StudyError) {
    for request in requests {
      do throws(SourceError) {
        _ = try registry.source(request)
      } catch {
        throw .file(path, found: (mark.map { "line \($0.line): " } ?? "") + error.description)
      }
    }
  }
}
