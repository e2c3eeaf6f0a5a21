import FoundationEssentials
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

  static let shared: StatisticsGolden = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Golden/statistics.json")
    do {
      return try JSONDecoder().decode(StatisticsGolden.self, from: Data(contentsOf: file))
    } catch {
      fatalError("\(file.path): \(error)")
    }
  }()
}
