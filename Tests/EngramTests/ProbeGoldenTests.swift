import Engram
import SeriesMemory
import TestSupport
import Testing

/// What PyTorch says of a network that it trained (Tests/Golden/probe/make_probe.py).
struct ProbeGolden: Decodable, Sendable {
  var rows, heldOutFrom: Int
  var mse, mseMean, zero: Double
  var reset1, reset2, reset3, reset4, reset6, reset8, reset16: Double
  var shift500: Double
  var spectralRadius: Double?
  var layers, hidden: Int
  var nonlinearity: String?
  var fixedPoints: [Point]?

  struct Point: Decodable, Sendable {
    var state, eigenvalueModuli: [Double]
  }

  static let names = ["delay3-rnn", "present-lstm", "oscillator-relu", "oscillator-gru2", "flipflop-rnn"]

  static func folder(_ name: String) -> String {
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
      + "/Golden/probe/" + name
  }

  static func request(_ name: String) -> ProbeRequest {
    var request = ProbeRequest(
      model: folder(name) + "/model.safetensors", data: folder(name) + "/data.csv")
    if name == "oscillator-relu" { request.nonlinearity = .relu }
    return request
  }
}

private func expectEqual(_ found: Double?, _ golden: Double, within tolerance: Double = 1e-9, _ what: String) {
  guard let found else { return #expect(Bool(false), "there is no \(what)") }
  #expect((found - golden).magnitude <= tolerance * golden.magnitude, "\(what): \(found) and \(golden)")
}

@Suite("A network of PyTorch is probed with PyTorch's own figures")
struct ProbeGoldenTests {
  @Test("states and predictions", arguments: ProbeGolden.names)
  func run(name: String) async throws {
    let (network, data) = try await ProbeGolden.request(name).read()
    let golden = Golden.read("probe/\(name)/expected", as: ProbeGolden.self)
    #expect((data.rows, data.heldOutFrom) == (golden.rows, golden.heldOutFrom))
    let run = network.run(data.inputs)
    let units = try #require(network.layers.last).shape.units(of: try #require(run.states.last))
    for (found, file) in [(units, "states"), (run.predictions, "predictions")] {
      let expected = NumPyArray(golden: "probe/\(name)/\(file)").values
      #expect(found.count == expected.count)
      // A number that cancels to almost nothing has no digits to compare.
      let floor = 1e-6 * (expected.map(\.magnitude).max() ?? 0)
      let worst = zip(found, expected).map { ($0 - $1).magnitude / max($1.magnitude, floor) }.max() ?? .infinity
      #expect(worst < 1e-9, "\(file): \(worst)")
    }
  }

  @Test("errors under every intervention, spectral radius, fixed points", arguments: ProbeGolden.names)
  func figures(name: String) async throws {
    let golden = Golden.read("probe/\(name)/expected", as: ProbeGolden.self)
    let probe = try await ProbeGolden.request(name).run(threads: 2)
    expectEqual(probe.error, golden.mse, "error")
    expectEqual(probe.errorOfMean, golden.mseMean, "error of the mean")
    let resets = [
      1: golden.reset1, 2: golden.reset2, 3: golden.reset3, 4: golden.reset4, 6: golden.reset6, 8: golden.reset8,
      16: golden.reset16,
    ]
    for (k, error) in resets {
      expectEqual(probe.resets.first { $0.rows == k }?.error, error, "reset every \(k)")
    }
    expectEqual(probe.resets.first?.error, golden.zero, "zero")
    #expect(probe.shift.rows == 500)
    expectEqual(probe.shift.error, golden.shift500, "shift")
    if let radius = golden.spectralRadius {
      expectEqual(probe.states.spectralRadius?.first, radius, "spectral radius")
    } else {
      #expect(probe.states.spectralRadius == nil)
    }
    #expect((probe.network.layers, probe.network.units) == (golden.layers, golden.hidden))
    #expect(probe.network.nonlinearity?.rawValue == golden.nonlinearity)
    guard let points = golden.fixedPoints else { return }
    let found = try #require(probe.fixedPoints).points.filter(\.isStable)
    #expect(found.count == points.count)
    for point in points {
      let same = found.first { zip($0.state, point.state).allSatisfy { ($0 - $1).magnitude < 1e-6 } }
      let moduli = try #require(same, "no point of rest at \(point.state.prefix(3)) …").eigenvalueModuli
      #expect(zip(moduli, point.eigenvalueModuli).allSatisfy { ($0 - $1).magnitude < 1e-6 })
      #expect(moduli.count == point.eigenvalueModuli.count)
    }
  }

  /// What each network was trained for.
  @Test("the answer", arguments: ProbeGolden.names)
  func answer(name: String) async throws {
    let probe = try await ProbeGolden.request(name).run(threads: 2)
    // 750 rows leave the interval of the LSTM a little above 1 %.
    #expect(probe.used.answer == (name == "present-lstm" ? .unclear : .yes))
    if name == "delay3-rnn" {
      #expect(probe.horizon == 3)
      #expect(probe.answer[0].hasPrefix("This network uses its state, up to 3 rows back"))
    }
    if name == "present-lstm" {
      #expect(probe.stored.answer == .yes)
      #expect(probe.swap.rise.map { $0.mean < 0 } == true)
      #expect(probe.answer[0].hasPrefix("This network is not seen to use its state, though it holds"))
      #expect(probe.answer.count == 3)
    }
  }
}
