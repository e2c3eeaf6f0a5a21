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
    ("events", [0x0000000000000000, 0x0000000000000000, 0x0000000000000000]),
    ("poisson", [0x0000000000000000, 0x0000000000000000, 0x0000000000000000]),
    ("inar", [0x0000000000000000, 0x3FF0000000000000, 0x4000000000000000]),
    ("chain", [0x0000000000000000, 0x0000000000000000, 0x0000000000000000]),
    ("skewed-ar1", [0x3FFC5BB486B55C44, 0x4007CAB3A5414691, 0x4005709D4488AEA0]),
    ("garch-ar1", [0x3FF43D54C6EB3FC0, 0x3FF94B17C458BEEB, 0x400126D48ADFC213]),
    ("kesten", [0x4003FEA5204C6DCC, 0x40065C27CCB6CCC8, 0x4001D0DFB20FA340]),
    ("doubling", [0x3FEDA12D99B2A356, 0x3FECE11DD7C14FB4, 0x3FEBFB68B75CB88D]),
    ("coupled-maps", [0x3FDE3C5EB4F635B5, 0x3FEBBFF99196C1C7, 0x3FDF385F97C1FA9A]),
    ("clock", [0x3FF41876379F6F72, 0xBFAD420ACE0F3150, 0xBFECB83364BC247A]),
    ("lorenz-states", [0xC025C1325F56D35E, 0xBFF0789463EC9059, 0xC01D9C30B92DFD1D]),
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
    ("arma11", [0x400535AAE992B43E, 0x3FFDEB30275B8FC6, 0x3FF2118C8DF466AC]),
    ("momentum", [0x3FBA5B38B0A3FFDD, 0xBFF00F143EC98C40, 0xBFEF987B933A03EE]),
    ("bilinear", [0xBFDFC7A04D3D79D0, 0x3FF56635046CDF4E, 0xBFD84EE2C12D9974]),
    ("local-level", [0x3FF026CDE30BE812, 0x3FE034F82D55E100, 0xBFD24D38941C6638]),
    ("long-memory", [0x40021ACF04DE1F47, 0x401068C19690A704, 0x400D3FBD521C7E39]),
    ("switching-ar", [0x3FF6D58CB1D6957B, 0x3FFEA580130FA32A, 0x4000319396CDBB48]),
    ("signs", [0x3FF19D360C885F36, 0xBFE936F25ADC3AE8, 0x3FDC8F8BAF2113C8]),
    ("magnitude", [0xBFB0705CB2DCC30C, 0x3FDB839A6AA85AE0, 0xBFEB07327C8DF6C6]),
    ("tar-delay", [0xBFDD41BFD940BBBC, 0x3FFA8C0A930D04FF, 0xBFF9AE6DC24CF59C]),
    ("leader", [0x3FC0E8043A13E170, 0x3FE2C8725EE30198, 0x4000A22B218E64A8]),
    ("trend", [0x3FF212E9896C33D7, 0xBFD84DBA839A338D, 0x3FD385F3C5AD8D51]),
    ("shift", [0xBFBEB5063788D283, 0xC001F276504F417B, 0x3FCFE918048D1D86]),
  ]

  @Test("gives the bits that an independent program gives", arguments: golden)
  func bits(name: String, bits: [UInt64]) throws {
    let process = try #require(RandomProcess.named(name))
    let columns = process.defaultColumns
    // The first column of the clock is the hour.
    let values = process.sample(rows: 3, columns: columns, at: process.settings, seed: 2026)[name == "clock" ? 1 : 0]
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
    #expect(long.allSatisfy { $0.count == 1000 && $0.allSatisfy { $0.isFinite } && Set($0).count > 1 })
    // The columns that are not counts, states or hours.
    let few: Set = ["events", "poisson", "inar", "chain"]
    if !few.contains(name) { #expect(long.dropFirst(name == "clock" ? 1 : 0).allSatisfy { Set($0).count > 900 }) }
    #expect(process.sample(rows: 100, columns: columns, at: process.settings, seed: 6) != short)
  }

  @Test(
    "has independent columns, which more columns do not change",
    arguments: RandomProcess.all.filter { !$0.isJoint }.map { $0.name })
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
