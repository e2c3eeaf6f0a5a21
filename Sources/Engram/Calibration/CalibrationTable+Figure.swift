import Numbers
package import Reporting

extension CalibrationTable {
  /// The lines as small multiples; how often rung 0 finds memory, or drift where there is drift.
  package var figure: Figure {
    var panels: [CalibrationFigure.Panel] = []
    for line in lines {
      let truth: CalibrationFigure.Truth =
        switch line.truth {
        case .without: .without
        case .memory: .memory
        case .weak: .weak
        case .drift: .drift
        }
      let right = line.truth == .drift ? line.drift : line.found
      let point = CalibrationFigure.Point(
        rows: line.rows, realisations: line.realisations, found: right.estimate, memory: line.memory?.estimate)
      if let place = panels.firstIndex(where: { $0.process == line.name && $0.truth == truth }) {
        panels[place].points.append(point)
      } else {
        panels.append(.init(process: line.name, truth: truth, points: [point]))
      }
    }
    return CalibrationFigure(panels: panels).figure
  }

  /// A line for each process and length, counts of realisations: how many there were, in how many rung 0 found memory, in
  /// how many drift, and of those whose verdict is known how many had `memory`.
  package var csv: String {
    var text = "process,kind,truth,rows,realisations,found,drift,judged,memory\n"
    for line in lines {
      let counts = [
        line.rows, line.realisations, line.found.count, line.drift.count, line.memory?.of ?? 0, line.memory?.count ?? 0,
      ]
      text += CSVText.line(
        [line.name, line.kind.rawValue, line.truth.rawValue].map { CSVText.text($0) } + counts.map { String($0) })
    }
    return text
  }
}
