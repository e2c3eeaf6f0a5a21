import Formats
import Testing
import TimeSeries

@Suite("Tables in other characters, and decimal signs of single columns")
struct CSVEncodingTests {
  private func series(_ bytes: [UInt8], _ change: (inout CSVFormat) -> Void) throws -> [Series] {
    var format = CSVFormat()
    change(&format)
    return try format.series(
      from: ByteBlocks(bytes), file: "f.csv", origin: Origin(request: "csv:f.csv", adapter: "csv"))
  }

  private static let text = "Datum;Größe (€);Höhe\r\n" + (1...20).map { "\($0).01.2019;1.234,5 €;\($0)\r\n" }.joined()

  @Test("may be Windows-1252")
  func windows() throws {
    let special: [Character: UInt8] = ["ö": 0xF6, "ß": 0xDF, "€": 0x80]
    let bytes = Self.text.flatMap { character in
      special[character].map { [$0] } ?? Array(String(character).utf8)
    }
    let found = try series(bytes) { $0.encoding = .latin1 }
    #expect(found.map(\.name) == ["Größe (€)", "Höhe"] && found[0].values[0] == 1234.5)
    #expect(throws: FormatError.self) { try series(bytes) { _ in } }
  }

  @Test("may be UTF-16 in either order, also beyond the first plane", arguments: [true, false])
  func wide(isBig: Bool) throws {
    let text = Self.text.replacing("Höhe", with: "🦢")
    let units = [0xFEFF] + Array(text.utf16)
    let bytes = units.flatMap { unit in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return isBig ? [high, low] : [low, high]
    }
    #expect(try series(bytes) { $0.encoding = .utf16 }.map(\.name) == ["Größe (€)", "🦢"])
    #expect(throws: FormatError.self) { try series(Array(bytes.dropLast())) { $0.encoding = .utf16 } }
    let error = #expect(throws: FormatError.self) { try series(bytes) { _ in } }
    #expect(error?.description.contains("encoding=utf-16") == true)
  }

  private static let mixed =
    "Date,EURUSD,USDJPY\n"
    + (1...20).map { "2019-01-\($0 < 10 ? "0" : "")\($0),1.05\($0 % 10),\"107,00\($0 % 10)\"\n" }.joined()

  @Test("may have a sign for each column, by name or number")
  func decimals() throws {
    for column in ["USDJPY", "usdjpy", "3"] {
      let found = try series(Array(Self.mixed.utf8)) { $0.decimals = [.init(column: column, decimal: .comma)] }
      #expect(found[0].values[0] == 1.051 && found[1].values[0] == 107.001)
      let other = try series(Array(Self.mixed.utf8)) { $0.decimals = [.init(column: column, decimal: .point)] }
      #expect(other[1].values[0] == 107_001)
    }
    let error = #expect(throws: FormatError.self) {
      try series(Array(Self.mixed.utf8)) { $0.decimals = [.init(column: "GBP", decimal: .comma)] }
    }
    #expect(error?.description.contains("decimal=GBP names no column") == true)
  }

  @Test("may have keys of several columns")
  func keys() throws {
    let text = "geo,unit,day,v\nDE,EUR,2019-01-01,1\nFR,EUR,2019-01-01,2\nDE,USD,2019-01-01,3\nDE,EUR,2019-01-02,4\n"
    let found = try series(Array(text.utf8)) { ($0.key, $0.values) = ("geo+unit", ["v"]) }
    #expect(found.map(\.name) == ["DE.EUR", "FR.EUR", "DE.USD"] && found[0].values == [1, 4])
  }
}
