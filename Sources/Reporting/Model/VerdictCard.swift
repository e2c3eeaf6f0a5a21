package import Memory

/// One verdict at the top of a report: what was asked, the word, and a sign of its kind. Shape, colour and word say the
/// same, so none is needed alone.
package struct VerdictCard: Sendable {
  package var title: String
  package var verdict: String
  package var note: String?
  package var kind: Kind

  package enum Kind: String, Sendable, Equatable, CaseIterable {
    case memory
    /// Memory that is there and does not pay, or is kept and not used.
    case partly
    case none, unclear, drift
    case untestable

    package init(_ verdict: Verdict.OnData) {
      self =
        switch verdict {
        case .memory: .memory
        case .negligible, .notExploited, .undertrained: .partly
        case .none: .none
        case .unclear, .inconclusive: .unclear
        case .drift: .drift
        case .notTestable: .untestable
        }
    }

    package init(_ verdict: Verdict.OnState) {
      self =
        switch verdict {
        case .useful: .memory
        case .usedNotUseful, .storedNotUsed: .partly
        case .empty, .untrained, .collapsed: .none
        case .unclear: .unclear
        case .unknown: .untestable
        }
    }

    var tone: Tone { self == .memory ? .yes : self == .none ? .no : .open }

    /// The outline of the sign, in a square of 24: a disc, half a disc in a ring, a ring, a diamond, a triangle, a square.
    var outline: String {
      switch self {
      case .memory: "M12 1a11 11 0 1 1 0 22a11 11 0 1 1 0-22z"
      case .partly: "M12 1a11 11 0 1 1 0 22a11 11 0 1 1 0-22zM12 4v16a8 8 0 1 0 0-16z"
      case .none: "M12 1a11 11 0 1 1 0 22a11 11 0 1 1 0-22zM12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16z"
      case .unclear: "M12 .5L23.5 12L12 23.5L.5 12z"
      case .drift: "M12 1.5L23.5 22H.5z"
      case .untestable: "M2 2h20v20H2z"
      }
    }

    /// What is drawn in it, as a line: a tick, nothing, a bar, a question mark, a slope, a cross.
    var glyph: String {
      switch self {
      case .memory: "M6.5 12.5l4 4l7-8"
      case .partly: ""
      case .none: "M8 12h8"
      case .unclear: "M9.3 9.5a2.8 2.8 0 1 1 4.2 2.4c-1 .6-1.5 1.1-1.5 2.3M12 17.2v.4"
      case .drift: "M7.5 18l9-5"
      case .untestable: "M7 7l10 10M17 7L7 17"
      }
    }
  }

  package init(_ title: String, _ verdict: String, kind: Kind, note: String? = nil) {
    (self.title, self.verdict, self.kind, self.note) = (title, verdict, kind, note)
  }
}
