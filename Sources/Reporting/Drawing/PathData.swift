import Numbers

/// The `d` of an SVG path in as few bytes as a tenth of a pixel allows: absolute moves, relative lines.
struct PathData {
  private var bytes: [UInt8] = []
  private var (x, y) = (0, 0)
  private var drawing = false

  var isEmpty: Bool { bytes.isEmpty }
  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func move(_ toX: Double, _ toY: Double) {
    (x, y) = (tenths(toX), tenths(toY))
    bytes.append(UInt8(ascii: "M"))
    append(x)
    append(y, separated: true)
    drawing = false
  }

  mutating func line(_ toX: Double, _ toY: Double) {
    let (nextX, nextY) = (tenths(toX), tenths(toY))
    if !drawing { bytes.append(UInt8(ascii: "l")) }
    append(nextX - x, separated: drawing)
    append(nextY - y, separated: true)
    (x, y, drawing) = (nextX, nextY, true)
  }

  /// A level piece from one x to another.
  mutating func level(_ from: Double, _ to: Double, at y: Double) {
    move(from, y)
    bytes.append(UInt8(ascii: "H"))
    append(tenths(to))
    drawing = false
  }

  mutating func close() {
    bytes.append(UInt8(ascii: "z"))
    drawing = false
  }

  mutating func rectangle(_ left: Double, _ top: Double, _ width: Double, _ height: Double) {
    move(left, top)
    bytes.append(UInt8(ascii: "h"))
    append(tenths(left + width) - x)
    bytes.append(UInt8(ascii: "v"))
    append(tenths(top + height) - y)
    bytes.append(UInt8(ascii: "H"))
    append(x)
    close()
  }

  private mutating func append(_ value: Int, separated: Bool = false) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) } else if separated { bytes.append(UInt8(ascii: " ")) }
    let (whole, tenth) = value.magnitude.quotientAndRemainder(dividingBy: 10)
    // Digit by digit: a string for each number took much of the time of a figure.
    var place: UInt = 1
    while whole / place >= 10 { place *= 10 }
    while place > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(whole / place % 10))
      place /= 10
    }
    if tenth > 0 {
      bytes.append(UInt8(ascii: "."))
      bytes.append(UInt8(ascii: "0") + UInt8(tenth))
    }
  }

  /// Nothing is drawn far outside the page, whatever the data.
  private func tenths(_ value: Double) -> Int {
    value.isNaN ? 0 : Int((min(max(value, -9999), 9999) * 10).rounded())
  }
}
