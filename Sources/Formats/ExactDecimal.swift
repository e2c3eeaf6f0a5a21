/// mantissa · 10^exponent, correctly rounded to the nearest Double (ties to even), or nil where neither of the two
/// exact ways applies.
func decimalValue(_ mantissa: UInt64, _ exponent: Int) -> Double? {
  if mantissa == 0 { return 0 }
  if mantissa <= 1 << 53, (-22...22).contains(exponent) {
    // Clinger 1990, "How to read floating point numbers accurately": both operands are exact, so the one operation
    // rounds once.
    let whole = Double(mantissa)
    return exponent < 0 ? whole / exactPowersOfTen[-exponent] : whole * exactPowersOfTen[exponent]
  }
  if (-27...0).contains(exponent) { return exactQuotient(mantissa, decimals: -exponent) }
  return nil
}

/// mantissa / 10^decimals, correctly rounded: sixteen digits and more, as programs print them.
///
/// m / 10^k = (m / 5^k) · 2^-k. With both shifted so that their top bits are set, the quotient of m · 2^63 by 5^k has
/// 63 or 64 bits; its lowest bit is set if there is a remainder (a sticky bit, at least nine bits below the one that
/// is rounded), and the conversion to Double then rounds once.
///
/// - Parameters:
///   - mantissa: not zero.
///   - decimals: from 0 to 27, for 5^27 < 2^63.
@inline(never)
func exactQuotient(_ mantissa: UInt64, decimals: Int) -> Double {
  let divisor = powersOfFive[decimals]
  let (up, down) = (mantissa.leadingZeroBitCount, divisor.leadingZeroBitCount)
  let numerator = mantissa << UInt64(up)
  // The high half is below 2^63, the divisor at or above it: the quotient fits.
  let (quotient, remainder) = (divisor << UInt64(down)).dividingFullWidth((numerator >> 1, numerator << 63))
  let power = down - up - 63 - decimals  // from -152 to 0: a normal number, and so exact
  let scale = Double(bitPattern: UInt64(1023 + power) << 52)
  return Double(quotient | (remainder == 0 ? 0 : 1)) * scale
}

/// 10^0 … 10^22, all exact.
let exactPowersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
]

/// 5^0 … 5^27.
private let powersOfFive: [UInt64] = [
  1, 5, 25, 125, 625, 3125, 15_625, 78_125, 390_625, 1_953_125, 9_765_625, 48_828_125, 244_140_625, 1_220_703_125,
  6_103_515_625, 30_517_578_125, 152_587_890_625, 762_939_453_125, 3_814_697_265_625, 19_073_486_328_125,
  95_367_431_640_625, 476_837_158_203_125, 2_384_185_791_015_625, 11_920_928_955_078_125, 59_604_644_775_390_625,
  298_023_223_876_953_125, 1_490_116_119_384_765_625, 7_450_580_596_923_828_125,
]
