import Memory
import Panels
import Recurrence

/// One drawing: an SVG file that stands on its own, and the same for a page.
public struct Figure: Sendable {
  /// The file, e.g. `05-training.svg`.
  public var file: String
  /// The finding, as written at the top of the figure.
  public var title: String
  /// What is drawn and what to look at, in a sentence or two.
  public var caption: String
  /// What is seen, with its numbers, for readers who do not see it.
  public var alternative: String
  /// The file's content: the drawing with its style, title and description.
  public var svg: String
  /// The drawing for an HTML page that has `Figure.style` in its style grid: no style and no ids of its own, and without
  /// the caption, which a page sets as text beside it.
  public var inline: String

  /// The style of all figures, for the style grid of a page that holds them inline. It touches nothing but `svg.fig`, and
  /// follows the reader's system unless something around the figure has `data-theme="dark"` or `"light"`.
  public static let style = Palette.css

  init(_ grid: PlotGrid) {
    (file, title, caption) = (grid.file, grid.title, grid.caption)
    alternative = grid.alternative
    (svg, inline) = (PlotGridLayout.svg(grid), PlotGridLayout.svg(grid, .inline))
  }
}

extension Report {
  /// All figures, in the order of their numbers. Those of the control are missing where the study has none, and those
  /// of the memory ladder where its rungs could not be asked.
  public var figures: [Figure] { grids.compactMap { Task.isCancelled ? nil : Figure($0) } }

  /// What the figures show, not drawn yet.
  var grids: [PlotGrid] {
    let data = FigureData(data: data, control: control, training: training)
    let all: [(FigureData) -> PlotGrid?] = [
      { $0.randomStates(of: .memory) }, { $0.randomStates(of: .twin) }, \.randomRollout, \.series, \.trainingLoss,
      \.stateEvolution, \.saturation, \.activity, \.autocorrelation, \.rollouts, \.predictions, \.memoryProfile,
      \.decodability, \.context, \.gain, \.surrogates, \.stateSpace, \.sources,
    ]
    // Whoever cancelled the task wants no result; on a long panel some figures take seconds.
    return all.compactMap { Task.isCancelled ? nil : $0(data) }
  }
}

/// What figures are drawn from; one file for each kind of figure extends it.
struct FigureData {
  let data: Dataset
  let control: Dataset?
  let training: TrainingOptions

  /// The data, and the control where there is one, each with its title.
  var datasets: [(title: String, dataset: Dataset)] {
    [("Data: \(data.panel.name)", data)] + (control.map { [("Random control", $0)] } ?? [])
  }

  /// At most so many columns have a plot of their own.
  static let columnsShown = 6

  static func shownColumns(_ panel: Panel) -> Range<Int> { 0..<min(panel.width, columnsShown) }

  /// A sentence about columns that are left out; empty where there are none.
  static func omission(_ panel: Panel) -> String {
    panel.width > columnsShown ? " The first \(columnsShown) of \(panel.width) columns are shown." : ""
  }

  /// What a scaled value is measured in.
  static func unit(_ panel: Panel) -> String {
    switch panel.scaler.kind {
    case .zscore: "standard deviations of the training part"
    case .minmax: "0 to 1 = range of the training part"
    case .robust: "interquartile ranges of the training part"
    case .none: "as the source has it"
    }
  }
}

extension FigureData {
  /// The twin is dashed, so that a line of the memory model below it is seen.
  static let bothModels: [PlotGrid.LegendEntry] = [
    .line(.memory, "memory model", stroke: ModelKind.memory.stroke),
    .line(.twin, "twin", stroke: ModelKind.twin.stroke),
  ]
}

extension ModelKind {
  /// Where both models may have the same line.
  var stroke: Stroke { self == .memory ? .wide : .broken }
  var colour: PlotColour { self == .memory ? .memory : .twin }
  /// Before a figure.
  var short: String { rawValue }
}

extension Dataset {
  /// The network that figures show, the first that trained, and its number counted from 1.
  func shown(_ model: ModelKind) -> (number: Int, network: TrainedNetwork)? {
    let networks = trained(model).networks
    return networks.firstIndex { $0.divergedAt == nil }.map { ($0 + 1, networks[$0]) }
  }
}

/// The hyphen of a negative number becomes a minus sign.
func typeset(_ text: String) -> String { text.replacing("-", with: "\u{2212}") }
