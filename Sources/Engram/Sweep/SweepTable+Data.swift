import Panels

extension SweepTable {
  /// Points that rest on other data than an earlier one with the same sources, panel and seed, and that earlier one: a
  /// file or a server changed in between, say while the sweep stood still.
  public var changedData: [(point: Int, first: Int)] {
    /// Everything in a study that its panel depends on.
    struct Asked: Hashable {
      var sources: [String]
      var panel: PanelOptions
      var seed: UInt64
    }
    var known: [Asked: (sum: String, point: Int)] = [:]
    return rows.compactMap { row in
      guard let sum = row.finding?.panel, let study = try? sweep.study(of: row.point) else { return nil }
      let asked = Asked(sources: study.sources, panel: study.panel, seed: study.training.seed)
      guard let first = known[asked] else {
        known[asked] = (sum, row.point.number)
        return nil
      }
      return first.sum == sum ? nil : (row.point.number, first.point)
    }
  }

  /// What there is to say of them; nil where all rest on the same.
  var dataWarning: String? {
    let changed = changedData
    guard let one = changed.first else { return nil }
    let points = SweepError.ranges(changed.map(\.point))
    return "The data changed while the sweep ran. On another panel than a point before with the same sources: "
      + "\(points) (\(one.point) against \(one.first), to begin with). Remove the files of the points that are out of "
      + "date and run the sweep again."
  }
}
