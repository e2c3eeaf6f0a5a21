import Memory
import Numbers
import Panels
import Recurrence
import Reporting
import Testing

@Suite("The files that others go on with")
struct DataFilesTests {
  static let small = Fixture(rows: 40, columns: ["a, \"b\"", "c"], hidden: 3, networks: 3, epochs: 2, steps: 3)

  static func file(_ name: String, of report: Report<Fixture.Study>, states: StatesKept = .shown) throws -> [UInt8] {
    try #require(report.files(states: states).first { $0.name == name }, "the folder has no \(name)").content
  }

  static func lines(_ name: String, of report: Report<Fixture.Study>) throws -> [Substring] {
    String(decoding: try file(name, of: report), as: UTF8.self).split(separator: "\n")
  }

  /// Little-endian numbers of four bytes.
  static func floats(_ bytes: ArraySlice<UInt8>) -> [Float] {
    stride(from: bytes.startIndex, to: bytes.endIndex - 3, by: 4).map { start in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
    }
  }

  @Test(
    "an array has numpy's header, of a multiple of 64 bytes, and its numbers", arguments: [[6], [2, 3], [1, 2, 3]])
  func numpy(shape: [Int]) throws {
    let values: [Float] = [0, 1.5, -2, .infinity, .leastNonzeroMagnitude, 3]
    let bytes = NumPyFile(shape: shape, values: values).bytes
    let header = String(decoding: bytes[10..<bytes.count - 24], as: UTF8.self)
    let axes = ["6,", "2, 3", "1, 2, 3"][shape.count - 1]
    #expect(bytes.prefix(8) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
    #expect(Int(bytes[8]) + 256 * Int(bytes[9]) == header.utf8.count && (10 + header.utf8.count) % 64 == 0)
    #expect(
      header.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (\(axes)), }") && header.hasSuffix("\n"))
    #expect(DataFilesTests.floats(bytes.suffix(24)) == values)
  }

  @Test("named arrays have a padded header and no hole between them")
  func safetensors() throws {
    let bytes = Safetensors(
      tensors: [.init(name: "b", shape: [1], values: [7]), .init(name: "a\"", shape: [1, 2], values: [8, 9])],
      metadata: ["key": "v\n"]
    ).bytes
    let length = bytes[..<8].reversed().reduce(0) { $0 * 256 + Int($1) }
    let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
    #expect(length % 8 == 0 && header.hasPrefix("{") && header.contains("\"__metadata__\": {\"key\": \"v\\n\"}"))
    #expect(header.contains("\"b\": {\"data_offsets\": [0, 4], \"dtype\": \"F32\", \"shape\": [1]}"))
    #expect(header.contains("\"a\\\"\": {\"data_offsets\": [4, 12], \"dtype\": \"F32\", \"shape\": [1, 2]}"))
    #expect(DataFilesTests.floats(bytes[(8 + length)...]) == [7, 8, 9])
  }

  @Test("numbers are rounded to decimals, tens or not at all, and have no digits but those")
  func rounding() {
    #expect(rounded(1249.164917777536, to: 4).description == "1249.1649")
    #expect(rounded(-0.000004, to: 5) == 0 && rounded(123_456, to: -3) == 123_000)
    #expect(rounded(1e300, to: 5) == 1e300 && rounded(0.1, to: .max) == 0.1)
    #expect(rounded(.nan, to: 2).isNaN && rounded(.infinity, to: 2) == .infinity)
  }

  @Test("panel.csv has the values before scaling, names quoted where they must be")
  func panel() throws {
    let report = DataFilesTests.small.report
    let lines = try DataFilesTests.lines("panel.csv", of: report)
    #expect(lines.count == 41 && lines[0] == "time,\"a, \"\"b\"\"\",c")
    #expect(
      lines[1].hasPrefix("1999-01-04,") && Double(lines[1].split(separator: ",")[2]) == report.data.panel.values[1])
  }

  @Test("predictions.csv predicts each row from the one before, averaged over the networks that trained")
  func predictions() throws {
    var report = DataFilesTests.small.report
    (report.data.panel.scaler.centre, report.data.panel.scaler.scale) = ([10, 20], [2, 4])
    let lines = try DataFilesTests.lines("predictions.csv", of: report)
    #expect(lines.count == 1 + 2 * 16)
    // The second column of the last row, in the units of the data.
    let cells = lines[32].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let (panel, networks) = (report.data.panel, report.data.memory.networks)
    #expect(cells[0] == "39" && cells[2] == "held-out" && cells[3] == "c")
    #expect(Double(cells[4]) == panel.values[79] && Double(cells[9]) == panel.values[77])
    #expect(networks[0].divergedAt != nil && networks.count == 3)
    let predicted = networks.dropFirst().map { Double($0.run(over: panel).predictions[77]) }
    let mean = (predicted[0] + predicted[1]) / 2
    // Six decimals of a scale of 4.
    #expect(Double(cells[5]) == rounded(mean * 4 + 20, to: 6))
    // Of the further models there are none in a report that was put together by hand.
    #expect(cells[7].isEmpty && cells[8].isEmpty)
    report.data.rivals = CompetitorModels(
      placebo: report.data.twin, longerTwin: report.data.twin, nested: report.data.memory)
    let whole = try DataFilesTests.lines("predictions.csv", of: report)[32].split(separator: ",").map(String.init)
    #expect(whole == cells[..<7] + [cells[5], cells[6], cells[9], cells[6]] + cells[11...])
    // The regressions and the autoregression need no network.
    #expect(cells.count == 14 && cells[10].isEmpty && cells[11...].allSatisfy { Double($0)?.isFinite == true })
    #expect(lines[1].contains(",validation,\"a, \"\"b\"\"\","))
  }

  @Test("states.csv is a part of the array of the network that is shown, the first that trained")
  func states() throws {
    let report = DataFilesTests.small.report
    let lines = try DataFilesTests.lines("states.csv", of: report)
    let bytes = try DataFilesTests.file("states-memory.npy", of: report)
    let numbers = DataFilesTests.floats(bytes.suffix(40 * 3 * 4))
    #expect(lines[0] == "row,time,part,model,network,unit_0,unit_1,unit_2" && lines.count == 1 + 2 * 16)
    let cells = lines[31].split(separator: ",")
    #expect(cells[..<5].joined(separator: " ") == "39 1999-02-12 held-out memory 1")
    #expect(cells[5...].compactMap { Double($0) } == numbers.suffix(3).map { rounded(Double($0), to: 4) })
    #expect(numbers == report.data.memory.networks[1].run(over: report.data.panel).states)
  }

  @Test("where the anchored model is judged, the states are its own, and every model has its weights")
  func anchored() throws {
    var fixture = DataFilesTests.small
    // Its hand-made ladder judges the anchored model.
    fixture.ladder = .memory
    var report = fixture.report
    report.data.rivals = CompetitorModels(
      placebo: report.data.twin, longerTwin: report.data.twin, nested: report.data.twin)
    let bytes = try DataFilesTests.file("states-memory.npy", of: report)
    #expect(
      DataFilesTests.floats(bytes.suffix(40 * 3 * 4))
        == report.data.twin.networks[0].run(over: report.data.panel).states)
    #expect(
      try report.files().map(\.name).filter { $0.hasPrefix("weights-") } == [
        "weights-memory.safetensors", "weights-twin.safetensors", "weights-anchored-memory.safetensors",
        "weights-anchored-twin.safetensors", "weights-placebo.safetensors",
      ])
  }

  @Test("the states of all networks are kept only when asked for")
  func allStates() throws {
    let report = DataFilesTests.small.report
    let shown = try DataFilesTests.file("states-twin.npy", of: report)
    let all = try DataFilesTests.file("states-twin.npy", of: report, states: .all)
    #expect(String(decoding: shown.prefix(128), as: UTF8.self).contains("'shape': (1, 40, 3)"))
    #expect(String(decoding: all.prefix(128), as: UTF8.self).contains("'shape': (3, 40, 3)"))
    #expect(all.count - shown.count == 2 * 40 * 3 * 4)
  }

  @Test("a model of which no network trained has empty fields and arrays without networks")
  func noneTrained() throws {
    var fixture = DataFilesTests.small
    fixture.twinDiverges = true
    let report = fixture.report
    let lines = try DataFilesTests.lines("predictions.csv", of: report)
    #expect(lines[2].split(separator: ",", omittingEmptySubsequences: false)[6].isEmpty)
    let array = try DataFilesTests.file("states-twin.npy", of: report)
    #expect(String(decoding: array, as: UTF8.self).contains("'shape': (0, 40, 3)"))
    let weights = String(decoding: try DataFilesTests.file("weights-twin.safetensors", of: report), as: UTF8.self)
    #expect(weights.contains("\"diverged\": \"[0, 1, 2]\"") && !weights.contains("network.00"))
    #expect(try !DataFilesTests.lines("states.csv", of: report).contains { $0.contains(",twin,") })
  }

  @Test("weights have the names of PyTorch's modules, block by block as the networks have them")
  func weights() throws {
    var report = DataFilesTests.small.report
    for model in [0, 1] {
      let path: WritableKeyPath<Dataset, Trained> = model == 0 ? \.memory : \.twin
      let count = report.data[keyPath: path].networks[1].weights.values.count
      report.data[keyPath: path].networks[1].weights.values = (0..<count).map { Float($0) }
    }
    for (name, first) in [("memory", "network.01.rnn.weight_ih_l0"), ("twin", "network.00.hidden.weight")] {
      let bytes = try DataFilesTests.file("weights-\(name).safetensors", of: report)
      let length = bytes[..<8].reversed().reduce(0) { $0 * 256 + Int($1) }
      let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
      #expect(header.contains("\"\(first)\": {\"data_offsets\": [0, 24], \"dtype\": \"F32\", \"shape\": [3, 2]}"))
      #expect(header.contains("weight_hh_l0") == (name == "memory"))
    }
    // W_x 6, W_h 9, b 3, then PyTorch's second bias, W_out 6, b_out 2.
    let bytes = try DataFilesTests.file("weights-memory.safetensors", of: report)
    let length = bytes[..<8].reversed().reduce(0) { $0 * 256 + Int($1) }
    let numbers = DataFilesTests.floats(bytes[(8 + length)...])
    let expected: [Float] = (0..<18).map { Float($0) } + [0, 0, 0] + (18..<26).map { Float($0) }
    #expect(Array(numbers.prefix(29)) == expected)
  }

  @Test("the same report is the same bytes")
  func again() throws {
    let files = try (0..<2).map { _ in try DataFilesTests.small.report.files() }
    #expect(files[0].map(\.name) == files[1].map(\.name) && files[0].map(\.content) == files[1].map(\.content))
  }
}
