import Numbers

/// One side of a plot: its scale, its range and its marks.
package struct Axis {
  package enum Kind: Equatable {
    case linear, logarithmic
    /// Linear, and marked at whole numbers only: rows, epochs, lags.
    case whole
    /// Milliseconds since 1970, marked at round dates.
    case time

    /// For a page's script.
    var name: String { self == .logarithmic ? "log" : self == .time ? "time" : "linear" }
  }
  package struct Tick: Equatable {
    package var value: Double
    package var label: String
  }
  package private(set) var kind: Kind
  package private(set) var low: Double
  package private(set) var high: Double

  /// From the lowest to the highest of some values. An empty range is widened, numbers too large to subtract are clamped
  /// to 1e300, and a logarithmic axis over numbers that are not all positive is linear.
  package init(_ kind: Kind = .linear, over values: [Double], margin: Double = 0) {
    var (low, high) = TableColumns.extremes(values) ?? (0, 1)
    if low == high { (low, high) = (low - max(0.5, abs(low) / 10), high + max(0.5, abs(high) / 10)) }
    self.kind = kind == .logarithmic && low <= 0 ? .linear : kind
    if self.kind == .logarithmic {
      (self.low, self.high) = (low / 1.1, high * 1.1)
    } else {
      let room = (high - low) * margin
      (self.low, self.high) = (low - room, high + room)
    }
  }

  /// Where a value lies, 0 at the low end and 1 at the high end.
  package func position(_ value: Double) -> Double {
    if kind == .logarithmic { return value > 0 ? log10(value / low) / log10(high / low) : -1 }
    return (value - low) / (high - low)
  }

  /// At most so many round values, with their labels.
  package func ticks(atMost count: Int) -> [Tick] {
    guard count > 0 else { return [] }
    switch kind {
    case .linear: return linearTicks(count, finest: -300)
    case .whole: return linearTicks(count, finest: 0)
    case .logarithmic: return logarithmicTicks(count)
    case .time: return TimeTicks.between(low, high, atMost: count)
    }
  }

  /// Multiples of 1, 2 or 5 times a power of ten.
  private func linearTicks(_ count: Int, finest: Int) -> [Tick] {
    let span = high - low
    var exponent = max(finest, decimalExponent(span / Double(count)) - 1)
    while exponent < 300 {
      for factor in [1.0, 2, 5] {
        let step = factor * powerOfTen(exponent)
        let (first, last) = ((low / step).rounded(.up), (high / step).rounded(.down))
        guard last - first < Double(count) else { continue }
        guard first <= last, abs(first) < 1e9, abs(last) < 1e9 else { return [] }
        return (Int(first)...Int(last)).map { multiple in
          let value = Double(multiple) * step
          return Tick(value: value, label: Axis.label(value, decimals: -exponent))
        }
      }
      exponent += 1
    }
    return []
  }

  /// Powers of ten, and their doubles and quintuples where there is room.
  private func logarithmicTicks(_ count: Int) -> [Tick] {
    let (first, last) = (decimalExponent(low), decimalExponent(high))
    for factors in [[1.0, 2, 5], [1.0, 3], [1.0]] {
      var ticks: [Tick] = []
      for exponent in first...max(first, last) {
        for factor in factors {
          let value = factor * powerOfTen(exponent)
          if value < low || value > high { continue }
          ticks.append(Tick(value: value, label: Axis.label(value, decimals: -exponent)))
        }
      }
      if ticks.count <= count { return ticks }
      if factors == [1] {
        let stride = (ticks.count + count - 1) / count
        return ticks.enumerated().filter { $0.offset.isMultiple(of: stride) }.map(\.element)
      }
    }
    return []
  }

  /// Plain up to seven places, then in powers of ten.
  private static func label(_ value: Double, decimals: Int) -> String {
    let plain = decimals <= 5 && abs(value) < 1e7
    return typeset(
      plain ? NumberFormat.decimals(max(0, decimals)).text(value) : NumberFormat.digits(2).text(value))
  }
}

/// Base ten, independent of the machine's mathematical library.
func log10(_ x: Double) -> Double { logarithm(x) / logarithm(10.0) }

/// -log10 p, which grows with the evidence. A p that was rounded to 0 counts as 1e-300.
package func evidence(ofP p: Double) -> Double { max(0, -log10(max(p, 1e-300))) }

extension Axis {
  /// Marks for an axis of `evidence(ofP:)`, at round powers of ten.
  ///
  /// - Parameter one: the label of p = 1.
  func ticksOfP(atMost count: Int, one: String = "1") -> [Tick] {
    if high < Double(count) + 1 {
      return (0..<count).map { power in
        Tick(value: Double(power), label: power == 0 ? one : NumberFormat.exact.text(powerOfTen(-power)))
      }
    }
    let step = [2.0, 5, 10, 20, 50, 100].first { high / $0 < Double(count) } ?? 100
    return stride(from: 0, to: high, by: step).map { power in
      Tick(value: power, label: power == 0 ? one : "10\u{207B}" + Axis.superscript(Int(power)))
    }
  }

  private static func superscript(_ number: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return String(String(number).compactMap { $0.wholeNumberValue.map { digits[$0] } })
  }
}
