import Panels
import Recurrence

extension Setting {
  /// Every setting but `sources` and `fixtures`, which are lists. The order is that of study files and of the help.
  package static let all: [Setting] = [
    .init("name", .data, \.name, .text, "What the report calls the data"),
    .init("control", .analysis, \.control, .truth, "Whether noise of the same size is analysed beside the data"),
    .init(
      "surrogates", .analysis, \.surrogates, .whole(0...9999),
      "Surrogates of each kind, which are data whose answer is known; 0 for none"),
    .init("seed", .data, \.training.seed, .seed, "Where all randomness starts"),
    .init("networks", .analysis, \.training.networks, .whole(1...4096), "Networks that differ in their seed alone"),
    .init("hidden", .analysis, \.training.hidden, .whole(1...1024), "Hidden units"),
    .init(
      "cell", .analysis, \.training.cell, .choice,
      "What the hidden layer is made of; only the readout of a reservoir is trained"),
    .init(
      "activation", .analysis, \.training.activation, .choice, "The non-linearity of a unit; gru and lstm need tanh"),
    .init("bias", .analysis, \.training.bias, .truth, "Whether the hidden layer has a bias"),
    .init("epochs", .analysis, \.training.epochs, .whole(1...1_000_000), "Passes over the training rows"),
    .init(
      "patience", .analysis, \.training.patience, .whole(0...1_000_000),
      "Epochs without a lower validation error after which a network stops; 0 trains for all epochs"),
    .init(
      "window", .analysis, \.training.window, .whole(1...1_000_000_000),
      "Rows that an error is propagated back through, with a step of Adam for each window", open: "all rows"),
    .init("learning-rate", .analysis, \.training.learningRate, .number(aboveZeroTo: 1e6), "Adam's step size"),
    .init(
      "rollout-steps", .analysis, \.training.rolloutSteps, .whole(1...1_000_000), "Length of the free run in rows"),
    .init("join", .data, \.panel.join, .choice, "Which rows are kept"),
    .init(
      "tolerance", .data, \.panel.tolerance, .tolerance, "As-of join: how old a value may be, as 3d, 36h or 90min",
      open: "none, it must be given"),
    .init(
      "exact-matches", .data, \.panel.exactMatches, .truth,
      "As-of join: whether a value of that very instant counts"),
    .init(
      "as-of", .data, \.panel.asOf, .timeOfDay, "As-of join: the instant of each day, as 16:00 America/New_York",
      open: "when the first series was observed"),
    .init(
      "observed", .data, \.panel.observed, .byColumn(.timeOfDay, as: "usdjpy=14:15 Europe/Berlin"),
      "When in the day columns were observed", open: "as the source states"),
    .init(
      "lag", .data, \.panel.lag, .byColumn(.lag, as: "sp500=1"), "Rows that columns are moved later", open: "0",
      details: """
        A column with lag n has at row t the value it had at row t - n, so no value is used before its own time. \
        Where some columns are observed late in the day and predict the next row of others, give the late ones a lag \
        of 1: both values are then in one row. A lag of whole rows does not remove the hours between the two \
        observations, it reverses their order. A finding of memory should hold with the lag and without it.
        """),
    .init(
      "resample", .data, \.panel.resample, .period, "Keep one row of each period",
      details: """
        Periods are written 15min, 1h, day, week, 2week, month, quarter, year. A week ends with its Friday. The row of a \
        day or a longer period has the date of its last row, that of hours, minutes and seconds the first instant. \
        Series that share few of their times are joined by period.
        """),
    .init("aggregate", .data, \.panel.aggregate, .choice, "What is taken of the rows of a period of --resample"),
    .init(
      "fill-limit", .data, \.panel.fillLimit, .whole(0...1_000_000), "Rows a value may be carried forward over a gap"),
    .init("duplicates", .data, \.panel.duplicates, .choice, "Which of two different values for one date is used"),
    .init("change", .data, \.panel.change, .choice, "The change of variable from one row to the next"),
    .init(
      "also", .analysis, \.also, .changes,
      "Changes of variable that the same series are analysed under as well, as differences,log-returns", open: "none"),
    .init("scaling", .data, \.panel.scaling, .choice, "How columns are brought to one size"),
    .init("from", .data, \.panel.from, .text, "First date kept, as 1999-01-04", open: "the first"),
    .init("to", .data, \.panel.to, .text, "Last date kept, as 2018-12-31", open: "the last"),
    .init(
      "last-rows", .data, \.panel.lastRows, .whole(1...Int.max), "Keep only this number of rows at the end",
      open: "all rows"),
    .init("train-share", .data, \.panel.trainShare, .number(aboveZeroTo: 1), "Share of the rows that train"),
    .init(
      "validation-share", .data, \.panel.validationShare, .number(aboveZeroTo: 1),
      "Share of the rows that choose the epoch; the rest is the test part"),
  ]
}
