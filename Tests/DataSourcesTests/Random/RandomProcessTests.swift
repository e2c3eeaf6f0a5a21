import DataSources
import Numbers
import Testing

@Suite("Every random process")
struct RandomProcessTests {
  // From Tests/Golden/make_random.py, which writes stream, logarithm and equations once more: the first three values
  // at seed 2026.
  static let golden: [(name: String, bits: [UInt64])] = [
    ("gaussian", [0x3FF43BA95D456DF9, 0xBFE439FF72510BAB, 0x3FF488B4DDB99298]),
    ("uniform", [0x3FB2AFA478FF8F10, 0x3FC402DE7820FF58, 0x3FE269F88F5B75EB]),
    ("t3", [0xBFDB12BCB4279E3F, 0xC00912C906610B22, 0xBFE8C69E2B5D92C0]),
    ("garch", [0x3FE3CFA23AAC0C1B, 0x3FFBC268AC1B6060, 0x3FDED433BD8BF2CA]),
    ("random-walk", [0xBFD89C4284B33D97, 0x3FD46D33D4DB4A5F, 0xBFF3A95BD6DCDE49]),
    ("ar1", [0xBFF44E049B82ED83, 0xC00AAF1E0BF84C0F, 0xBFFC9FC6C7597E02]),
    ("var1", [0x3F8871E4781F8820, 0x3FBCCC2A3C651620, 0xBFD7272E21296636]),
    ("tar1", [0xBFFE6AA8C2179415, 0xBFF9070310107C97, 0xBFF8A3A9954FC026]),
    ("noisy-map", [0x3FD682D3B4F4A142, 0xBF7017942C01E668, 0x3FE36A18BE8655D3]),
    ("logistic", [0x3FE95A234BFD2E7D, 0x3FE51138FA3CDB18, 0x3FECCA53B3769D98]),
    ("ar2", [0x401721CD642B9FDC, 0x40220D13CE25C9AC, 0x40253C0EB244AED7]),
    ("ma1", [0xBFE55121142574D2, 0xBFC68AACB6F15B48, 0xBFD981BB404B277C]),
    ("copy", [0xBFF5A822B066D3AB, 0xC006CB56E55D8091, 0x3FE297DD11F3B726]),
    ("ar1-noise", [0x3FE280E07D30178A, 0x4001B65A5ABD6FF8, 0x3FE391FE963A1FDE]),
    ("hmm", [0x3FE7429145597284, 0x3FD8ED8AB69AA170, 0x3FEBA8CB2ED5C241]),
    ("xor", [0xC00237477B728A74, 0xC00401CD7BCCC1D9, 0x3FF2AA79772E9473]),
    ("henon", [0x3FD9FA3F47B39BA5, 0x3FED85ECE6EDFF97, 0xBFB1E482C7BE4C31]),
    ("sine", [0xBFEC64376856020A, 0xBFF02F3D980B9125, 0xBFF034207CEA3B8F]),
    ("lorenz", [0xC0010142EFAB374D, 0xC0090147508263D9, 0xC012B237DCB400AA]),
    ("mackey-glass", [0x3FF31EBD2F94A09F, 0x3FF4610C95D804DB, 0x3FF0849214C063FC]),
  ]

  @Test("gives the bits that an independent program gives", arguments: golden)
  func bits(name: String, bits: [UInt64]) throws {
    let process = try #require(RandomProcess.named(name))
    let columns = process.defaultColumns
    let values = process.sample(rows: 3, columns: columns, at: process.settings, seed: 2026)[0]
    if name == "sine" {
      // There the sine is a libm's.
      for (value, expected) in zip(values, bits) { #expect((value - Double(bitPattern: expected)).magnitude < 1e-15) }
    } else {
      #expect(values.map { $0.bitPattern } == bits)
    }
  }

  @Test("has golden values, and a name of its own")
  func complete() {
    #expect(RandomProcess.all.map { $0.name } == Self.golden.map { $0.name })
    #expect(Set(Self.golden.map { $0.name }).count == Self.golden.count)
  }

  @Test("begins a long run as it begins a short one", arguments: RandomProcess.all.map { $0.name })
  func prefix(name: String) throws {
    let process = try #require(RandomProcess.named(name))
    let columns = process.defaultColumns
    let short = process.sample(rows: 100, columns: columns, at: process.settings, seed: 5)
    let long = process.sample(rows: 1000, columns: columns, at: process.settings, seed: 5)
    #expect(long.map { Array($0.prefix(100)) } == short)
    #expect(long.allSatisfy { $0.count == 1000 && $0.allSatisfy { $0.isFinite } && Set($0).count > 900 })
    #expect(process.sample(rows: 100, columns: columns, at: process.settings, seed: 6) != short)
  }

  @Test(
    "has independent columns, which more columns do not change",
    arguments: RandomProcess.all.map { $0.name }.filter { $0 != "var1" })
  func columns(name: String) throws {
    let process = try #require(RandomProcess.named(name))
    let two = process.sample(rows: 50, columns: 2, at: process.settings, seed: 5)
    #expect(two[0] != two[1])
    #expect(process.sample(rows: 50, columns: 3, at: process.settings, seed: 5).prefix(2) == two[...])
  }

  @Test(
    "is described: equation, reference, reason, parameters within their ranges",
    arguments: RandomProcess.all.map { $0.name })
  func description(name: String) throws {
    let process = try #require(RandomProcess.named(name))
    for text in [process.summary, process.equation, process.reference, process.truth.reason] { #expect(!text.isEmpty) }
    for parameter in process.parameters {
      #expect(parameter.range.contains(parameter.value) && !parameter.help.isEmpty, "\(parameter.name)")
      #expect(process.equation.contains(parameter.name), "\(parameter.name) is not in the equation")
    }
  }

  @Test("stays finite at the ends of every parameter's range", arguments: RandomProcess.all.map { $0.name })
  func extremes(name: String) throws {
    let process = try #require(RandomProcess.named(name))
    for parameter in process.parameters {
      for value in [parameter.range.lowerBound, parameter.range.upperBound] {
        var settings = process.settings
        settings[parameter.name] = value
        if process.rule.map({ $0.isMet(by: settings) }) == false { continue }
        let values = process.sample(rows: 200, columns: 2, at: settings, burnIn: 2000, seed: 1).joined()
        #expect(values.allSatisfy { $0.isFinite }, "\(parameter.name)=\(value)")
      }
    }
  }
}
