import Memory
import Numbers
package import Reporting
import SeriesMemory

extension Demo {
  /// The demonstration as a page to show: claim by claim, then six figures, each on noise too, then the tables, of which that
  /// of data that need memory is open and has a figure.
  ///
  /// - Parameter pictures: of `Demo.pictures`.
  package func page(_ pictures: ExperimentFigures) throws -> String {
    let figures = pictures.figures.enumerated().map { FigureItem($1, number: $0 + 1, isLinked: false) }
    let needed = pictures.freeRunsWithMemory.map { FigureItem($0, number: figures.count + 1, isLinked: false) }
    var document = document
    document.sections[0].blocks = [.lead([headline]), .table(claims)]
    document.sections.insert(
      Section(
        "figures", "The six figures",
        [
          .paragraph("Each is drawn for the data of the experiment and for noise, where there is nothing to remember."),
          .figures(figures),
        ]), at: 1)
    for index in document.sections.indices.dropFirst(2) {
      if document.sections[index].id == Process.oscillations.rawValue, let needed {
        document.sections[index].blocks.insert(.figures([needed]), at: 1)
      } else {
        document.sections[index].folded = "the numbers"
      }
    }
    return try document.html(style: Figure.style, script: true)
  }

  private var headline: String {
    "The pictures that are taken for memory appear on noise as well, where there is nothing to remember."
  }

  /// What the original concludes, and where else it is seen.
  private var claims: Table {
    let all: [(name: String, once: (OriginalExperiment.Outcome, OriginalExperiment.Outcome) -> Bool)] = [
      ("the training loss is lower with memory", { $0.trainingLoss < $1.trainingLoss }),
      ("more states saturate without memory", { $0.outside < $1.outside }),
      ("units vary more with memory", { $0.unitDeviation > $1.unitDeviation }),
      ("the free run moves with memory and rests without", { !$0.isFlat && $1.isFlat }),
      ("new rows are predicted better with memory", { ($0.heldOutError ?? .nan) < ($1.heldOutError ?? .nan) }),
    ]
    let shown = once.filter { $0.data != "noise" } + once.filter { $0.data == "noise" }
    return Table(
      "Claim by claim: seen here, seen where there is no memory too, and where there is",
      columns: ["claim"] + shown.map { Table.Column($0.data) }
        + repeated.map { Table.Column("on \($0.process.rawValue), of \($0.dataSets)") },
      rows: all.map { claim in
        .init(
          claim.name,
          shown.map { one in
            one.memory.heldOutError == nil && claim.name.hasPrefix("new rows")
              ? .missing : .text(claim.once(one.memory, one.twin) ? "seen" : "not seen")
          }
            + repeated.map { process in
              .count(zip(process.models[0].outcomes, process.models[1].outcomes).count { claim.once($0, $1) })
            })
      })
  }
}

extension Demo {
  /// The trainings of `once` again, with all that their figures show; noise comes last.
  package static func pictures(
    seed: UInt64, market: MarketWindow?, experiment: OriginalExperiment = OriginalExperiment(),
    oscillating: OriginalExperiment = .onOscillations
  ) throws -> ExperimentFigures {
    let plan = DemoPlan(dataSets: 1, seed: seed, experiment: experiment, oscillating: oscillating, market: market)
    let data = [market.map { ("market", $0.values) }, ("noise", plan.data(.noise, 0))].compactMap { $0 }
    let traces = try [OriginalExperiment.Model.memory, .twin].map { model in
      try experiment.traces(
        of: data.map { plan.start(of: model, on: $0.0 == "market" ? nil : (.noise, 0)) }, on: data.map(\.1))
    }
    let (D, rows) = (experiment.columns, experiment.rows)
    var figures = ExperimentFigures(
      cases: data.indices.map { k in
        ExperimentFigures.Case(
          title: data[k].0, columns: columns(Array(data[k].1.prefix(rows * D)), of: D),
          memory: run(traces[0][k], experiment.shape(of: .memory).hidden, D),
          twin: run(traces[1][k], experiment.shape(of: .twin).hidden, D))
      })
    figures.oscillations = try plan.freeRuns()
    return figures
  }

  private static func run(_ trace: OriginalTrace, _ units: Int, _ D: Int) -> ExperimentFigures.Run {
    ExperimentFigures.Run(
      losses: trace.losses, untrained: columns(trace.untrained, of: units), states: columns(trace.states, of: units),
      path: columns(trace.path, of: D))
  }

  private static func columns(_ values: [Double], of D: Int) -> [[Double]] {
    (0..<D).map { TableColumns.column(values, $0, of: D, rows: 0..<values.count / D) }
  }
}

extension DemoPlan {
  /// The free runs of both networks on every series that needs memory.
  fileprivate func freeRuns() throws -> ExperimentFigures.FreeRuns {
    let data = (0..<sets(of: .oscillations)).map { self.data(.oscillations, $0) }
    let (memory, twin) = (try paths(of: .memory, on: data), try paths(of: .twin, on: data))
    return ExperimentFigures.FreeRuns(
      last: data.map { $0[(oscillating.rows - 1) * oscillating.columns] }, memory: memory, twin: twin)
  }

  /// Of the first column.
  private func paths(of model: OriginalExperiment.Model, on data: [[Double]]) throws -> [[Double]] {
    let starts = data.indices.map { start(of: model, on: (.oscillations, $0)) }
    return try oscillating.traces(of: starts, on: data).map { trace in
      TableColumns.column(trace.path, 0, of: oscillating.columns, rows: 0..<oscillating.rolloutSteps)
    }
  }
}
