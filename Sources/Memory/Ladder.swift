public import SeriesMemory

/// The memory ladder of one panel: four rungs, each with a test of its own.
public struct Ladder: Sendable, Equatable, Codable {
  /// 0: the data have memory. nil where there are too few rows to ask.
  public var there: MemoryTest?
  /// 1: the past can be read from the state.
  public var stored: MemoryCapacity?
  /// 2: the model relies on its state.
  public var used: Interventions?
  /// 3: it pays.
  public var useful: ForecastGain?
  /// The kinds of the units of both models.
  public var units: Both<UnitKinds>
  /// How the states move; by itself no evidence.
  public var dynamics: Both<Dynamics>
  /// Findings of the same procedure on data where the answer is known; empty where the study has no surrogates.
  public var surrogates: [SurrogateFindings]

  /// A figure of the memory model and of its twin; nil where no network trained.
  public struct Both<Figure: Sendable & Equatable & Codable>: Sendable, Equatable, Codable {
    /// Of the memory model; nil where it has none.
    public var memory: Figure?
    /// Of the twin; nil where it has none.
    public var twin: Figure?

    package init(memory: Figure?, twin: Figure?) { (self.memory, self.twin) = (memory, twin) }
  }

  /// The lowest rung alone.
  package init(there: MemoryTest?) {
    self.init(
      there: there, stored: nil, used: nil, useful: nil, units: Both(memory: nil, twin: nil),
      dynamics: Both(memory: nil, twin: nil), surrogates: [])
  }

  package init(
    there: MemoryTest?, stored: MemoryCapacity?, used: Interventions?, useful: ForecastGain?, units: Both<UnitKinds>,
    dynamics: Both<Dynamics>, surrogates: [SurrogateFindings]
  ) {
    (self.there, self.stored, self.used, self.useful) = (there, stored, used, useful)
    (self.units, self.dynamics, self.surrogates) = (units, dynamics, surrogates)
  }
}
