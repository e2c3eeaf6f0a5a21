import Memory
import SeriesMemory

extension Section {
  /// The terms of a report.
  static let glossary = Section(
    "glossary", "Terms", folded: "the words of this page",
    [
      .terms([
        Term(
          "remaining variance",
          "The variance of the next row that the best fit without memory, from the present row, does not explain."),
        Term("twin", "The same network without recurrence; it sees only the present row."),
        Term(
          "plain, anchored",
          "A plain network predicts the next row, an anchored one the change from the present row. The anchored memory model"
            + " starts as its trained twin."),
        Term("excess memory capacity", "How many past values can be read from the state beyond the present row."),
        Term(
          Rules.intervalText, "A range computed so that it holds the true figure in \(Rules.confidenceText) of samples."
        ),
        Term("skill", "The share of a competitor's error that a prediction saves; negative if it is worse."),
        Term(
          "surrogate",
          "A series made from the data with a known answer: shuffled, rows in random order; markov, a row depends only on the"
            + " one before; iaaft, linear memory is kept."),
        Term(
          "free run",
          "A network that reads its own predictions: it rests (fixed point), repeats itself (cycle), diverges, decays"
            + " (damped), or keeps moving (dynamic)."),
        Term(
          "dead, stuck, saturated",
          "A dead unit hardly varies. A stuck unit is nearly always at its limits. A saturated state is near its limits."
        ),
        Term(
          "unit root", "A series that wanders like a random walk: its levels leave every range, its changes do not."),
      ]),
      .textOnly([
        .terms([
          Term("placebo", "A twin with as many weights as the memory model."),
          Term("random control", "Independent noise of the same size, analysed alike. It has no memory."),
          Term("memory model", "The recurrent network: it sees the present row and its own last state."),
          Term("persistence", "The prediction that the next row equals the present one."),
          Term("latent state, hidden state", "The numbers a network computes between a row and its prediction."),
          Term("held out", "The last rows, which no training step and no choice has used."),
          Term("network, ensemble", "One trained copy; several that differ only in their random start."),
          Term("score test", "Tests whether the past helps, before any recurrent network is trained."),
          Term("p", "How often chance alone would look at least as much like memory. Small p speaks for memory."),
          Term("power", "The share of samples in which a test finds an effect of the given size."),
          Term(
            "Holm's correction", "Raises p where several columns are tested, so that all together err no more than one."
          ),
          Term("Diebold-Mariano, Clark-West", "Tests of whether one prediction's error is lower than another's."),
          Term("collapse", "The share of units that are dead or stuck."),
        ])
      ]),
    ])
}
