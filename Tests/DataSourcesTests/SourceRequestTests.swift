import DataSources
import Numbers
import Testing

@Suite("A source request")
struct SourceRequestTests {
  typealias Option = SourceRequest.Option

  @Test("is taken apart into name, adapter, argument and options")
  func whole() throws {
    let request = try SourceRequest(parsing: "Dow Jones=csv:data/djia.csv?date=Date&value=Close")
    #expect(request.name == "Dow Jones" && request.adapter == "csv" && request.argument == "data/djia.csv")
    #expect(request.options == [Option(name: "date", value: "Date"), Option(name: "value", value: "Close")])
    #expect(request.text == "Dow Jones=csv:data/djia.csv?date=Date&value=Close")
  }

  static let parts: [(String, name: String?, adapter: String, argument: String, options: [String: String])] = [
    ("random:ar2", nil, "random", "ar2", [:]),
    ("x=random:ar2?rows=5", "x", "random", "ar2", ["rows": "5"]),
    // A value may be empty, and hold '=', ':', '?' and '/'.
    ("csv:a.csv?missing=&expression=a=b", nil, "csv", "a.csv", ["missing": "", "expression": "a=b"]),
    ("csv:a.csv?time=12:30?/x", nil, "csv", "a.csv", ["time": "12:30?/x"]),
    // Percent codes, in every part; a plus stays a plus.
    ("a%3Db=csv:100%25%3F.csv?del%69miter=%26&sign=+", "a=b", "csv", "100%?.csv", ["delimiter": "&", "sign": "+"]),
    ("csv:caf%C3%A9.csv", nil, "csv", "café.csv", [:]),
    // Paths without an adapter.
    ("prices.csv", nil, "csv", "prices.csv", [:]),
    ("p=prices.CSV?value=Close", "p", "csv", "prices.CSV", ["value": "Close"]),
    ("/data/x.tsv", nil, "csv", "/data/x.tsv", [:]), ("../x.txt", nil, "csv", "../x.txt", [:]),
    ("./a=b.csv", nil, "csv", "./a=b.csv", [:]), ("data/12:30.csv", nil, "csv", "data/12:30.csv", [:]),
    // URLs, to the letter; options follow a '#'.
    ("https://h.org/a?id=SP500&x=%20", nil, "http", "https://h.org/a?id=SP500&x=%20", [:]),
    ("sp=http://h.org/a?id=1#value=A%26B&date=D", "sp", "http", "http://h.org/a?id=1", ["value": "A&B", "date": "D"]),
    ("HTTPS://h.org/a.csv", nil, "http", "HTTPS://h.org/a.csv", [:]),
    // Commands and symbols.
    ("exec:./mytap --flag=1", nil, "exec", "./mytap --flag=1", [:]), ("stooq:^spx", nil, "stooq", "^spx", [:]),
    ("yahoo:^GSPC#1", nil, "yahoo", "^GSPC#1", [:]), ("ecb-x:USD:EUR", nil, "ecb-x", "USD:EUR", [:]),
  ]

  @Test("may use every form there is", arguments: parts)
  func forms(text: String, name: String?, adapter: String, argument: String, options: [String: String]) throws {
    let request = try SourceRequest(parsing: text)
    #expect(request.name == name && request.adapter == adapter && request.argument == argument)
    #expect(Dictionary(uniqueKeysWithValues: request.options.map { ($0.name, $0.value) }) == options)
    #expect(request.text == text)
  }

