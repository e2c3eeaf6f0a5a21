import Numbers
import Recurrence

extension TrainingOptions {
  /// What the hidden layer is made of, as `16 tanh units`.
  var cellInWords: String {
    switch cell {
    case .elman: "\(hidden) \(activation.rawValue) units"
    case .gru: "\(hidden) gated recurrent units (GRU)"
    case .lstm: "\(hidden) long short-term memory units (LSTM)"
    case .reservoir: "\(hidden) \(activation.rawValue) units of an untrained reservoir"
    }
  }

  /// What there is to say of any cell but Elman's.
  var aboutCell: String? {
    let what: String
    switch cell {
    case .elman: return nil
    case .gru:
      what = "The hidden layers are gated recurrent units (GRU): gates say how much of the last state stays."
    case .lstm:
      what =
        "The hidden layers are long short-term memory (LSTM): each unit has a cell behind it, and gates say what the"
        + " cell keeps. The state that is decoded, swapped and zeroed is both; figures of units are of what the readout"
        + " sees."
    case .reservoir:
      what =
        "The hidden layers are echo-state reservoirs: their weights are drawn once and never trained, and the recurrent"
        + " ones have a spectral radius of 0.9; the readout alone learns. What such a state holds nobody taught it."
    }
    return what
      + " The twin is the same cell with the last state cut to zero, the placebo the same with the state that the present"
      + " row alone gives in its place. Whether the data have memory is tested without any such cell, by a memory-less fit"
      + " of its own."
  }
}
