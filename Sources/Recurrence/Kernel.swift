internal import CLanes

/// Which code runs the hot loops of training. All of them give the same bits; they differ in speed alone.
public enum Kernel: String, Sendable, CaseIterable {
  /// The generic engine of this folder, on lanes: slow, and the measure of the others.
  case swift
  /// The C kernels: for any processor of the architecture, for x86-64-v3 (AVX2), for x86-64-v4 (AVX-512).
  case baseline, level3, level4

  /// Whether this processor can run it.
  public var isSupported: Bool { self == .swift || table != nil }

  /// The fastest this processor can run.
  public static let fastest: Kernel = [level4, level3].first(where: \.isSupported) ?? .baseline

  /// The C functions; nil for Swift and for what this processor lacks.
  var table: lanes_kernels? {
    switch self {
    case .swift: nil
    case .baseline: lanes_kernels_for(1)?.pointee
    case .level3: lanes_kernels_for(3)?.pointee
    case .level4: lanes_kernels_for(4)?.pointee
    }
  }
}
