package import Memory
package import Numbers
package import SeriesMemory

/// A table as a value: built once, printed as text and as HTML. Its first column names the rows.
package struct Table: Sendable, Equatable {
  /// What the cells are, in a sentence.
  package var caption: String
  package var columns: [Column]
  /// Headings over several columns, from the second on; empty where there are none.
  package var groups: [Group] = []
  package var rows: [Row]

  package struct Column: Sendable, Equatable, ExpressibleByStringInterpolation {
    package var title: String
    /// Sentences rather than figures: set flush left and broken into lines.
    package var isProse = false

    package init(_ title: String, isProse: Bool = false) { (self.title, self.isProse) = (title, isProse) }
    package init(stringLiteral title: String) { self.title = title }
  }

  package struct Group: Sendable, Equatable {
    package var title: String
    package var span: Int

    package init(title: String, span: Int) { (self.title, self.span) = (title, span) }
  }

  package struct Row: Sendable, Equatable {
    package var name: String
    package var cells: [Cell]
    /// What a page marks the row as: `differs`, `discovery`, `failed`; empty for nothing.
    package var mark = ""
    /// Belongs to the row above.
    package var isIndented = false
    /// A file beside the page that has more; nil for none.
    package var link: String?

    package init(
      _ name: String, _ cells: [Cell], mark: String = "", isIndented: Bool = false, link: String? = nil
    ) {
      (self.name, self.cells, self.mark, self.isIndented, self.link) = (name, cells, mark, isIndented, link)
    }
  }

  package init(_ caption: String, columns: [Column], groups: [Group] = [], rows: [Row]) {
    (self.caption, self.columns, self.groups, self.rows) = (caption, columns, groups, rows)
  }

  /// The first column and those of these titles.
  package func keeping(_ titles: String...) -> Table {
    let kept = columns.indices.dropFirst().filter { titles.contains(columns[$0].title) }
    var table = self
    table.columns = [columns[0]] + kept.map { columns[$0] }
    for index in rows.indices { table.rows[index].cells = kept.map { rows[index].cells[$0 - 1] } }
    return table
  }
}

extension Table {
  /// One figure of a table, with its kind and its value in full.
  package enum Cell: Sendable, Equatable {
    case text(String)
    case count(Int)
    /// A share, a p-value, a statistic, an error: its format says which.
    case number(Double, NumberFormat)
    /// With its interval.
    case interval(Estimate, NumberFormat)
    /// nil where it was not asked.
    case answer(RungAnswer?)
    case missing

    /// Missing where there is none.
    package init(_ value: Double?, _ format: NumberFormat) { self = value.map { .number($0, format) } ?? .missing }
    package init(_ estimate: Estimate?, _ format: NumberFormat) {
      self = estimate.map { .interval($0, format) } ?? .missing
    }
    package init(count: Int?) { self = count.map { .count($0) } ?? .missing }

    /// As a reader sees it.
    package var text: String {
      switch self {
      case .text(let text): text
      case .count(let count): grouped(count)
      case .number(let value, let format): format.text(value)
      case .interval(let estimate, let format): estimate.text(format)
      case .answer(let answer): Cell.words(answer)
      case .missing: missingText
      }
    }

    /// The name of its kind, for a page's styles.
    package var kind: String {
      switch self {
      case .text: "text"
      case .count: "count"
      case .number(_, .p): "p"
      case .number(_, .share), .number(_, .wholeShare), .number(_, .rise), .number(_, .skill): "share"
      case .number: "number"
      case .interval: "interval"
      case .answer(let answer): "answer " + Tone(answer).rawValue
      case .missing: "missing"
      }
    }

    package static func words(_ answer: RungAnswer?) -> String { answer?.rawValue ?? "not asked" }
    package static func words(_ isSo: Bool) -> String { isSo ? "yes" : "no" }
  }
}

/// What an answer is to a reader: green, red or neither. The words say the same, so colour is never needed.
package enum Tone: String, Sendable, Equatable {
  case yes, no, open

  package init(_ answer: RungAnswer?) { self = answer == .yes ? .yes : answer == .no ? .no : .open }

  package init(_ verdict: Claim.Verdict) {
    self = verdict == .supported ? .yes : verdict == .contradicted ? .no : .open
  }

  /// ✓, ✗ or –.
  var sign: String { self == .yes ? "✓" : self == .no ? "✗" : "–" }
}
