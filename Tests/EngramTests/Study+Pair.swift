import Engram
import Recurrence

extension Study {
  /// A study that runs in a moment: one column with memory, one without.
  static var pair: Study {
    var study = Study()
    study.name = "pair"
    study.sources = ["x=random:ar2?rows=160", "y=random:ar1?rows=160"]
    (study.training.networks, study.training.hidden, study.training.epochs) = (3, 4, 15)
    (study.training.rolloutSteps, study.surrogates) = (30, 3)
    return study
  }
}
