import Numbers

/// Sets of features, each judged by its largest statistic: families and the columns whose past they are.
struct FeatureGroups: Sendable {
  /// Features of each group: families first, then sources.
  let sizes: [Int]
  /// The groups of each feature.
  private let family: [Int]
  private let source: [Int]
  /// The family of which only positive statistics count.
  private let oneSided: Int?

  /// - Parameter source: nil for a feature of no single column.
  init(sizes: [Int], family: [Int], source: [Int?], oneSided: Int?) {
    // A feature of no single column counts in its family twice.
    (self.sizes, self.family, self.oneSided) = (sizes, family, oneSided)
    self.source = zip(family, source).map { $1 ?? $0 }
  }

  /// The largest statistic of each group so far, by draw.
  struct Maxima: Sendable {
    private var largest: [Double]
    private let groups: FeatureGroups

    init(_ groups: FeatureGroups, draws: Int) {
      self.groups = groups
      largest = Array(repeating: 0, count: draws * groups.sizes.count)
    }

    /// - Parameters:
    ///   - statistics: draws × q.
    ///   - first: the first of the q features.
    mutating func add(_ statistics: [Double], _ q: Int, from first: Int) {
      let G = groups.sizes.count
      groups.family.withUnsafeBufferPointer { family in
        groups.source.withUnsafeBufferPointer { source in
          statistics.withUnsafeBufferPointer { statistics in
            largest.withUnsafeMutableBufferPointer { largest in
              for b in 0..<statistics.count / q {
                for k in 0..<q {
                  let value = statistics[b * q + k]
                  let size = family[first + k] == groups.oneSided ? value : value.magnitude
                  let (one, other) = (b * G + family[first + k], b * G + source[first + k])
                  if size > largest[one] { largest[one] = size }
                  if size > largest[other] { largest[other] = size }
                }
              }
            }
          }
        }
      }
    }

    /// Of one draw, by group: the chance that the largest of as many independent normal statistics is as large.
    ///
    /// It makes groups of different size comparable; the draws say how rare it is.
    func tails(_ draw: Int) -> [Double] { groups.sizes.indices.map { tail(draw, $0) } }

    /// The smallest of one draw. Of groups of one size the largest statistic has it.
    func smallestTail(_ draw: Int, of some: Range<Int>) -> Double {
      let first = draw * groups.sizes.count
      var largestBySize: [(size: Int, group: Int)] = []
      var smallest = 1.0
      for group in some {
        if group == groups.oneSided {
          smallest = min(smallest, tail(draw, group))
        } else if let place = largestBySize.firstIndex(where: { $0.size == groups.sizes[group] }) {
          if largest[first + group] > largest[first + largestBySize[place].group] { largestBySize[place].group = group }
        } else {
          largestBySize.append((groups.sizes[group], group))
        }
      }
      return largestBySize.reduce(smallest) { min($0, tail(draw, $1.group)) }
    }

    private func tail(_ draw: Int, _ group: Int) -> Double {
      FeatureGroups.tail(
        largest[draw * groups.sizes.count + group], of: groups.sizes[group], isOneSided: group == groups.oneSided)
    }
  }

  /// The chance that the largest of some independent normal statistics is as large.
  static func tail(_ largest: Double, of count: Int, isOneSided: Bool = false) -> Double {
    atLeastOnce(isOneSided ? normalTail(largest) : min(1, 2 * normalTail(largest)), of: count)
  }
}

/// 1 - (1 - p)^n, without loss of digits for small p.
private func atLeastOnce(_ p: Double, of n: Int) -> Double {
  if p >= 1 { return 1 }
  if p * Double(n) < 1e-6 { return p * Double(n) }
  return 1 - exponential(Double(n) * logarithm(1 - p))
}

/// p of one of n events of which at least one happens with the given probability: 1 - (1 - p)^(1/n).
func alone(_ together: Double, of n: Int) -> Double {
  if together >= 1 { return 1 }
  if together < 1e-6 { return together / Double(n) }
  return 1 - exponential(logarithm(1 - together) / Double(n))
}
