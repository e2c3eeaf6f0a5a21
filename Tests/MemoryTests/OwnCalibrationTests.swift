import Numbers
import SeriesMemory
import Testing

@Suite("Calibration on the own series")
struct OwnCalibrationTests {
  private func calibration(
    _ x: [Double], width: Int = 1, count: Int, threads: Int = 2
  ) async throws -> OwnCalibration {
    let panel = Sample.panel(x, width: width)
    let test = try #require(try await MemoryTest(of: panel, stream: RandomStream(seed: 1), threads: threads))
    return try #require(
      try await OwnCalibration(of: panel, test, count: count, stream: RandomStream(seed: 2), threads: threads))
  }

  @Test("finds no memory where none is planted, and most of what is, from a local bootstrap or near a unit root")
  func counts() async throws {
    let still = autoregression(0.6, rows: 300, seed: 3)
    let walk = Array(autoregression(0, rows: 300, seed: 4).reduce(into: [0.0]) { $0.append(($0.last ?? 0) + $1) })
    for (x, model) in [(still, "local bootstrap"), (walk, "VAR(1)")] {
      let found = try await calibration(x, count: 8)
      let none = try #require(found.lines.first)
      #expect(none.form == nil && none.share == nil && none.model == model && none.series == 8)
      // Binomial of 8 and 0.01: at most 1 with probability 0.997.
      #expect(none.found <= 1)
      let planted = found.lines.dropFirst()
      #expect(planted.count + found.unseen.count == 6)
      // Of 48 with 80 % power each, at least 30 with probability 0.998.
      #expect(planted.reduce(0) { $0 + $1.found } * 48 >= 30 * planted.reduce(0) { $0 + $1.series })
    }
  }

  @Test("counts the same with any number of threads, in panels too")
  func reproducible() async throws {
    let x = (0..<2).map { autoregression(0.5, rows: 160, seed: UInt64(10 + $0)) }
    let both = (0..<160).flatMap { t in [x[0][t], x[1][t]] }
    let one = try await calibration(both, width: 2, count: 3, threads: 1)
    #expect(one == (try await calibration(both, width: 2, count: 3, threads: 3)))
    #expect(one.lines.count + one.unseen.count == 8)
  }
}
