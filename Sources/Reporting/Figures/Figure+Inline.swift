extension Figure {
  /// What to look at.
  public var caption: String { title }
  /// The finding, for those who cannot see the figure.
  public var alternative: String { title }
  /// The drawing to be put into a page whose style sheet has `Figure.style`: no prolog, no style sheet of its own.
  public var inline: String {
    guard let begin = svg.firstRange(of: "<style>"), let end = svg[begin.upperBound...].firstRange(of: "</style>"),
      let root = svg.firstRange(of: "<svg")
    else { return svg }
    return String(svg[root.lowerBound..<begin.lowerBound] + svg[end.upperBound...])
  }
  /// What every inline drawing is painted with.
  public static var style: String { Palette.css }
}
