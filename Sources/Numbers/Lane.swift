/// The arithmetic that a network needs.
///
/// With `Double` the engine is the reference that tests compare with PyTorch; with `SIMD16<Float>` it holds sixteen networks,
/// one per lane, without shuffles or horizontal sums.
///
/// Arithmetic is never fused: `a * b + c` rounds twice on every machine, so the same study gives the same bytes everywhere.
public protocol Lane: Sendable {
  /// The same value in every lane.
  init(repeating value: Double)

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static func += (a: inout Self, b: Self)

  /// The square root, lane by lane.
  var root: Self { get }
  /// The hyperbolic tangent, lane by lane; our own, so that its bits do not depend on a libm.
  var hyperbolicTangent: Self { get }
  /// max(x, 0), lane by lane.
  var rectified: Self { get }
  /// 1 where the lane is above zero, 0 elsewhere: the slope of `rectified`.
  var step: Self { get }
}

extension Lane {
  /// Zero in every lane.
  @inlinable @inline(__always)
  public static var zero: Self { Self(repeating: 0) }
}

/// Sixteen networks side by side in Float32.
public typealias Lanes16 = SIMD16<Float>

extension Double: Lane {
  /// See `Lane`.
  @inlinable @inline(__always)
  public init(repeating value: Double) { self = value }
  /// See `Lane`.
  @inlinable @inline(__always)
  public var root: Double { squareRoot() }
  /// See `Lane`.
  @inlinable @inline(__always)
  public var rectified: Double { self > 0 ? self : 0 }
  /// See `Lane`.
  @inlinable @inline(__always)
  public var step: Double { self > 0 ? 1 : 0 }
}

extension SIMD16: Lane where Scalar == Float {
  /// See `Lane`.
  @inlinable @inline(__always)
  public init(repeating value: Double) { self.init(repeating: Float(value)) }
  /// See `Lane`.
  @inlinable @inline(__always)
  public var root: Self { squareRoot() }
  /// See `Lane`.
  @inlinable @inline(__always)
  public var rectified: Self { replacing(with: 0, where: self .<= 0) }
  /// See `Lane`.
  @inlinable @inline(__always)
  public var step: Self { Self(repeating: Float(1)).replacing(with: 0, where: self .<= 0) }
}

/// One network in Float32: a single lane of the sixteen, to the bit.
extension Float: Lane {
  /// See `Lane`.
  @inlinable @inline(__always)
  public init(repeating value: Double) { self.init(value) }
  /// See `Lane`.
  @inlinable @inline(__always)
  public var root: Float { squareRoot() }
  /// See `Lane`.
  @inlinable @inline(__always)
  public var rectified: Float { self > 0 ? self : 0 }
  /// See `Lane`.
  @inlinable @inline(__always)
  public var step: Float { self > 0 ? 1 : 0 }
  /// See `Lane`.
  @inlinable @inline(__always)
  public var hyperbolicTangent: Float { Lanes16(repeating: self).hyperbolicTangent[0] }
}
