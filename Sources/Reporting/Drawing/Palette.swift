/// What a line, a bar or a label belongs to. The colours are Okabe and Ito's (2008), distinct for all common kinds of
/// colour blindness; lighter ones on a dark page.
enum PlotColour: String, CaseIterable {
  case memory, twin, data
  /// For orientation only.
  case soft
}

/// How a line is drawn.
enum Stroke: String {
  case full, thin
  /// Under another line that may lie on it.
  case wide
  /// One of several behind what matters.
  case faint
  case dashed
  /// Dashes as thick as a full line: over another line that may be the same.
  case broken

  /// Its classes, after that of a line.
  var names: [String] {
    switch self {
    case .full: []
    case .thin: ["thin"]
    case .wide: ["wide"]
    case .faint: ["thin", "faint"]
    case .dashed: ["thin", "dash"]
    case .broken: ["dash"]
    }
  }
}

/// The kinds of text a figure has, with the sizes that layout counts on.
package enum TextStyle: String, CaseIterable {
  case title, subtitle, group, head, label, tick

  package var size: Double {
    switch self {
    case .title: 18
    case .group: 15
    case .subtitle, .head: 13
    case .label: 12
    case .tick: 11.5
    }
  }
  package var bold: Bool { self == .title || self == .head || self == .group }
  /// Its class in a figure.
  package var name: String { Palette.name(rawValue) }
}

/// Every colour, stroke and size of the figures, as one style sheet for figure files and for pages with figures
/// inline.
///
/// Each rule is below `svg.fig` and each class begins with `f-`, so that page and figure do not affect each other. Light by
/// default, dark where the reader's system is dark; `data-theme` on an element around a figure overrides the system. The
/// colours are custom properties, each after its light colour for renderers without custom properties; print is light.
enum Palette {
  /// Steps of the colour scale for states, an odd number: the middle one is neutral.
  static let levels = 11
  /// The scale without its middle, which is hardly seen on paper, for dots by time.
  static let timeLevels = [0, 1, 2, 3, 7, 8, 9, 10]
  /// The radius of a dot, in pixels.
  static let dot = 3.5

  /// The class attribute of these names.
  static func name(_ names: String...) -> String { name(names) }
  static func name(_ names: [String]) -> String { names.map { "f-" + $0 }.joined(separator: " ") }

  static let css: String = {
    var rules = [
      "svg.fig,[data-theme=light] svg.fig{\(variables(light))}",
      "@media screen and (prefers-color-scheme:dark){svg.fig{\(variables(dark))}}",
      "@media screen{[data-theme=dark] svg.fig{\(variables(dark))}}",
      "svg.fig text{font-family:Inter,'Helvetica Neue',Arial,'Liberation Sans','DejaVu Sans',sans-serif;"
        + "font-weight:400;letter-spacing:normal;font-variant-numeric:tabular-nums;\(paint("fill", "text"))}",
    ]
    for style in TextStyle.allCases {
      rules.append("svg.fig .\(style.name){font-size:\(style.size)px\(style.bold ? ";font-weight:600" : "")}")
    }
    rules += [
      rule("paper", paint("fill", "paper")), rule("shade", paint("fill", "shade")),
      rule("quiet", paint("fill", "quiet")),
      // Labels that may lie on a line have a margin.
      rule("halo", "stroke-width:3px;stroke-linejoin:round;paint-order:stroke;" + paint("stroke", "paper")),
      rule("g", "fill:none;stroke-width:1;" + paint("stroke", "grid")),
      rule("x", "fill:none;stroke-width:1;" + paint("stroke", "axis")),
      rule("r", "fill:none;stroke-width:1;stroke-dasharray:2 3;" + paint("stroke", "axis")),
      rule("l", "fill:none;stroke-width:1.6;stroke-linejoin:round"),
      rule("d", "fill:none;stroke-linecap:round"), rule("a", "fill-opacity:.18"),
    ]
    for colour in PlotColour.allCases.map(\.rawValue) {
      rules.append("svg.fig .f-l.f-\(colour),svg.fig .f-d.f-\(colour){\(paint("stroke", colour))}")
      rules.append("svg.fig .f-b.f-\(colour),svg.fig .f-a.f-\(colour){\(paint("fill", colour))}")
      rules.append("svg.fig text.f-\(colour){\(paint("fill", colour + "-text"))}")
    }
    rules += (0..<levels).map { rule("v\($0)", "fill:none;" + paint("stroke", "v\($0)")) }
    rules += [
      rule("thin", "stroke-width:1"), rule("wide", "stroke-width:2.6"), rule("faint", "stroke-opacity:.5"),
      rule("dash", "stroke-dasharray:5 3"),
    ]
    return rules.joined(separator: "\n")
  }()

  /// Page, text, quiet text, grid, axis, shaded ground; line or bar of each colour, and the same dark or light enough to be
  /// read as text; the scale of states, from purple to green (after ColorBrewer's PRGn) as blue and orange are taken.
  private typealias Scheme = [(name: String, colour: String)]

  private static let light: Scheme =
    [
      ("paper", "#ffffff"), ("text", "#1b1d21"), ("quiet", "#5b6168"), ("grid", "#e6e8eb"), ("axis", "#8d949b"),
      ("shade", "#eef0f3"), ("memory", "#0072b2"), ("memory-text", "#00629a"), ("twin", "#d55e00"),
      ("twin-text", "#a84a00"), ("data", "#30343a"), ("data-text", "#30343a"), ("soft", "#8d949b"),
      ("soft-text", "#5b6168"),
    ]
    + scale([
      "#5e1f7a", "#8347a0", "#a778ba", "#c6a8d1", "#e3d3e8", "#f3f3f3", "#d3e9cf", "#a8d5a2", "#70b774", "#359150",
      "#0b6a35",
    ])

  private static let dark: Scheme =
    [
      ("paper", "#14171c"), ("text", "#e9ebee"), ("quiet", "#a9b0b8"), ("grid", "#2b3038"), ("axis", "#767d86"),
      ("shade", "#20252d"), ("memory", "#56b4e9"), ("memory-text", "#7cc6f0"), ("twin", "#e69f00"),
      ("twin-text", "#f0b840"), ("data", "#d5d9de"), ("data-text", "#d5d9de"), ("soft", "#767d86"),
      ("soft-text", "#a9b0b8"),
    ]
    + scale([
      "#ebc4f5", "#cc97de", "#a66bbb", "#784b8a", "#483156", "#272b32", "#28442f", "#356b42", "#4c9a5b", "#7fcb8c",
      "#bdf2c4",
    ])

  private static func scale(_ colours: [String]) -> Scheme { colours.enumerated().map { ("v\($0)", $1) } }

  private static func variables(_ scheme: Scheme) -> String {
    scheme.map { "--f-\($0.name):\($0.colour)" }.joined(separator: ";")
  }

  private static func paint(_ property: String, _ name: String) -> String {
    let plain = light.first { $0.name == name }?.colour ?? "currentColor"
    return "\(property):\(plain);\(property):var(--f-\(name))"
  }

  private static func rule(_ name: String, _ declarations: String) -> String { "svg.fig .f-\(name){\(declarations)}" }
}
