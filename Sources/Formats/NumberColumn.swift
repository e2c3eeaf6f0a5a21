/// How one column writes its numbers, found out from its cells.
///
/// A cell such as 1,234 or 1.234 can be read in two ways until another cell of the column settles which sign begins the
/// fraction; the reader then corrects the values it has. Every cell must agree with those before.
struct NumberColumn {
  enum Reading: Equatable {
    case value(Double)
    /// Read with a decimal point and with a decimal comma.
    case open(point: Double, comma: Double)
    case problem(Problem)
  }
  enum Problem: Equatable {
    case notANumber
    /// A number, but written in another way than the column's first.
    case otherMarks
    case longMinus
  }

  /// The options of the file.
  struct Rules {
    /// Nil to find out.
    var decimal: CSVFormat.Decimal?
    /// The comma separates cells: a point then begins a fraction, and a comma in quotes mostly groups.
    var isCommaSeparated = false
    /// Whether U+2212 is a minus sign.
    var allowsLongMinus = false
  }
  let rules: Rules
  /// Before the fraction; nil while the cells can be read both ways.
  private(set) var decimal: CSVFormat.Decimal?
  /// Of the first number.
  private(set) var marks: NumberMarks?
  /// A point or a comma was seen.
  private(set) var hasSign = false
  /// A cell had both a group and a fraction, or two groups: 1.234,5.
  private(set) var hasGroups = false
  /// A number without a point and a comma was seen, below a thousand and above.
  private(set) var hasShort = false
  private(set) var hasLong = false

  init(_ rules: Rules) { (self.rules, decimal) = (rules, rules.decimal) }

  /// For `FastRows`: nil if the general reader must look at every cell.
  var fastRole: FastRole {
    if let marks, !marks.isPlain { return .none }
    switch decimal {
    case .point: return .decimals(UInt8(ascii: "."))
    case .comma: return rules.isCommaSeparated ? .none : .decimals(UInt8(ascii: ","))
    case nil: return rules.isCommaSeparated ? .decimals(UInt8(ascii: ".")) : hasSign ? .none : .whole
    }
  }
  enum FastRole: Equatable {
    case none, whole
    case decimals(UInt8)
  }

  /// - Parameter hasFraction: whether a value that was read before has a fraction, asked only where it settles the style.
  mutating func read(_ bytes: [UInt8], _ range: Range<Int>, hasFraction: () -> Bool = { false }) -> Reading {
    let plain = readPlain(bytes, range, hasFraction)
    if plain != .problem(.notANumber) {
      if marks == nil { marks = NumberMarks() }
      return marks?.currency.isEmpty == true && marks?.isPercent == false ? plain : .problem(.otherMarks)
    }
    guard let marked = MarkedNumber(bytes, range) else { return plain }
    if marked.marks.hasLongMinus, !rules.allowsLongMinus { return .problem(.longMinus) }
    if let marks, !marks.agrees(with: marked.marks) { return .problem(.otherMarks) }
    let reading = readPlain(marked.plain, marked.plain.indices, hasFraction)
    if reading == .problem(.notANumber) { return reading }
    var common = marks ?? marked.marks
    common.group = common.group ?? marked.marks.group
    common.power = max(common.power, marked.marks.power)
    common.hasLongMinus = common.hasLongMinus || marked.marks.hasLongMinus
    marks = common
    return reading
  }

  private mutating func readPlain(_ bytes: [UInt8], _ range: Range<Int>, _ hasFraction: () -> Bool) -> Reading {
    let hasComma = bytes[range].contains(UInt8(ascii: ","))
    let hasPoint = bytes[range].contains(UInt8(ascii: "."))
    if !hasComma, !hasPoint {
      guard let value = decimalNumber(in: bytes, range, style: .point) else { return .problem(.notANumber) }
      if value.magnitude < 1000 { hasShort = true } else { hasLong = true }
      return .value(value)
    }
    let point = decimal == .comma ? nil : decimalNumber(in: bytes, range, style: .groupedPoint)
    let comma = decimal == .point ? nil : decimalNumber(in: bytes, range, style: .comma)
    hasSign = hasSign || point != nil || comma != nil
    switch (point, comma) {
    case (nil, nil): return .problem(.notANumber)
    case (let value?, nil):
      decimal = .point
      return .value(value)
    case (nil, let value?):
      // A point that was read as the decimal sign before excludes the comma.
      if decimal == nil, rules.isCommaSeparated, hasFraction() { return .problem(.notANumber) }
      decimal = .comma
      hasGroups = hasGroups || hasPoint
      return .value(value)
    case (let point?, let comma?):
      if rules.isCommaSeparated, hasPoint || hasFraction() {
        decimal = .point
        return .value(point)
      }
      return .open(point: point, comma: comma)
    }
  }

  /// Settles the style by what other columns show.
  mutating func settle(_ decimal: CSVFormat.Decimal) { self.decimal = decimal }

  /// How the numbers are written, for a note; nil for plain ones.
  var words: String? {
    guard let marks else { return nil }
    var parts: [String] = []
    if !marks.currency.isEmpty { parts.append("amounts in \(marks.currency)") }
    if marks.isPercent { parts.append("percent, read without dividing by 100") }
    if marks.group == .blank { parts.append("groups with blanks") }
    if marks.group == .apostrophe { parts.append("groups with apostrophes") }
    if marks.power > 0 { parts.append("K, M, B and T multiply by 10^3, 10^6, 10^9 and 10^12") }
    if decimal == .comma, rules.decimal == nil { parts.append("decimal comma") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
