// Rung 1: is the past in the state? What can be decoded from y_t beyond x_t.

import Numbers
package import Panels
package import Recurrence
import SeriesMemory

/// How much of the past is stored in the states of three kinds of network: with memory, without, untrained.
public struct MemoryCapacity: Sendable, Equatable, Codable {
  /// K, the largest lag that was decoded.
  public var lags: Int
  /// Of the memory model's state.
  public var memory: Decodability
  /// The twin's states are functions of x_t: what they seem to store beyond it is noise and the limits of the reference.
  public var twin: Decodability
  /// Memory networks with their initial weights: what untrained recurrence stores.
  public var untrained: Decodability
  /// Excess memory capacity of the memory model less the twin's, network by network.
  public var excessOverTwin: Estimate
  /// The same less that of the network with its initial weights: what training stored. nil in a report from before this
  /// floor.
  public var excessOverUntrained: Estimate?
  /// Whether it counts: whether `decision` is yes.
  public var stored: Bool

  package init(
    lags: Int, memory: Decodability, twin: Decodability, untrained: Decodability, excessOverTwin: Estimate,
    excessOverUntrained: Estimate?
  ) {
    (self.lags, self.memory, self.twin, self.untrained) = (lags, memory, twin, untrained)
    (self.excessOverTwin, self.excessOverUntrained) = (excessOverTwin, excessOverUntrained)
    stored = false
    stored = decision.answer == .yes
  }

  /// nil where no network of either model trained, or none of both with the same number.
  init?(of pairs: [DecodedPair], lags: Int) {
    let over = pairs.compactMap { pair in pair.memory.flatMap { one in pair.twin.map { one.excess - $0.excess } } }
    guard let memory = Decodability(pairs.compactMap(\.memory)), let twin = Decodability(pairs.compactMap(\.twin)),
      !over.isEmpty, let untrained = Decodability(pairs.compactMap(\.untrained))
    else { return nil }
    let overUntrained = pairs.compactMap { pair in
      pair.memory.flatMap { one in pair.untrained.map { one.excess - $0.excess } }
    }
    self.init(
      lags: lags, memory: memory, twin: twin, untrained: untrained, excessOverTwin: Estimate(over: over),
      excessOverUntrained: overUntrained.isEmpty ? nil : Estimate(over: overUntrained))
  }

  /// This rung alone.
  ///
  /// - Parameter seed: the one that the networks were trained with.
  package init?(of memory: Trained, twin: Trained, on panel: Panel, seed: UInt64) {
    let decoder = PastDecoder(on: panel, memory.shape, seed: seed)
    let pairs = (0..<max(memory.networks.count, twin.networks.count)).map { index in
      let reference = decoder.reference(index)
      func decoding(_ model: Trained) -> StateDecoding? {
        guard index < model.networks.count, model.networks[index].isUsable else { return nil }
        let states = model.networks[index].run(over: panel).states
        return decoder.decoding(of: states, numbers: model.shape.stateCount, reference)
      }
      return DecodedPair(
        memory: decoding(memory), twin: decoding(twin),
        untrained: index < memory.networks.count ? decoder.untrained(index, reference) : nil)
    }
    self.init(of: pairs, lags: decoder.lags)
  }

  /// The past is stored where the excess memory capacity lies above all floors by more than `Rules.storedExcess`, with its
  /// interval over the networks: the floor of shuffled pairs, the twin's, and that of the network before training, which
  /// holds past inputs as any reservoir does. Where the present row itself cannot be read from the state, the reading
  /// fails, and the past may be there all the same.
  public var decision: RungDecision {
    var decision = RungDecision(all: aboveFloors.map(\.excess), above: Rules.storedExcess)
    if decision.answer != .yes, let present = memory.state.first?.mean, present < Rules.presentRead {
      decision.answer = .unclear
      decision.reason = "the present row itself cannot be read from the state (R² \(fixed(present, decimals: 2)))"
    }
    return decision
  }

  /// Whether the state holds more of the past than its twin's and than noise, but no more than before training.
  package var isAtUntrainedFloor: Bool {
    decision.answer == .no
      && aboveFloors.prefix(2).allSatisfy { RungAnswer($0.excess, above: Rules.storedExcess) != .no }
  }

