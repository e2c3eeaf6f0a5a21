// How a free run ends.

import Numbers
import SeriesMemory

/// The end of one free run.
public struct FreeRun: Sendable, Equatable {
  /// The regime at the end of the run.
  public let regime: Regime
  /// The step, counted from 1, from which the run rests; nil for one that does not.
  public let settledAt: Int?
  /// The period of a cycle in steps; nil for other regimes.
  public let period: Int?

  /// The first regime that fits, in this order:
  ///
  /// - *diverges*: a value lies more than 10 standard deviations from the mean, or is not a finite number;
  /// - *damped*: the run oscillates (`Rules.turningPoints`) and its envelope decays, whether or not it has come to rest;
  /// - *fixed point*: from some step on max |x̂_{t+1} - x̂_t| < 10⁻³ standard deviations, for at least 10 steps
  ///   (the whole path, if that is shorter); or the envelope decays without an oscillation;
  /// - *cycle*: |x̂_{t+p} - x̂_t| < 10⁻³ standard deviations with one period p ≤ N/3 for the last two periods, and at
  ///   least the last third of the path;
  /// - *dynamic*: none of these.
  ///
  /// The envelope is the peak-to-peak amplitude in five successive windows of the path before it rests, of the column where
  /// that is largest. It decays where the amplitude falls by 5 % or more from each window to the next and the falls do not
  /// fade, as they do on the way to a cycle: the last ratio is no larger than the root of the first. So the length of a run
  /// does not decide between rest and motion.
  ///
  /// - Parameters:
  ///   - path: N × D row-major, at least two rows.
  ///   - mean: D, of the training part.
  ///   - deviation: D, of the training part; a column with deviation 0 is measured in its own units.
  public init(_ path: [Double], mean: [Double], deviation: [Double]) {
    let D = mean.count
    precondition(
      D > 0 && deviation.count == D && path.count % D == 0 && path.count >= 2 * D,
      "a free run is two or more whole rows of \(D) numbers")
    let N = path.count / D
    let x = path.indices.map { (path[$0] - mean[$0 % D]) / (deviation[$0 % D] > 0 ? deviation[$0 % D] : 1) }

    /// max over the columns of |x_{t+p} - x_t| is below the tolerance.
    func returns(_ t: Int, after p: Int) -> Bool {
      (0..<D).allSatisfy { (x[(t + p) * D + $0] - x[t * D + $0]).magnitude < Rules.same }
    }
    func cycles(_ p: Int) -> Bool {
      (N - p - max(2 * p, N / 3)..<N - p).allSatisfy { returns($0, after: p) }
    }

    if x.contains(where: { !($0.magnitude <= Rules.escape) }) {
      (regime, settledAt, period) = (.diverges, nil, nil)
      return
    }
    let settled = (0..<N - 1).last { !returns($0, after: 1) }.map { $0 + 1 } ?? 0
    let rests = N - 1 - settled >= min(Rules.fixedPointHold, N - 1)
    let columns = (0..<D).map { d in (0..<(rests ? settled + 1 : N)).map { x[$0 * D + d] } }
    let envelope = Envelope(columns)
    if envelope.decays, envelope.oscillates {
      (regime, settledAt, period) = (.damped, rests ? settled + 1 : nil, nil)
    } else if rests || envelope.decays {
      (regime, settledAt, period) = (.fixedPoint, rests ? settled + 1 : nil, nil)
    } else if N >= 6, let p = (2...N / 3).first(where: cycles) {
      (regime, settledAt, period) = (.cycle, nil, p)
    } else {
      (regime, settledAt, period) = (.dynamic, nil, nil)
    }
  }
}

/// How the amplitude of a run changes from window to window.
private struct Envelope {
  let decays: Bool
  let oscillates: Bool

  /// - Parameter columns: of equal length, in standard deviations.
  init(_ columns: [[Double]]) {
    func range(_ x: ArraySlice<Double>) -> Double { (x.max() ?? 0) - (x.min() ?? 0) }
    let widest = columns.reduce(columns[0]) { range($1[...]) > range($0[...]) ? $1 : $0 }
    let windows = Rules.envelopeWindows
    guard widest.count >= 3 * windows else {
      (decays, oscillates) = (false, false)
      return
    }
    let amplitudes = (0..<windows).map { k in
      range(widest[k * widest.count / windows..<(k + 1) * widest.count / windows])
    }
    let ratios = zip(amplitudes.dropFirst(), amplitudes).map { $1 > 0 ? $0 / $1 : 1 }
    decays = ratios.allSatisfy { $0 <= Rules.envelopeFall } && ratios[windows - 2] <= ratios[0].squareRoot()
    let steps = zip(widest.dropFirst(), widest).map { $0 - $1 }.filter { $0 != 0 }
    oscillates = zip(steps.dropFirst(), steps).count { ($0 > 0) != ($1 > 0) } >= Rules.turningPoints
  }
}
