import Panels

extension SweepTable {
  /// Points whose data differ from those of an earlier one with the same sources, panel and seed, and that earlier one: a
  /// file or a server changed in between.
  package var changedData: [(point: Int, first: Int)] {
    /// Everything in a study that its panel depends on.
    struct PanelKey: Hashable {
      var sources: [String]
      var panel: PanelOptions
      var seed: UInt64
    }
    var known: [PanelKey: (sum: String, point: Int)] = [:]
    return rows.compactMap { row in
      guard let sum = row.finding?.panel, let study = try? sweep.study(of: row.point) else { return nil }
      let key = PanelKey(sources: study.sources, panel: study.panel, seed: study.training.seed)
      guard let first = known[key] else {
        known[key] = (sum, row.point.number)
        return nil
      }
      return first.sum == sum ? nil : (row.point.number, first.point)
    }
  }

  /// A warning about them; nil without any.
  var dataWarning: String? {
    let changed = changedData
    guard let one = changed.first else { return nil }
    let points = SweepError.ranges(changed.map(\.point))
    return "The data changed while the sweep ran. These points have other data than an earlier point with the same "
      + "sources: \(points) (first \(one.point) against \(one.first)). Remove the files of the outdated points and run the "
      + "sweep again."
  }
}
