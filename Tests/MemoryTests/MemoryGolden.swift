import TestSupport

/// The part of Tests/Golden/statistics.json that is about Memory (make_statistics.py says how it was made).
struct MemoryGolden: Decodable {
  struct States: Decodable {
    var units: Int, values: [Double], saturation: Double, saturationByUnit: [Double], activityByUnit: [Double]
    var autocorrelation: [[Double]], integratedTime: [Double], effectiveDimension: Double
  }
  struct Interval: Decodable { var values: [Double], mean: Double, low: Double, high: Double }
  struct Block: Decodable { var series: [Double], length: Double }
  struct TwoColumns: Decodable {
    var values: [Double], train: Int, validation: Int, coefficients: [Double]
    var mean: Double, persistence: Double, linear: Double
  }
  struct Driven: Decodable {
    var inputs: Int, hidden: Int, weights: [Double], drive: [Double], lyapunov: Double, spectralRadius: Double
    var point: [Double], stateAfterPoint: [Double], freeRunningRadius: Double
  }
  var states: States
  var student: [String: Double]
  var wilson: [[Double]]
  var interval: Interval
  var blockLength: [Block]
  var panel: TwoColumns
  var network: Driven

  static let shared: MemoryGolden = Golden.read("statistics")
}

func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  a.count == b.count ? zip(a, b).map { ($0 - $1).magnitude }.max() ?? 0 : .infinity
}
