import Numbers

/// The families of the features, and the columns whose past they are.
struct FeatureFamilies {
  /// With the learnt predictor, the last one.
  let count: Int
  let all: FeatureGroups
  let families: Range<Int>
  let sources: Range<Int>
  private let members: [(family: PastFeatures.Family, features: [Int])]
  /// The number of each feature's family.
  private let family: [Int]
  /// By family.
  private let criticals: [Double]

  init(_ features: PastFeatures, column d: Int, columns D: Int) {
    let list = features.features
    count = list.count + 1
    let members: [(family: PastFeatures.Family, features: [Int])] = PastFeatures.Family.allCases.compactMap { family in
      let these = family == .learnt ? [list.count] : list.indices.filter { list[$0].family == family }
      return these.isEmpty ? nil : (family, these)
    }
    self.members = members
    families = 0..<members.count
    sources = families.upperBound..<families.upperBound + D
    var family = Array(repeating: 0, count: list.count + 1)
    for (group, member) in members.enumerated() { for k in member.features { family[k] = group } }
    self.family = family
    criticals = members.map { member in
      member.family == .learnt
        ? .infinity : PlantedMemory.critical(tail: PlantedMemory.referenceTail, features: member.features.count)
    }
    var sizes = members.map(\.features.count) + Array(repeating: 0, count: D)
    for feature in list { sizes[sources.lowerBound + feature.column] += 1 }
    let start = sources.lowerBound
    all = FeatureGroups(
      sizes: sizes, family: family, source: list.map { start + $0.column } + [nil],
      oneSided: members.firstIndex { $0.family == .learnt })
  }

  func named(_ tails: [Double], _ statistics: [Double]) -> (
    [(family: PastFeatures.Family, tail: Double, best: Int)], [Double]
  ) {
    let families = zip(members, tails).map { member, tail in
      let best = member.features.max { statistics[$0].magnitude < statistics[$1].magnitude }
      return (family: member.family, tail: tail, best: best ?? 0)
    }
    return (families, Array(tails[sources]))
  }

  /// The statistic of a feature that gives its family the reference tail. The learnt predictor does not learn what is planted,
  /// so it finds nothing.
  func critical(_ feature: Int) -> Double { criticals[family[feature]] }
}
