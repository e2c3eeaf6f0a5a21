import Memory
import Numbers
import Recurrence
import Reporting
import SeriesMemory

extension Probe {
  /// What `engram probe` prints, no line wider than 80 columns.
  package var text: String { document.text() }

  /// The same as one page of HTML that needs no other file, with its figure.
  ///
  /// Throws what the template engine throws, which a template that the tests have filled in does not.
  package var html: String {
    get throws {
      var document = document
      let item = FigureItem(figure, number: 1, isLinked: false)
      document.sections[0].blocks.append(.figures([item]))
      return try document.html(style: Figure.style, script: true)
    }
  }

  /// `engram probe --json`: every figure, with the answer in words. docs/probe.md has the keys.
  package var json: String {
    get throws {
      guard case .object(var members) = try JSON(encoding: self) else { return "" }
      members["schema"] = .string("engram.probe/1")
      members["version"] = .string(engramVersion)
      members["answer"] = .array(answer.map { .string($0) })
      return JSON.object(members).text
    }
  }

  private var document: Document {
    Document(
      title: "A network probed", version: engramVersion,
      sections: [
        Section("answer", "A network probed", label: "Answer", opening),
        Section("interventions", "With another state", [.table(effects), .table(contextTable)] + resetNote),
        Section("state", "What the state holds", [.table(past), .table(stateTable)] + fixedPointBlocks),
      ])
  }

  // MARK: - Answer

  private var opening: [Block] {
    [
      .lead(answer),
      .facts([
        Term("network", network.inWords), Term("inputs", inputs.joined(separator: ", ")),
        Term("targets", targets.joined(separator: ", ")),
        Term("rows", "\(grouped(rows)), judged on the \(grouped(heldOutRows)) from row \(grouped(heldOutFrom + 1)) on"),
      ]),
      .paragraph(
        "This is what the network does, not whether the data need memory: engram test asks that without any network, engram"
          + " report with networks of its own."),
    ]
  }

  // MARK: - Interventions

  private func row(_ name: String, _ effect: Effect) -> Table.Row {
    .init(name, [.number(effect.error, .digits(4)), Table.Cell(effect.rise, .rise)])
  }

  private var effects: Table {
    Table(
      "Held-out mean squared error, and its rise [\(Rules.intervalText)] over the network as it runs",
      columns: ["state", "error", "rise"],
      rows: [
        .init("as it runs", [.number(error, .digits(4)), .missing]),
        .init("no network: the mean of the targets", [.number(errorOfMean, .digits(4)), .missing]),
        row("that of another row", swap), row("that of \(shift.rows ?? 0) rows later", shift),
      ] + resets.map { row($0.rows == 1 ? "0 before every row" : "reset to 0 every \($0.rows ?? 0) rows", $0) })
  }

  private var contextTable: Table {
    Table(
      "With the state rebuilt from 0 on the rows before and the present one",
      columns: ["rows before", "error", "rise"],
      rows: contexts.map { row("\($0.rows ?? 0)", $0) })
  }

  private var resetNote: [Block] {
    let limit = Rules.percent(Rules.usedRise)
    return [
      .paragraph(
        harmlessReset.map { "A reset every \(counted($0, "row")) or more costs at most \(limit)." }
          ?? "A reset costs more than \(limit) even every \(counted(resets.last?.rows ?? 0, "row")).")
    ]
  }

  // MARK: - State

  private var past: Table {
    Table(
      "Share of the variance of an earlier input that ridge regression reads from the state, and from the present row alone"
        + " (R\u{00B2}, held out)", columns: ["rows before", "from the state", "from the present row"],
      rows: zip(stored.state, stored.input).enumerated().map { lag, pair in
        .init("\(lag)", [.number(pair.0, .decimals(3)), .number(pair.1, .decimals(3))])
      })
  }

  private var stateTable: Table {
    var rows: [Table.Row] = [
      .init("past values held beyond the present row", [.number(stored.excess, .decimals(2))]),
      .init("the same of shuffled rows", [.number(stored.excessFloor, .decimals(2))]),
      .init("the same before training", [Table.Cell(stored.untrained, .decimals(2))]),
      .init("an input is readable for, rows", [Table.Cell(count: stored.readable)]),
      .init("an input is forgotten after, rows", [Table.Cell(count: stored.forgotten)]),
      .init("saturated states", [Table.Cell(states.saturation, .share)]),
      .init("dead units", [.count(states.deadUnits)]), .init("activity", [.number(states.activity, .digits(3))]),
      .init("effective dimension", [.number(states.effectiveDimension, .decimals(1))]),
      .init("Lyapunov exponent", [Table.Cell(states.lyapunov, .digits(3))]),
    ]
    for (layer, radius) in (states.spectralRadius ?? []).enumerated() {
      let name = network.layers == 1 ? "spectral radius" : "spectral radius, layer \(layer + 1)"
      rows.append(.init(name, [.number(radius, .digits(4))]))
    }
    return Table("The state over all rows", columns: ["figure", "value"], rows: rows)
  }

  /// A line of fixed points has as many as were looked for.
  private static let pointsShown = 16

  private var fixedPointBlocks: [Block] {
    guard let fixedPoints else {
      return [
        .paragraph("No fixed points are looked for in layers with more than \(Probe.widestJacobian) numbers of state.")
      ]
    }
    let found = "\(counted(fixedPoints.points.count, "point")) of rest without input, from \(fixedPoints.starts) states"
    let restless =
      fixedPoints.restless == 0
      ? "" : "; from \(fixedPoints.restless) it was not at rest after \(grouped(fixedPoints.steps)) zeros"
    if fixedPoints.points.isEmpty { return [.paragraph(found + restless + ".")] }
    return [
      .table(
        Table(
          found + restless
            + (fixedPoints.points.count > Self.pointsShown ? "; the first \(Self.pointsShown) are shown" : ""),
          columns: ["point", "largest |λ|", "states that end there", "stable"],
          rows: fixedPoints.points.prefix(Self.pointsShown).enumerated().map { number, point in
            .init(
              "\(number + 1)",
              [
                Table.Cell(point.eigenvalueModuli.first, .digits(4)), .count(point.starts),
                .answer(RungAnswer(point.isStable)),
              ])
          }))
    ]
  }
}

extension ProbedNetwork {
  /// `Elman network (tanh is assumed), 1 layer of 16 units`
  var inWords: String {
    let kind =
      switch cell {
      case .elman, .reservoir:
        "Elman network (\(nonlinearity?.rawValue ?? "")\(nonlinearityIsAssumed ? " is assumed: the weights do not tell" : ""))"
      case .gru: "GRU"
      case .lstm: "LSTM"
      }
    return "\(kind), \(counted(layers, "layer")) of \(counted(units, "unit"))"
  }
}
