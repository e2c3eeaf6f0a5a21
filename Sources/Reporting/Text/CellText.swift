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
}
