import Memory
import Numbers
import Panels
import Reporting
import SeriesMemory

// Lines about a run that are printed before the report is there.

extension Panel {
  /// `market: 4,984 rows of 5 columns (sp500, nasdaq, …), 1999-01-04 to 2018-12-31`
  var inBrief: String {
    let names = columns.prefix(6).joined(separator: ", ") + (width > 6 ? ", …" : "")
    return "\(name): \(counted(rows, "row")) of \(counted(width, "column")) (\(names)), "
      + ends.joined(separator: " to ")
  }
}

extension MemoryTest {
  /// The p-value, before it is asked what else could explain it.
  var firstLine: String {
    guard let smallest else { return "0 there: the present row leaves nothing to explain" }
    let text = "0 there: p \(NumberFormat.p.text(smallest)) (score test)"
    return smallest <= level ? text + "; whether drift or the test itself explains it is looked at" : text
  }
}

extension LadderPicture {
  /// `2 used: no, 0.3 % [-0.1, 0.6]: rise of the error with another row's state`
  static func line(_ number: Int, of ladder: Ladder) -> String {
    let rung = Rung.all(of: ladder)[number]
    return "\(rung.number) \(rung.word): \(Table.Cell.words(rung.answer)), \(rung.value.text): \(rung.measure)"
  }
}
