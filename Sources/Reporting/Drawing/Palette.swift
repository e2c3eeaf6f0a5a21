/// Who a line, a bar or a word belongs to. The colours are Okabe and Ito's (2008), which people with any of the common
/// kinds of colour blindness can tell apart; on a dark page their lighter relatives.
enum Ink: String {
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
}

/// The style sheet inside every figure: light, and dark where the reader's page is dark.
enum Palette {
  /// Steps of the colour scale for states, an odd number: the middle one is neutral.
  static let levels = 9

  static let css: String = {
    var rules = ["text{font-family:Inter,'Helvetica Neue',Arial,'Liberation Sans','DejaVu Sans',sans-serif}"]
    for style in TextStyle.allCases {
      rules.append(".\(style.rawValue){font-size:\(style.size)px\(style.bold ? ";font-weight:600" : "")}")
    }
    rules += [
      ".l{fill:none;stroke-width:1.6;stroke-linejoin:round}", ".thin{stroke-width:1}",
      ".dash{stroke-dasharray:5 3}", ".g,.x,.r{fill:none;stroke-width:1}",
      ".r{stroke-dasharray:2 3}",
    ]
    rules += colours(light)
    rules.append("@media (prefers-color-scheme:dark){" + colours(dark).joined() + "}")
    return rules.joined(separator: "\n")
  }()

  private struct Scheme {
    /// Page, text, quiet text, grid, axis, shaded ground.
    var (paper, text, quiet, grid, axis, shade): (String, String, String, String, String, String)
    /// Line or bar, and the same dark or light enough to be read as text.
    var inks: [(ink: Ink, line: String, text: String)]
    var scale: [String]
  }

  private static let light = Scheme(
    paper: "#ffffff", text: "#1b1d21", quiet: "#5b6168", grid: "#e6e8eb", axis: "#8d949b", shade: "#f1f3f5",
    inks: [
      (.memory, "#0072b2", "#00629a"), (.twin, "#d55e00", "#a84a00"), (.data, "#30343a", "#30343a"),
      (.soft, "#8d949b", "#5b6168"),
    ],
    scale: [
      "#0b4f86", "#2f7fb8", "#7fb3d8", "#c9dfee", "#f4f4f2", "#f8d9b8", "#eda95f", "#d5741a", "#964700",
    ])

  private static let dark = Scheme(
    paper: "#14171c", text: "#e9ebee", quiet: "#a9b0b8", grid: "#2b3038", axis: "#767d86", shade: "#1d2229",
    inks: [
      (.memory, "#56b4e9", "#7cc6f0"), (.twin, "#e69f00", "#f0b840"), (.data, "#d5d9de", "#d5d9de"),
      (.soft, "#767d86", "#a9b0b8"),
    ],
    scale: [
      "#9bd5ff", "#5caee6", "#347db3", "#234b6b", "#23272e", "#593c1c", "#a0681c", "#df9b3c", "#ffd392",
    ])

  private static func colours(_ scheme: Scheme) -> [String] {
    var rules = [
      ".paper{fill:\(scheme.paper)}", ".shade{fill:\(scheme.shade)}", "text{fill:\(scheme.text)}",
      ".quiet{fill:\(scheme.quiet)}", ".g{stroke:\(scheme.grid)}", ".x,.r{stroke:\(scheme.axis)}",
    ]
    for (ink, line, text) in scheme.inks {
      let name = ink.rawValue
      rules.append(".l.\(name){stroke:\(line)}")
      rules.append(".b.\(name){fill:\(line)}")
      rules.append(".a.\(name){fill:\(line);fill-opacity:.18}")
      rules.append("text.\(name){fill:\(text)}")
    }
    for (level, colour) in scheme.scale.enumerated() { rules.append(".v\(level){fill:\(colour)}") }
    return rules
  }
}
