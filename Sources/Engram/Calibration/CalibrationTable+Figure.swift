import Numbers
package import Reporting

extension CalibrationTable {
  /// The lines as small multiples; where there is no memory a verdict of memory of any kind counts, elsewhere `memory`.
  package var figure: Figure {
    var panels: [CalibrationFigure.Panel] = []
    for line in lines {
      let truth: CalibrationFigure.Truth =
        switch line.truth {
        case .without: .without
        case .memory: .memory
        case .weak: .weak
        }
      let verdict = line.truth == .without ? line.anyMemory : line.memory
      let point = CalibrationFigure.Point(
        rows: line.rows, realisations: line.realisations, verdict: verdict.estimate, scoreTest: line.rejects.estimate)
      if let place = panels.firstIndex(where: { $0.process == line.name && $0.truth == truth }) {
        panels[place].points.append(point)
      } else {
        panels.append(.init(process: line.name, truth: truth, points: [point]))
      }
    }
    return CalibrationFigure(panels: panels).figure
  }

  /// A line for each process and length, counts of realisations: how many there were, in how many the score test rejected,
  /// in how many there was a verdict of memory of any kind, and in how many `memory`.
  package var csv: String {
    var text = "process,truth,rows,realisations,rejects,any_memory,memory\n"
    for line in lines {
      let counts = [line.rows, line.realisations, line.rejects.count, line.anyMemory.count, line.memory.count]
      text += CSVText.line([line.name, line.truth.rawValue].map { CSVText.text($0) } + counts.map { String($0) })
    }
    return text
  }
}
