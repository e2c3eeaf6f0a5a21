import DataSources
import Numbers
import Testing
import TimeSeries

import Formats

/// Documents made at random, right and wrong ones, out of the pieces that matter to a parser.
struct RandomTable {
  var random: RandomStream

  mutating func text() -> String {
    let columns = 1 + random.index(below: 4)
    let delimiter = pick([",", ",", ";", "\t", "|"])
    let end = pick(["\n", "\n", "\r\n", "\r"])
    let style = random.index(below: 5)
    var text = random.index(below: 8) == 0 ? "\u{FEFF}" : ""
    text += (["date"] + (0..<columns).map { "c\($0)" }).joined(separator: delimiter) + end
    for row in 0..<random.index(below: 40) {
      text += ([date(row, style)] + (0..<columns).map { _ in cell(delimiter) }).joined(separator: delimiter)
      if random.index(below: 10) == 0 { text += delimiter }
      text += random.index(below: 12) == 0 ? end + end : end
    }
    return random.index(below: 4) == 0 ? String(text.dropLast()) : text
  }

  private mutating func date(_ row: Int, _ style: Int) -> String {
    let day = 1 + row % 28
    let two = (day < 10 ? "0" : "") + String(day)
    switch style {
    case 0: return "2018-03-\(two)"
    case 1: return "3/\(day)/2018"
    case 2: return "\(day)/3/2018"
    case 3: return "2018-03-\(two) \(random.index(below: 2) == 0 ? "00:00:00" : "16:30:00")"
    default: return random.index(below: 30) == 0 ? pick(["", "soon", "2018-02-30"]) : "\"2018-03-\(two)\""
    }
  }

  private mutating func cell(_ delimiter: String) -> String {
    let number = "\(Double(random.index(below: 2_000_000) - 1_000_000) / 1000)"
    switch random.index(below: 24) {
    case 0: return ""
    case 1: return "N/A"
    case 2: return "\"\(number)\""
    case 3: return " \(number) "
    case 4: return "\(random.gaussian())"
    case 5: return random.index(below: 6) == 0 ? pick(["x", "\"a\(delimiter)b\"", "1\"2", "\"", "\"a\"\"b\""]) : "7"
    default: return number
    }
  }

  private mutating func pick(_ choices: [String]) -> String { choices[random.index(below: choices.count)] }
}

@Suite("A table read in pieces")
struct CSVBlocksTests {
  enum Outcome: Equatable {
    case series([String], [[UInt64]], [[Int64]], [Resolution], [[String]])
    case error(String)

    init(_ bytes: [UInt8], tuning: CSVFormat.Tuning) {
      do throws(SourceError) {
        let all = try read(bytes: bytes, tuning: tuning)
        self = .series(
          all.map(\.name), all.map { $0.values.map(\.bitPattern) }, all.map { $0.times.map(\.ticks) },
          all.map(\.resolution), all.map(\.origin.notes))
      } catch {
        self = .error(error.description)
      }
    }
  }

  @Test("is the same whatever the size of the pieces, and whether plain rows take the short way")
  func blocks() {
    var table = RandomTable(random: RandomStream(seed: 11))
    var read = 0
    for index in 0..<60 {
      let bytes = Array(table.text().utf8)
      let whole = Outcome(bytes, tuning: .init())
      if case .series = whole { read += 1 }
      for block in [1, 2, 3, 1 + index % 61, 64] {
        for isFast in [true, false] {
          let parts = Outcome(bytes, tuning: .init(blockSize: block, isFast: isFast))
          if parts != whole {
            Issue.record(
              "blocks of \(block), fast \(isFast): \(parts) is not \(whole): \(String(decoding: bytes, as: UTF8.self))")
            return
          }
        }
      }
    }
    // The documents are of both kinds.
    #expect(read > 20 && read < 58, "\(read) of 60 can be read")
  }

  @Test("long tables are the same the short way and the careful way")
  func long() throws {
    var random = RandomStream(seed: 3)
    var text = "date,open,close\n"
    for row in 0..<6000 {
      let day =
        "20\(10 + row / 336)-\(row / 28 % 12 < 9 ? "0" : "")\(row / 28 % 12 + 1)-\(row % 28 < 9 ? "0" : "")\(row % 28 + 1)"
      let open = "\(Double(random.index(below: 1_000_000_000)) / 10000)"
      text += "\(day),\(open),\(row % 97 == 0 ? "\"\(open)\"" : row % 89 == 0 ? "" : "\(random.gaussian())")\n"
    }
    let bytes = Array(text.utf8)
    let fast = Outcome(bytes, tuning: .init())
    #expect(fast == Outcome(bytes, tuning: .init(blockSize: 777, isFast: false)))
    guard case .series(_, let values, _, _, _) = fast else { return #expect(Bool(false), "\(fast)") }
    #expect(values.map(\.count) == [6000, 6000])
  }

  @Test("damaged anywhere is read or refused, never a crash, and refused in words with a place")
  func damage() {
    var table = RandomTable(random: RandomStream(seed: 23))
    var random = RandomStream(seed: 29)
    let pieces: [[UInt8]] = [
      [0], [34], [34, 34], [44], [59], [10], [13], [13, 10], [0xFF], [0xC3], Array("1e999".utf8), Array("-".utf8),
      Array("9999999999999999999999".utf8), Array("2018-02-30".utf8), Array("1/1/18".utf8), [0xEF, 0xBB, 0xBF],
    ]
    for _ in 0..<500 {
      var bytes = Array(table.text().utf8)
      for _ in 0...random.index(below: 4) where !bytes.isEmpty {
        let place = random.index(below: bytes.count)
        switch random.index(below: 4) {
        case 0: bytes.remove(at: place)
        case 1: bytes[place] = UInt8(random.index(below: 256))
        case 2: bytes.insert(contentsOf: pieces[random.index(below: pieces.count)], at: place)
        default: bytes.removeSubrange(place...)
        }
      }
      let outcome = Outcome(bytes, tuning: .init(blockSize: 1 + random.index(below: 200)))
      if case .error(let words) = outcome {
        #expect(words.hasPrefix("t.csv") || words.hasPrefix("the source 'csv:t.csv'"), "\(words)")
        #expect(!words.unicodeScalars.contains { $0.value < 32 }, "\(words)")
      }
    }
  }
}
