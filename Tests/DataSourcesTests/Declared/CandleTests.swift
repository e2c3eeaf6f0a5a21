import TestSupport
import Testing
import TimeSeries

import DataSources

/// Answers in the exact form of each exchange; the numbers are invented.
@Suite("Candles of exchanges")
struct CandleTests {
  private static func item(_ name: String, of url: String) -> String? {
    url.split(separator: "?").last?.split(separator: "&").first { $0.hasPrefix(name + "=") }
      .map { String($0.dropFirst(name.count + 1)) }
  }

  private static let day: Int64 = 86_400_000

  private static func binance(_ open: Int64, _ close: Double) -> String {
    "[\(open),\"1.50000000\",\"2.00000000\",\"1.25000000\",\"\(close)\",\"12.50000000\",\(open + day - 1),"
      + "\"25.00000000\",3,\"6.25000000\",\"12.50000000\",\"0\"]"
  }

  @Test("of Binance come a thousand at a time from the first day wanted")
  func binance() async throws {
    let start: Int64 = 1_577_836_800_000
    let server = ServedAnswers { request in
      guard let from = Self.item("startTime", of: request.url).flatMap({ Int64($0) }) else { return nil }
      let first = (from - start + Self.day - 1) / Self.day
      let days = max(0, min(1203, first + 1000) - first)
      let candles = (first..<first + days).map { (day: Int64) -> String in
        Self.binance(start + day * Self.day, Double(day) + 0.5)
      }
      return response("[" + candles.joined(separator: ",") + "]")
    }
    let series = try await read("binance:BTCUSDT?start=2020-01-01", from: server)[0]
    #expect(series.name == "BTCUSDT" && series.values == (0..<1203).map { Double($0) + 0.5 })
    #expect(
      server.urls == [
        "https://api.binance.com/api/v3/klines?symbol=BTCUSDT&interval=1d&startTime=1577836800000&limit=1000",
        "https://api.binance.com/api/v3/klines?symbol=BTCUSDT&interval=1d&startTime=1664150400001&limit=1000",
      ])
    #expect(series.times[1].ticks - series.times[0].ticks == Self.day)
    #expect(try await read("binance:BTCUSDT?start=2020-01-01&value=5", from: server)[0].values[0] == 12.5)
  }

  @Test("that an exchange refuses are errors in its words")
  func refused() async {
    let binance = await failure(
      "binance:NOPE", from: ServedAnswers(#"{"code":-1121,"msg":"Invalid symbol."}"#, status: 400))
    #expect(binance.kind == .notFound && binance.sentence.contains("Invalid symbol"))
    let kraken = await failure(
      "kraken:NOPE", from: ServedAnswers(#"{"error":["EQuery:Unknown asset pair"]}"#))
    #expect(kraken.kind == .notFound && kraken.sentence.contains("Unknown asset pair"))
    let coinbase = await failure(
      "coinbase:NO-PE", from: ServedAnswers(#"{"message":"NotFound"}"#, status: 404))
    #expect(coinbase.kind == .notFound && coinbase.sentence.contains("NotFound"))
    #expect(
      await failure("binance:BTCUSDT?start=yesterday", from: ServedAnswers("[]")).sentence.contains(
        "is not a day such as"))
  }

  @Test("of Kraken are under the name of the pair")
  func kraken() async throws {
    let body = """
      {"error":[],"result":{"XXBTZUSD":[[1577836800,"7200.1","7250.0","7100.5","7201.2","7190.3","120.50000000",800],\
      [1577923200,"7201.2","7210.0","6900.0","6950.4","7000.1","220.25000000",900]],"last":1577836800}}
      """
    let server = ServedAnswers(body)
    let series = try await read("kraken:BTCUSD", from: server)[0]
    #expect(series.name == "BTCUSD" && series.values == [7201.2, 6950.4])
    #expect(server.urls == ["https://api.kraken.com/0/public/OHLC?pair=XXBTZUSD&interval=1440"])
    #expect(series.times.map { $0.text(.day) } == ["2020-01-01", "2020-01-02"])
    #expect(try await read("x=kraken:XXBTZUSD?interval=60&value=6", from: server)[0].values == [120.5, 220.25])
  }

  @Test("of Coinbase go back from the newest to the first day wanted")
  func coinbase() async throws {
    // Newest first: day k opens at 1577836800 + 86400 k, and the newest is day 699.
    let start = 1_577_836_800
    @Sendable func seconds(_ name: String, _ url: String) -> Int? {
      Self.item(name, of: url).flatMap { Timestamp(instant: $0) }.map { Int($0.ticks / 1000) }
    }
    let server = ServedAnswers { request in
      let end: Int = seconds("end", request.url) ?? start + 699 * 86_400
      let from: Int = seconds("start", request.url) ?? end - 299 * 86_400
      var candles: [String] = []
      for day in (0..<700).reversed() {
        let open = start + day * 86_400
        if open >= from, open <= end { candles.append("[\(open),1.5,2.5,1.75,\(Double(day) + 0.25),12.125]") }
      }
      return response("[" + candles.joined(separator: ",") + "]")
    }
    let series = try await read("coinbase:BTC-USD", from: server)[0]
    #expect(Set(series.values) == Set((0..<700).map { Double($0) + 0.25 }) && series.values.count == 700)
    #expect(server.urls[0] == "https://api.exchange.coinbase.com/products/BTC-USD/candles?granularity=86400")
    #expect(server.urls[1].contains("&end=2021-02-03T23:59:59Z&start=2020-04-10T23:59:59Z"), "\(server.urls[1])")
    let asked = server.urls.count
    let late = try await read("coinbase:BTC-USD?start=2021-11-01", from: server)[0]
    #expect(late.values.count == 300 && server.urls.count == asked + 1)
  }
}

extension Timestamp {
  /// Of a text as 2020-01-31T00:00:00Z.
  fileprivate init?(instant text: String) {
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    guard numbers.count == 6, let day = Timestamp(year: numbers[0], month: numbers[1], day: numbers[2]) else {
      return nil
    }
    self.init(ticks: day.ticks + Int64(numbers[3] * 3600 + numbers[4] * 60 + numbers[5]) * 1000)
  }
}
