import Memory
import Panels
import TimeSeries

/// A report as plain values: whatever index.html shows, in words and numbers as they stand there. Nothing is escaped yet.
struct PageModel {
  var version: String
  var name: String
  var style = Page.style
  /// Dark on the screen alone: paper is white.
  var figureStyle = Figure.style
  var script = Page.script

  // The answer.
  var dataVerdict: String?
  var stateVerdict: String?
  /// Why the verdict on the latent state is weak, if it is.
  var reservation: String?
  /// Both verdicts on noise.
  var controlVerdict: String?
  var answer: [String]
  /// Which data, in one sentence; what was asked of them is in the template.
  var dataInWords: String
  /// How sure the answer is.
  var confidence: PageList<String>?
  /// What the answer rests on, the numbers of each rung.
  var reasons: PageList<String>?
  var wouldChange: PageList<String>?

  /// The data's and, beside it, the control's.
  var ladders: PageList<LadderPicture>?
  /// What the rungs rest on.
  var rungTables: [PageTable]

  var models: PageTable
  /// How many of the claims have which verdict.
  var claimCounts: String
  var claims: [PageClaim]
  var figures: [PageFigure]

  // Provenance.
  var sources: [PageSource]
  var counts: PageTable
  var longestGap: String?
  var warnings: PageList<String>?

  // Method.
  var rulesThatFired: PageList<String>?
  var thresholds: PageTable
  /// How both models were trained, and what the figures are.
  var settings: [String]

  /// How often the verdict errs, as measured; nil where it was not.
  var calibration: PageCalibration?

  var reproduction: PageReproduction?
}

extension String {
  /// No line ends between a number and its per cent sign, between those and "interval", or between p and its value; what
  /// stands before a negative number is a minus sign.
  var unbroken: String {
    signed.replacing(" %", with: "\u{A0}%").replacing("% interval", with: "%\u{A0}interval")
      .replacing(" p 0.", with: " p\u{A0}0.").replacing(" p 1.", with: " p\u{A0}1.")
  }

  /// A hyphen between a space or an opening bracket, or nothing, and a digit becomes a minus sign.
  var signed: String {
    var result = ""
    let all = Array(self)
    for (index, character) in all.enumerated() {
      let opens = index == 0 || " [(".contains(all[index - 1])
      let isSign = character == "-" && opens && index + 1 < all.count && all[index + 1].isNumber
      result.append(isSign ? "\u{2212}" : character)
    }
    return result
  }
}

/// Something that has a heading only where it has items.
struct PageList<Item> {
  var items: [Item]

  /// nil for none.
  init?(_ items: [Item]) {
    if items.isEmpty { return nil }
    self.items = items
  }
}

/// A table: its first column heads the rows.
struct PageTable {
  var caption: String
  /// What heads several columns at once.
  var groups: PageList<Group>?
  /// Over each column but the first.
  var header: [String]
  var rows: [Row]
  /// Over the first column.
  var corner: String
  /// Cells are words, not numbers.
  var isProse = false

  struct Group {
    var title: String
    var span: Int
  }

  struct Row {
    var name: String
    var cells: [String]

    init(name: String, cells: [String]) { (self.name, self.cells) = (name, cells.map(\.signed)) }
  }
}

/// The four rungs of one panel.
struct LadderPicture {
  var title: String
  var dataVerdict: String
  var stateVerdict: String
  /// From the lowest up.
  var rungs: [Rung]

  struct Rung {
    var number: Int
    var word: String
    var question: String
    var figure: String
    var meaning: String
    var interval: String?
    var answer: String
    /// `yes`, `no` or `open`.
    var kind: String
    var mark: String
    /// The file of the figure that shows it.
    var file: String
    /// The number of that figure on the page, where it is there.
    var figureNumber: Int?

    init(
      _ number: Int, _ word: String, _ question: String, _ figure: String?, _ meaning: String, _ interval: String?,
      _ holds: Bool?, shown file: String
    ) {
      self.file = file
      (self.number, self.word, self.question, self.meaning) = (number, word, question, meaning.unbroken)
      (self.figure, self.interval) = ((figure ?? NumberText.missing).unbroken, interval?.unbroken)
      (answer, kind, mark) =
        switch holds {
        case true?: ("yes", "yes", "✓")
        case false?: ("no", "no", "✗")
        case nil: ("not asked", "open", "–")
        }
    }
  }
}

/// One claim with its verdict on the data and, where there is one, on the control.
struct PageClaim {
  var id: String
  var claim: String
  var rule: String
  var verdicts: [Finding]

  struct Finding {
    var place: String
    var verdict: String
    var mark: String
    var figure: String
  }
}

struct PageFigure {
  var number: Int
  var file: String
  var title: String
  var caption: String
  /// Markup, escaped already.
  var drawing: String
}

/// Where a column came from.
struct PageSource {
  var column: String
  var request: String
  var span: String
  var observed: String?
  var lag: String?
  var documents: [Document]
  var notes: [String]
  var steps: [String]

  struct Document {
    var url: String
    var fetched: String
    var sha256: String
  }
}

/// Measured error rates: what they say, and the table they were read from.
struct PageCalibration {
  var sentences: [String]
  var table: PageTable

  init(_ rates: ErrorRates, rows: Int) {
    // The first two stand beside the answer, and their numbers in the table.
    sentences = Array(rates.sentences(forRows: rows).dropFirst(2))
    func row(_ name: String, _ verdict: String, _ share: ErrorRates.Share) -> PageTable.Row {
      let figures = [share.share, share.low, share.high].map { NumberText.fixed($0 * 100, 1) }
      return .init(
        name: name,
        cells: [verdict, NumberText.count(share.of), figures[0] + " %", "\(figures[1]) to \(figures[2]) %"])
    }
    table = PageTable(
      caption: "Verdicts on processes of known answer, \(NumberText.count(rates.rows)) rows",
      header: ["verdict", "series", "share", "95 % interval"],
      rows: [
        row("without memory, all kinds", "memory of some kind", rates.falseAlarms),
        row("without memory, \(rates.worst)", "memory of some kind", rates.mostFalseAlarms),
        row("with memory", "memory", rates.found), row("with weak memory", "memory", rates.foundWeak),
      ], corner: "the series")
  }
}

struct PageReproduction {
  var command: String
  var studyFile: String
  /// The study file as the address of a link, percent-encoded.
  var studyLink: String
}
