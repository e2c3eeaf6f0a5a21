import Engram
import FoundationEssentials

/// What the environment says about where the user's own sources are.
enum UserSources {
  private static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// Folders of declarations, those that count less first.
  static var folders: [String] {
    let home = environment["HOME"].map { $0 + "/.config" }
    let settings = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home
    return ["/etc/engram/sources"] + (settings.map { [$0 + "/engram/sources"] } ?? []) + ["sources"]
  }

  /// Folders in which programs are looked for.
  static var programs: [String] {
    (environment["PATH"] ?? "").split(separator: ":").map { String($0) }.filter { $0.hasPrefix("/") }
  }

  /// Every adapter there is; files that cannot be used are named on standard error.
  static func registry() -> SourceRegistry {
    let (registry, warnings) = SourceRegistry.loading(folders: folders, programs: programs)
    for warning in warnings { writeToStandardError("Warning: \(warning)\n") }
    return registry
  }
}
