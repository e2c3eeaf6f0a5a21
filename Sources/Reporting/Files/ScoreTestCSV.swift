import Memory
import Numbers
import Panels
import SeriesMemory
import TimeSeries

/// score-test.csv: what the two memory-less regressions of rung 0 left, one line for each row and column it tests.
///
/// | column | what it is |
/// | --- | --- |
/// | row | of panel.csv, from 0: the row that is predicted |
/// | time | its time, as in panel.csv |
/// | column | of the panel |
/// | target | its value, standardised over the rows that were read, less the value before it near a unit root |
/// | smooth, forest | what each regression on the row before leaves of it |
///
/// Rounded to a ten-millionth. The first twelve rows serve as the past of the others.
struct ScoreTestCSV {
  let test: MemoryTest
  let panel: Panel

  var text: String {
    var text = CSVText.line(["row", "time", "column", "target", "smooth", "forest"])
    let names = panel.columns.map { CSVText.text($0) }
    guard let first = test.residuals.first else { return text }
    for t in first.target.indices where first.first + t < panel.rows && !Task.isCancelled {
      let row = first.first + t
      let time = panel.times[row].text(panel.resolution)
      for (name, left) in zip(names, test.residuals) {
        let numbers = [left.target[t], left.smooth[t], left.forest[t]].map { CSVText.number(rounded($0, to: 7)) }
        text += CSVText.line([String(row), time, name] + numbers)
      }
    }
    return text
  }
}
