import DataSources
import Numbers
import Testing

@Suite("What a random process says about the need of memory")
struct TruthTests {
  /// The settings tried: the defaults, and the exception of each process that has one.
  static let cases: [(name: String, change: [String: Double], presentSuffices: Bool)] = defaults + exceptions

  private static let defaults: [(name: String, change: [String: Double], presentSuffices: Bool)] =
    RandomProcess.all.filter { !$0.isJoint && !special.contains($0.name) }
    .map { ($0.name, [:], $0.truth.presentSuffices) }
  // Their memory is too weak for the classes of x, or lies further back: see the tests below.
  private static let special: Set = ["momentum", "trend", "shift", "local-level", "signs", "long-memory"]

  private static let exceptions: [(name: String, change: [String: Double], presentSuffices: Bool)] = [
    ("ar2", ["phi1": 0.5, "phi2": 0], true), ("ma1", ["theta": 0], true), ("copy", ["delay": 1], true),
    ("copy", ["strength": 0], true), ("ar1-noise", ["noise": 0], true), ("ar1-noise", ["phi": 0], true),
    ("hmm", ["stay": 0.5], true), ("hmm", ["high": -1], true), ("xor", ["strength": 0], true),
    ("henon", ["b": 0], true), ("ar2", ["phi1": 0.3, "phi2": 0.3], false), ("inar", ["second": 0.3], false),
    ("arma11", ["theta": 0], true), ("bilinear", ["strength": 0], true), ("switching-ar", ["switch": 0.5], true),
    ("magnitude", ["strength": 0], true), ("tar-delay", ["lower": 0.6], true), ("long-memory", ["scales": 1], true),
    ("trend", ["slope": 0], true), ("shift", ["size": 0], true), ("signs", ["strength": 0], true),
  ]

  /// E[x_{t+1} | x_t] is fitted by lines in 60 classes of x_t; the past must explain nothing of what is left
  /// over where the present suffices, and some of it where it does not.
  @Test("is what the numbers show", arguments: cases)
  func claim(name: String, change: [String: Double], presentSuffices: Bool) throws {
    let process = try #require(RandomProcess.named(name))
    var settings = process.settings
    for (parameter, value) in change { settings[parameter] = value }
    #expect(process.presentSuffices(at: settings) == presentSuffices)

    let x = process.sample(rows: 30_000, columns: 1, at: settings, seed: 11)[0]
    let middle = x.sorted()[x.count / 2]
    let rest = residuals(of: Array(x.dropFirst()), on: Array(x.dropLast()), classes: 60)
    // rest[t] belongs to x[t + 1]; the past of x[t] in signs, so that heavy tails do not matter.
    let signs = x.map { $0 > middle ? 1.0 : -1.0 }
    let range = 3..<rest.count
    let left = range.map { rest[$0] }
    let pasts: [[Double]] = [
      range.map { signs[$0 - 1] }, range.map { signs[$0 - 2] }, range.map { signs[$0] * signs[$0 - 1] },
      range.map { x[$0] > x[$0 - 1] ? 1 : -1 },
    ]
    // The share of the variance of x that the past explains beyond x_t. A correlation of 0 has a standard error of
    // 0.006 here, so up to 0.0003 is chance.
    let gain = pasts.map { correlation(left, $0) * correlation(left, $0) }.reduce(0, max) * variance(left) / variance(x)
    if presentSuffices { #expect(gain < 0.0005) } else { #expect(gain > 0.002) }
  }

  @Test("of the logistic map in noise is what the numbers show: the value before tells where the orbit really is")
  func noisyLogistic() throws {
    let process = try #require(RandomProcess.named("logistic"))
    var settings = process.settings
    settings["noise"] = 0.05
    #expect(process.presentSuffices(at: process.settings) && !process.presentSuffices(at: settings))
    let x = process.sample(rows: 30_000, columns: 1, at: settings, seed: 11)[0]
    let rest = residuals(of: Array(x.dropFirst()), on: Array(x.dropLast()), classes: 60)
    // What x_{t-1} says of the noise in x_t, times the slope of the map there.
    let range = 1..<rest.count
    let past = range.map { t in
      let told: Double = 4 * x[t - 1] * (1 - x[t - 1])
      return (told - x[t]) * (1 - 2 * x[t])
    }
    #expect(correlation(range.map { rest[$0] }, past) > 0.2)
  }

  @Test("of var1 is what the numbers show: the whole row suffices, one column does not")
  func vector() throws {
    let process = try #require(RandomProcess.named("var1"))
    var settings = process.settings
    (settings["phi"], settings["coupling"]) = (0.1, 0.85)
    let x = process.sample(rows: 30_000, columns: 2, at: settings, seed: 11)
    let range = 1..<29_999
    let left = range.map { x[0][$0 + 1] - 0.1 * x[0][$0] - 0.85 * x[1][$0] }
    #expect(correlation(left, range.map { x[0][$0 - 1] }).magnitude < 0.03)
    #expect(correlation(left, range.map { x[1][$0 - 1] }).magnitude < 0.03)
    let alone = residuals(of: range.map { x[0][$0 + 1] }, on: range.map { x[0][$0] }, classes: 60)
    #expect(correlation(alone, range.map { x[0][$0 - 1] }).magnitude > 0.06)
  }
}

/// y less a line in x, fitted by least squares within each of equally filled classes of x.
private func residuals(of y: [Double], on x: [Double], classes: Int) -> [Double] {
  let order = ascendingOrder(of: x)
  var result = [Double](repeating: 0, count: y.count)
  for k in 0..<classes {
    let part = order[k * y.count / classes..<(k + 1) * y.count / classes]
    let (meanX, meanY) = (mean(part.map { x[$0] }), mean(part.map { y[$0] }))
    let square = part.reduce(0) { $0 + (x[$1] - meanX) * (x[$1] - meanX) }
    let product = part.reduce(0) { $0 + (x[$1] - meanX) * (y[$1] - meanY) }
    let slope = square > 0 ? product / square : 0
    for i in part { result[i] = y[i] - meanY - slope * (x[i] - meanX) }
  }
  return result
}
