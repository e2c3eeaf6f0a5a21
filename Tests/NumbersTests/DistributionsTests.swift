import Numbers
import TestSupport
import Testing

/// The part of Tests/Golden/ladder.json that is about Numbers (make_ladder.py says how it was made): arguments and value.
struct Tails: Decodable {
  var logGamma: [[Double]], normalTail: [[Double]], chiSquareTail: [[Double]], studentTail: [[Double]]
  var betaBelow: [[Double]], normalQuantile: [[Double]], clopperPearson: [[Double]]

  static let shared: Tails = Golden.read("ladder")
}

@Suite("Tails of distributions")
struct DistributionsTests {
  let golden = Tails.shared

  /// To a share of each value; an exact 0 only where it is 0.
  private func compare(_ rows: [[Double]], within tolerance: Double = 5e-11, _ f: ([Double]) -> Double) {
    #expect(!rows.isEmpty)
    for row in rows {
      let (found, expected) = (f(row), row[row.count - 1])
      let off = expected == 0 ? found.magnitude : (found / expected - 1).magnitude
      #expect(off <= tolerance, "\(row.dropLast()): \(found), not \(expected)")
    }
  }

  @Test("ln Γ is scipy's")
  func gamma() { compare(golden.logGamma) { logGamma($0[0]) } }

  @Test("the normal tail is scipy's, out to 37 standard deviations")
  func normal() { compare(golden.normalTail) { normalTail($0[0]) } }

  @Test("the tail of χ² is scipy's, down to 1e-280")
  func chiSquare() { compare(golden.chiSquareTail) { chiSquareTail($0[0], degrees: $0[1]) } }

  @Test("the tail of Student's t is scipy's, from one degree of freedom to a million")
  func student() { compare(golden.studentTail) { studentTail($0[0], degrees: $0[1]) } }

  @Test("a quantile of Student's t has its share below it", arguments: [1.0, 2.5, 3, 17.2, 1e4])
  func studentQuantiles(degrees: Double) {
    for share in [0.001, 0.025, 0.05, 0.4, 0.5, 0.9, 0.975] {
      let x = studentQuantile(share, degrees: degrees)
      #expect(abs(1 - studentTail(x, degrees: degrees) - share) < 1e-12)
    }
    #expect(abs(studentQuantile(0.975, degrees: 3) - 3.182446305284263) < 1e-12)
  }

  @Test("the incomplete beta function is scipy's")
  func beta() { compare(golden.betaBelow) { betaBelow($0[0], $0[1], $0[2]) } }

  @Test("normal quantiles are scipy's")
  func quantile() { compare(golden.normalQuantile) { normalQuantile($0[0]) } }

  @Test("the interval of Clopper and Pearson is statsmodels'")
  func interval() {
    compare(golden.clopperPearson.map { [$0[0], $0[1], $0[2], $0[3]] }) {
      clopperPearson(Int($0[0]), of: Int($0[1]), confidence: $0[2]).low
    }
    compare(golden.clopperPearson.map { [$0[0], $0[1], $0[2], $0[4]] }) {
      clopperPearson(Int($0[0]), of: Int($0[1]), confidence: $0[2]).high
    }
  }

  @Test("both tails add up to one", arguments: [0, 1e-9, 0.3, 1, 2.5, 7])
  func symmetric(x: Double) {
    #expect((normalTail(x) + normalTail(-x) - 1).magnitude < 1e-15)
    for degrees in [1.0, 4, 1000] {
      #expect((studentTail(x, degrees: degrees) + studentTail(-x, degrees: degrees) - 1).magnitude < 1e-15)
    }
  }

  @Test("at the ends of the line nothing or everything is left")
  func ends() {
    #expect(normalTail(.infinity) == 0 && normalTail(-.infinity) == 1)
    #expect(studentTail(.infinity, degrees: 3) == 0 && studentTail(-.infinity, degrees: 3) == 1)
    #expect(chiSquareTail(.infinity, degrees: 3) == 0 && chiSquareTail(0, degrees: 3) == 1)
    #expect(chiSquareTail(-1, degrees: 3) == 1)
    #expect(betaBelow(0, 2, 3) == 0 && betaBelow(1, 2, 3) == 1)
  }
}
