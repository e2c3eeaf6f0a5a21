/// Who a line, a bar or a word belongs to. The colours are Okabe and Ito's (2008), which people with any of the common
/// kinds of colour blindness can tell apart; on a dark page their lighter relatives.
enum Ink: String, CaseIterable {
  case memory, twin, data
  /// What is there for orientation only.
  case soft
}

/// The kinds of text a figure has, with the sizes that layout counts on.
package enum TextStyle: String, CaseIterable {
  case title, subtitle, head, label, tick

  package var size: Double {
    switch self {
    case .title: 18
    case .subtitle: 13
    case .head: 13
    case .label: 12
    case .tick: 11.5
    }
  }
  package var bold: Bool { self == .title || self == .head }
  /// Its class in a figure.
  package var name: String { Palette.name(rawValue) }
}

/// Every colour, stroke and size of the figures, as one style sheet for figures that stand alone and for pages that hold
/// them inline.
///
/// Each rule lies below `svg.fig` and each class begins with `f-`, so that neither the page nor the figure changes the
/// other. Light by default, dark where the reader's system is dark; `data-theme` on the page, or on anything around a
/// figure, outweighs the system. The colours are custom properties, each with the light colour before it for renderers
/// that know none; paper shows light.
enum Palette {
  /// Steps of the colour scale for states, an odd number: the middle one is neutral.
  static let levels = 9

  /// The class attribute of these names.
  static func name(_ names: String...) -> String { names.map { "f-" + $0 }.joined(separator: " ") }

  static let css: String = {
    var rules = [
      "svg.fig,[data-theme=light] svg.fig{\(variables(light))}",
      "@media screen and (prefers-color-scheme:dark){svg.fig{\(variables(dark))}}",
      "@media screen{[data-theme=dark] svg.fig{\(variables(dark))}}",
      "svg.fig text{font-family:Inter,'Helvetica Neue',Arial,'Liberation Sans','DejaVu Sans',sans-serif;"
        + "font-variant-numeric:tabular-nums;\(paint("fill", "text"))}",
    ]
    for style in TextStyle.allCases {
      rules.append("svg.fig .\(style.name){font-size:\(style.size)px\(style.bold ? ";font-weight:600" : "")}")
    }
    rules += [
      rule("paper", paint("fill", "paper")), rule("shade", paint("fill", "shade")),
      rule("quiet", paint("fill", "quiet")),
      rule("g", "fill:none;stroke-width:1;" + paint("stroke", "grid")),
      rule("x", "fill:none;stroke-width:1;" + paint("stroke", "axis")),
      rule("r", "fill:none;stroke-width:1;stroke-dasharray:2 3;" + paint("stroke", "axis")),
      rule("l", "fill:none;stroke-width:1.6;stroke-linejoin:round"), rule("a", "fill-opacity:.18"),
    ]
    for ink in Ink.allCases {
      rules.append("svg.fig .f-l.f-\(ink.rawValue){\(paint("stroke", ink.rawValue))}")
      rules.append("svg.fig path.f-b.f-\(ink.rawValue),svg.fig path.f-a.f-\(ink.rawValue){\(paint("fill", ink.rawValue))}")
      rules.append("svg.fig text.f-\(ink.rawValue){\(paint("fill", ink.rawValue + "-text"))}")
    }
    rules += (0..<levels).map { rule("v\($0)", paint("fill", "v\($0)")) }
    rules += [rule("thin", "stroke-width:1"), rule("dash", "stroke-dasharray:5 3")]
    return rules.joined(separator: "\n")
  }()

  /// Page, text, quiet text, grid, axis, shaded ground; line or bar of each ink, and the same dark or light enough to be
  /// read as text; the scale of states.
  private typealias Scheme = [(name: String, colour: String)]

  private static let light: Scheme =
    [
      ("paper", "#ffffff"), ("text", "#1b1d21"), ("quiet", "#5b6168"), ("grid", "#e6e8eb"), ("axis", "#8d949b"),
      ("shade", "#f1f3f5"), ("memory", "#0072b2"), ("memory-text", "#00629a"), ("twin", "#d55e00"),
      ("twin-text", "#a84a00"), ("data", "#30343a"), ("data-text", "#30343a"), ("soft", "#8d949b"),
      ("soft-text", "#5b6168"),
    ]
    + scale([
      "#0b4f86", "#2f7fb8", "#7fb3d8", "#c9dfee", "#f4f4f2", "#f8d9b8", "#eda95f", "#d5741a", "#964700",
    ])

  private static let dark: Scheme =
    [
      ("paper", "#14171c"), ("text", "#e9ebee"), ("quiet", "#a9b0b8"), ("grid", "#2b3038"), ("axis", "#767d86"),
      ("shade", "#1d2229"), ("memory", "#56b4e9"), ("memory-text", "#7cc6f0"), ("twin", "#e69f00"),
      ("twin-text", "#f0b840"), ("data", "#d5d9de"), ("data-text", "#d5d9de"), ("soft", "#767d86"),
      ("soft-text", "#a9b0b8"),
    ]
    + scale([
      "#9bd5ff", "#5caee6", "#347db3", "#234b6b", "#23272e", "#593c1c", "#a0681c", "#df9b3c", "#ffd392",
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