  static let form = "[name=]adapter:argument[?option=value&...], as in random:ar2?rows=1000"
  static let faults: [(String, String)] = [
    ("", "it is empty. A source is written \(form)"),
    (
      "foo",
      "it names no adapter. A source is written \(form); only a path that ends in .csv, .tsv or .txt needs no adapter"
    ),
    (
      "a b:c",
      "it names no adapter. A source is written \(form); only a path that ends in .csv, .tsv or .txt needs no adapter"
    ),
    (
      "?rows=1",
      "it names no adapter. A source is written \(form); only a path that ends in .csv, .tsv or .txt needs no adapter"
    ),
    ("random:", "nothing follows 'random:'. Name what to read: \(form)"),
    ("x=csv:?value=A", "nothing follows 'csv:'. Name what to read: \(form)"),
    ("=csv:a.csv", "the name before '=' is empty. Write a name, or leave the '=' out"),
    ("random:ar1?", "option 1 is empty. Write option=value, and '&' only between two options"),
    ("random:ar1?rows=1&&seed=2", "option 2 is empty. Write option=value, and '&' only between two options"),
    ("random:ar1?rows", "the option 'rows' has no value. Write rows=VALUE"),
    ("random:ar1?rows=1&=2", "option 2 has no name before '='. Write option=value; '&' in a value is written %26"),
    ("random:ar1?rows=1&rows=2", "the option 'rows' is given twice. Leave one of them out"),
    ("csv:50%.csv", "'%.c' is not an escaped character. Write %25 for a percent sign"),
    ("csv:a%", "'%' is not an escaped character. Write %25 for a percent sign"),
    ("csv:a%4", "'%4' is not an escaped character. Write %25 for a percent sign"),
    ("csv:a%+1", "'%+1' is not an escaped character. Write %25 for a percent sign"),
    ("csv:a%00b", "'%00' is not an escaped character. Write %25 for a percent sign"),
    ("csv:a?b=%FF", "'%FF' is not an escaped character. Write %25 for a percent sign"),
    ("%=csv:a", "'%' is not an escaped character. Write %25 for a percent sign"),
  ]

  @Test("that is wrong says so", arguments: faults)
  func errors(text: String, sentence: String) {
    #expect("the source '\(text)': \(sentence)" == message { _ = try SourceRequest(parsing: text) })
  }

  @Test("put together by a program reads back as it was", arguments: 1...200)
  func roundTrip(seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    func word(_ length: Int) -> String {
      let letters = Array("aZ09=:/?#&%+ .é\u{1F600}\n\"'")
      return String((0..<length).map { _ in letters[stream.index(below: letters.count)] })
    }
    let name = stream.uniform() < 0.5 ? nil : word(1 + stream.index(below: 5))
    let options = (0..<stream.index(below: 4)).map { Option(name: "\($0)" + word(3), value: word($0)) }
    let request = SourceRequest(
      name: name, adapter: "csv", argument: word(1 + stream.index(below: 8)), options: options)
    #expect(try SourceRequest(parsing: request.text) == request)
  }

  @Test("for a URL reads back too")
  func roundTripURL() throws {
    let option = Option(name: "value", value: "a&b=c#d")
    let request = SourceRequest(name: "x", adapter: "http", argument: "https://h/a?b=%20&c", options: [option])
    #expect(request.text == "x=https://h/a?b=%20&c#value=a%26b=c#d")
    #expect(try SourceRequest(parsing: request.text) == request)
  }

  @Test("whose adapter is http and whose argument is no URL stays a request of that adapter")
  func roundTripNoURL() throws {
    let typed = try SourceRequest(parsing: "http:exec:./tap")
    let made = SourceRequest(adapter: typed.adapter, argument: typed.argument)
    #expect(made.text == typed.text && made.adapter == "http" && made.argument == "exec:./tap")
    #expect(try SourceRequest(parsing: made.text) == made)
  }

  @Test("of any bytes is read or refused, never a crash", arguments: 1...300)
  func fuzz(seed: UInt64) {
    var stream = RandomStream(seed: seed)
    let letters = Array("ab=:/?#&%%0Ff.csv\u{0}é ")
    let text = String((0..<stream.index(below: 30)).map { _ in letters[stream.index(below: letters.count)] })
    if let request = try? SourceRequest(parsing: text) {
      #expect(request.text == text && !request.adapter.isEmpty && !request.argument.isEmpty && request.name != "")
    }
  }
}

/// The sentence that the work fails with, or nil if it does not.
func message(_ work: () throws -> Void) -> String? {
  do {
    try work()
    return nil
  } catch {
    return String(describing: error)
  }
}
