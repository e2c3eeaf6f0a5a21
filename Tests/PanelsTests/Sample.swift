import Numbers
import Panels
import TimeSeries

/// Series and panels made by hand.
enum Sample {
  /// Days from 2018-01-01.
  static func day(_ number: Int) -> Timestamp {
    Timestamp(ticks: (17_532 + Int64(number)) * Timestamp.millisecondsPerDay)
  }

  static func row(_ number: Int) -> Timestamp { Timestamp(ticks: Int64(number)) }

  /// Daily; `days` are counted from 2018-01-01 and are one after the other unless given.
  static func daily(_ name: String, _ values: [Double], days: [Int]? = nil, origin: String = "csv:a.csv?value=x")
    -> Series
  {
    Series(
      name: name, resolution: .day, times: (days ?? Array(values.indices)).map(day), values: values,
      origin: Origin(request: origin, adapter: "csv"))
  }

  static func numbered(_ name: String, _ values: [Double]) -> Series {
    Series(
      name: name, resolution: .row, times: values.indices.map(row), values: values,
      origin: Origin(request: "random:\(name)", adapter: "random"))
  }

  /// Values that never repeat, always above zero.
  static func walk(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var stream = RandomStream(seed: seed)
    var level = 100.0
    return (0..<count).map { _ in
      level *= exponential(0.01 * stream.gaussian())
      return level
    }
  }

  /// Values that swing within the same range all the time and never stand still: nothing to warn of.
  static func swing(_ count: Int) -> [Double] { (0..<count).map { 10 + Double($0 * 7 % 23) / 10 } }

  /// A daily series with holes, N/A cells, identical duplicates, and in no order.
  static func untidy(_ name: String, days: Int, _ stream: inout RandomStream) -> Series {
    var rows: [(day: Int, value: Double)] = []
    for day in 0..<days where stream.uniform() < 0.85 {
      let row = (day, stream.uniform() < 0.1 ? Double.nan : stream.gaussian())
      rows.append(row)
      if stream.uniform() < 0.05 { rows.append(row) }
    }
    shuffle(&rows, &stream)
    return daily(name, rows.map(\.value), days: rows.map(\.day), origin: "csv:\(name).csv")
  }

  static func shuffle<Element>(_ items: inout [Element], _ stream: inout RandomStream) {
    for last in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(last, stream.index(below: last + 1)) }
  }

  /// Options with some of them changed.
  static func options(_ change: (inout PanelOptions) -> Void) -> PanelOptions {
    var options = PanelOptions()
    change(&options)
    return options
  }

  /// As the sources gave it.
  static let plain = options { $0.scaling = .none }

  /// The joins by equal times; that as of an instant is another thing.
  static let joins: [PanelOptions.Join] = [.inner, .outer, .left]

  /// Daily, of the close in New York or the fixing in Frankfurt, or whatever the text says.
  static func observed(_ time: String, _ series: Series) -> Series {
    var series = series
    series.observed = ObservationTime(time)
    return series
  }

  static let close = "16:00 America/New_York"
  static let fixing = "14:15 Europe/Berlin"

  /// The sentence of the error, or nil where there is a panel.
  static func refusal(_ series: [Series], _ options: PanelOptions = PanelOptions()) -> String? {
    do {
      _ = try Panel(aligning: series, named: "p", options: options)
      return nil
    } catch {
      return "\(error)"
    }
  }
}

extension Panel {
  func column(_ index: Int) -> [Double] { (0..<rows).map { values[$0 * width + index] } }
}

/// Equal to the bit, and NaN equal to NaN.
func same(_ a: some Sequence<Double>, _ b: some Sequence<Double>) -> Bool {
  a.elementsEqual(b) { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }
}
