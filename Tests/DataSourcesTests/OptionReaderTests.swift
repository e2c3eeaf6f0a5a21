import DataSources
import Testing

@Suite("An option reader")
struct OptionReaderTests {
  enum Colour: String, CaseIterable {
    case red, green
  }
  static let names = ["count", "size", "on", "colour", "columns"]

  private func reader(_ options: String) throws -> OptionReader {
    try OptionReader(SourceRequest(parsing: "a:b?" + options), accepting: Self.names)
  }

  @Test("reads each type, and nil for what is absent")
  func types() throws {
    let options = try reader("count=-3&size=1.5e2&on=yes&colour=green&columns=a,b c")
    #expect(try options.integer("count", in: -5...5) == -3)
    #expect(try options.number("size", in: 0...1000) == 150)
    #expect(try options.boolean("on") == true)
    #expect(try options.choice("colour", as: Colour.self) == .green)
    #expect(try options.list("columns") == ["a", "b c"])
    #expect(options.string("size") == "1.5e2")
    let none = try OptionReader(SourceRequest(parsing: "a:b"), accepting: Self.names)
    #expect(try none.integer("count", in: 0...1) == nil && none.number("size", in: 0...1) == nil)
    #expect(try none.boolean("on") == nil && none.list("columns") == nil && none.string("colour") == nil)
    #expect(try none.choice("colour", as: Colour.self) == nil)
  }

  @Test("takes both ends of a range, and the whole of a type")
  func ends() throws {
    #expect(try reader("count=18446744073709551615").integer("count", in: UInt64.min...UInt64.max) == .max)
    #expect(try reader("size=-1").number("size", in: -1...1) == -1)
    #expect(try ["true", "no", "false"].map { try reader("on=\($0)").boolean("on") } == [true, false, false])
  }

  static let faults: [(String, String)] = [
    ("colums=1", "there is no option 'colums'. Did you mean 'columns'? There are: count, size, on, colour, columns"),
    ("zebra=1", "there is no option 'zebra'. There are: count, size, on, colour, columns"),
    ("count=x", "count=x is not a whole number. Give a whole number from 1 to 9"),
    ("count=", "count= is not a whole number. Give a whole number from 1 to 9"),
    ("count=1.5", "count=1.5 is not a whole number. Give a whole number from 1 to 9"),
    ("count=0", "count=0 is out of range. Give a whole number from 1 to 9"),
    ("count=99999999999999999999", "count=99999999999999999999 is out of range. Give a whole number from 1 to 9"),
    ("size=big", "size=big is not a number. Give a number from -0.5 to 2"),
    ("size=nan", "size=nan is not a number. Give a number from -0.5 to 2"),
    ("size=inf", "size=inf is not a number. Give a number from -0.5 to 2"),
    ("size=0x1", "size=0x1 is not a number. Give a number from -0.5 to 2"),
    ("size=", "size= is not a number. Give a number from -0.5 to 2"),
    ("size=1,5", "size=1,5 is not a number. Give a number from -0.5 to 2"),
    ("size=2.1", "size=2.1 is out of range. Give a number from -0.5 to 2"),
    ("size=1e999", "size=1e999 is out of range. Give a number from -0.5 to 2"),
    ("on=1", "on=1 is neither true nor false. Write on=true or on=false"),
    ("colour=gren", "colour=gren is not a choice. Did you mean 'green'? There are: red, green"),
    ("colour=", "colour= is not a choice. There are: red, green"),
    ("columns=a,,b", "columns=a,,b has an empty entry. Write columns=A,B,C with a comma only between two entries"),
    ("columns=", "columns= has an empty entry. Write columns=A,B,C with a comma only between two entries"),
  ]

  @Test("refuses what is wrong, in a sentence", arguments: faults)
  func errors(option: String, sentence: String) {
    let found = message {
      let options = try reader(option)
      _ = try options.integer("count", in: 1...9)
      _ = try options.number("size", in: -0.5...2)
      _ = try options.boolean("on")
      _ = try options.choice("colour", as: Colour.self)
      _ = try options.list("columns")
    }
    #expect(found == "the source 'a:b?\(option)': \(sentence)")
  }

  @Test("says so where there are no options at all")
  func none() {
    let found = message { _ = try OptionReader(SourceRequest(parsing: "a:b?c=d"), accepting: []) }
    #expect(found == "the source 'a:b?c=d': there is no option 'c'. It takes no options")
  }
}
