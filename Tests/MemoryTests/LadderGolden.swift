import TestSupport
import Testing

/// The part of Tests/Golden/ladder.json that is about Memory (make_ladder.py says how it was made).
struct LadderGolden: Decodable {
  struct Published: Decodable {
    var ets: [Double], arima: [Double], dieboldMariano: [[Double]], absolute: [[Double]]
    var small: [Double], large: [Double], clarkWest: [[Double]]
  }
  struct Comparison: Decodable {
    var first: [Double], second: [Double], horizon: Int, lags: Int?, statistic: Double, p: Double
  }
  struct Nested: Decodable { var small: [Double], large: [Double], horizon: Int, statistics: [Double], p: [Double] }
  struct Portmanteau: Decodable {
    var name: String, series: [Double], lags: Int, fitted: Int, statistic: Double, p: Double
  }
  struct Ratio: Decodable {
    var name: String, series: [Double], horizon: Int, ratio: Double, statistic: Double, p: Double
  }
  struct UnitRoot: Decodable {
    var name: String, series: [Double], lags: Int, statistic: Double, rows: Int, criticalValue: Double
  }
  struct Family: Decodable { var p: [Double], holm: [Double], benjaminiHochberg: [Double] }
  struct Order: Decodable {
    var name: String, series: [Double], longest: Int, criterion: [Double], order: Int, coefficients: [Double]
  }
  var published: Published
  var dieboldMariano: [Comparison]
  var clarkWest: [Nested]
  var ljungBox: [Portmanteau]
  var varianceRatio: [Ratio]
  var dickeyFuller: [UnitRoot]
  var multiplicity: [Family]
  var autoregression: [Order]

  static let shared: LadderGolden = Golden.read("ladder")
}

/// Whether a number is the expected one to a share of it.
func agrees(_ found: Double?, _ expected: Double, within share: Double = 1e-9) -> Bool {
  guard let found else { return false }
  return (found - expected).magnitude <= share * expected.magnitude
}
