extension Report {
  /// The answer and the ladder alone, for a terminal: the beginning of `text`, on one screen.
  ///
  /// - Parameter colour: whether headings and answers carry the escape sequences that make them stand out.
  public func brief(inColour colour: Bool = false) -> String {
    let whole = document(figures: [])
    let answer = whole.sections[0].blocks.compactMap { block -> Block? in
      switch block {
      case .verdicts, .lead, .paragraph: return block
      case .ladder(var ladder):
        // The data's, without the control's.
        ladder.places = Array(ladder.places.prefix(1))
        return .ladder(ladder)
      default: return nil
      }
    }
    let section = Section(whole.sections[0].id, whole.title, answer)
    return Document(title: whole.title, version: version, sections: [section]).text(inColour: colour)
  }
}
