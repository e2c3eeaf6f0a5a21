extension Report {
  /// The answer and the ladder alone, for a terminal: the beginning of `text`, on one screen.
  ///
  /// - Parameter colour: whether headings and answers carry the escape sequences that make them stand out.
  public func brief(inColour colour: Bool = false) -> String {
    let whole = document(figures: [])
    let answer = whole.sections[0].blocks.filter {
      switch $0 {
      case .verdicts, .lead: true
      default: false
      }
    }
    // The ladder of the data, without that of the control.
    let ladders = whole.sections.dropFirst().first { $0.id == "ladder" }?.blocks.compactMap { block -> Block? in
      if case .ladders(let all) = block { .ladders(Array(all.prefix(1))) } else { nil }
    }
    let section = Section(whole.sections[0].id, whole.title, answer + (ladders ?? []))
    return Document(title: whole.title, version: version, sections: [section]).text(inColour: colour)
  }
}
