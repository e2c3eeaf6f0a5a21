import TestSupport
import Testing

/// The part of Tests/Golden/statistics.json that is about Numbers (make_statistics.py says how it was made).
struct StatisticsGolden: Decodable {
  struct Matrix: Decodable, CustomTestStringConvertible {
    var name: String, order: Int, matrix: [Double], real: [Double], imaginary: [Double], symmetric: [Double]
    var testDescription: String { name }
  }
  struct Regression: Decodable {
    var x: [Double], y: [Double], ordinary: [Double], ridge: [String: [Double]]
  }
  var eigenvalues: [Matrix]
  var regression: Regression

  static let shared: StatisticsGolden = Golden.read("statistics")
}