  /// What lies above each floor.
  private var aboveFloors: [(floor: String, excess: Estimate)] {
    let (all, floor) = (memory.excess, memory.excessFloor.mean)
    return [
      ("shuffled pairs", Estimate(mean: all.mean - floor, low: all.low - floor, high: all.high - floor)),
      ("the twin", excessOverTwin),
    ] + (excessOverUntrained.map { [("an untrained network", $0)] } ?? [])
  }

  /// The floor that decides: what it is, and how many past values lie there.
  package var decidingFloor: (name: String, values: Double)? {
    let deciding = decision.interval
    return aboveFloors.first { $0.excess == deciding }.map { ($0.floor, memory.excess.mean - $0.excess.mean) }
  }

  /// The interval that decides, in a clause: `-1.37 to 0.24 past values more than an untrained network`.
  var decidingText: String? {
    let deciding = decision.interval
    return aboveFloors.first { $0.excess == deciding }.map {
      "\($0.excess.range(.decimals(2))) past values more than \($0.floor)"
    }
  }
}

/// How much of the past the states of one kind of network store, averaged over columns and networks.
///
/// For each lag k and column d a ridge regression from y_t to x_{t-k,d} is fitted on the training part, with the
/// penalty that does best on the validation part, and scored on the held-out part; of an LSTM from [h_t ; c_t]. The
/// reference decodes the same from x_t, or from x_t and as many random features of it as the state has numbers: what a
/// twin of the same cell makes of x_t, its weights drawn anew like initial ones.
public struct Decodability: Sendable, Equatable, Codable {
  /// Networks that were decoded.
  public var networks: Int
  /// R²_state(k) and R²_input(k), k = 0…K: share of the held-out variance of x_{t-k} that is decoded, not below 0.
  public var state: [Estimate]
  /// R² from x_t alone, by lag from 0.
  public var input: [Estimate]
  /// R²_state(k) - R²_input(k): what the state stores of x_{t-k} beyond x_t. Near 0 for a state without memory, also on
  /// autocorrelated data; below 0 where a state has lost part of x_t.
  public var gain: [Estimate]
  /// The same by column, then lag.
  public var gainByColumn: [[Estimate]]
  /// Excess memory capacity Σ_{k≥1} max(gain(k), 0), in lags: how many past values are stored beyond x_t.
  public var excess: Estimate
  /// The same after a shuffle of the pairs of state and past: the sum that noise alone gives. It ignores autocorrelation,
  /// which leaves fewer effective rows; there the twin's excess is the floor that counts, from some hundredths of a lag
  /// (φ = 0.8, 1000 rows) to a lag or two near a unit root, where held-out data leave the training range.
  public var excessFloor: Estimate
  /// Jaeger's memory capacity Σ_{k≥1} r²(k) (2001, GMD report 152), on held-out data; at most H for independent inputs, and
  /// *any* value for autocorrelated ones, even without memory.
  public var capacity: Estimate
  /// The same of shuffled pairs of state and past.
  public var capacityFloor: Estimate

  package init(
    networks: Int, state: [Estimate], input: [Estimate], gain: [Estimate], gainByColumn: [[Estimate]], excess: Estimate,
    excessFloor: Estimate, capacity: Estimate, capacityFloor: Estimate
  ) {
    (self.networks, self.state, self.input, self.gain) = (networks, state, input, gain)
    (self.gainByColumn, self.excess, self.excessFloor) = (gainByColumn, excess, excessFloor)
    (self.capacity, self.capacityFloor) = (capacity, capacityFloor)
  }

  init?(_ networks: [StateDecoding]) {
    guard let D = networks.first?.state.columns else { return nil }
    func estimate(_ figure: (StateDecoding) -> Double) -> Estimate { Estimate(over: networks.map(figure)) }
    func curve(_ figures: (StateDecoding) -> [Double]) -> [Estimate] { Estimate.each(over: networks.map(figures)) }
    self.init(
      networks: networks.count, state: curve { $0.state.byLag($0.state.explained) },
      input: curve { $0.input.byLag($0.input.explained) }, gain: curve { $0.state.gain(over: $0.input) },
      gainByColumn: (0..<D).map { d in
        curve { network in
          stride(from: d, to: network.state.explained.count, by: D).map {
            network.state.explained[$0] - network.input.explained[$0]
          }
        }
      }, excess: estimate(\.excess), excessFloor: estimate(\.excessFloor), capacity: estimate(\.state.capacity),
      capacityFloor: estimate(\.capacityFloor))
  }
}
