import Formats
import TestSupport
import TimeSeries

let testOrigin = Origin(request: "test", adapter: "test")

/// What reading a document ends with: its series on one line each, or the sentence of the error.
func outcome(_ series: () throws -> [Series]) -> String {
  do {
    return try series().map { series in
      let rows = zip(series.dates, series.cells).map { "\($0)=\($1.map { "\($0)" } ?? "-")" }
      return "\(series.name): " + rows.joined(separator: " ")
    }.joined(separator: "\n")
  } catch {
    return "error: \(error)"
  }
}

extension XMLFormat {
  func outcome(_ text: String) -> String { outcome(Array(text.utf8)) }

  func outcome(_ bytes: [UInt8]) -> String {
    FormatsTests.outcome { try series(from: bytes, file: "d.xml", origin: testOrigin) }
  }
}

extension JSONFormat {
  func outcome(_ text: String) -> String { outcome(Array(text.utf8)) }

  func outcome(_ bytes: [UInt8]) -> String {
    FormatsTests.outcome { try series(from: bytes, file: "d.json", origin: testOrigin) }
  }

  static func records(
    _ path: String, date: String, _ values: (name: String, path: String)..., cells: CellFormat = CellFormat()
  ) throws -> JSONFormat {
    JSONFormat(.records(try JSONPath(path), date: try JSONPath(date), values: try paths(values)), cells: cells)
  }

  static func columns(
    date: String, _ values: (name: String, path: String)..., cells: CellFormat = CellFormat()
  ) throws -> JSONFormat {
    JSONFormat(.columns(date: try JSONPath(date), values: try paths(values)), cells: cells)
  }

  static func map(
    _ path: String, _ values: (name: String, path: String)..., cells: CellFormat = CellFormat()
  ) throws -> JSONFormat {
    JSONFormat(.map(try JSONPath(path), values: try paths(values)), cells: cells)
  }

  private static func paths(_ values: [(name: String, path: String)]) throws -> [Value] {
    try values.map { Value(name: $0.name, path: try JSONPath($0.path)) }
  }
}

/// Changes documents at random, the same way for the same seed: bytes replaced, taken out, doubled, cut off.
struct Mutator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func below(_ bound: Int) -> Int {
    // SplitMix64.
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(max(1, bound)))
  }

  mutating func mutated(_ document: [UInt8], words: [String]) -> [UInt8] {
    var bytes = document
    for _ in 0...below(4) {
      let at = below(bytes.count)
      switch below(6) {
      case 0 where !bytes.isEmpty: bytes[at] = UInt8(below(256))
      case 1 where !bytes.isEmpty: bytes[at] ^= 1 << below(8)
      case 2: bytes.insert(contentsOf: Array(words[below(words.count)].utf8), at: at)
      case 3: bytes.removeSubrange(at..<min(bytes.count, at + below(8)))
      case 4: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + below(40))], at: below(bytes.count))
      default: if below(4) == 0 { bytes.removeLast(min(bytes.count, below(bytes.count))) }
      }
    }
    return bytes
  }
}
