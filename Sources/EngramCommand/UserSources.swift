import Engram

/// What the environment says about where the user's own sources are.
enum UserSources {
  /// Every adapter there is; files that cannot be used are named on standard error.
  static func registry(_ machine: Machine = .this) -> SourceRegistry {
    let (registry, warnings) = SourceRegistry.loading(
      folders: folders(machine.environment), programs: machine.programFolders)
    for warning in warnings { writeToStandardError("WARNING: \(warning)\n") }
    return registry
  }

  /// Folders of declarations, those that count less first.
  static func folders(_ environment: [String: String]) -> [String] {
    let home = environment["HOME"].map { $0 + "/.config" }
    let settings = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home
    return ["/etc/engram/sources"] + (settings.map { [$0 + "/engram/sources"] } ?? []) + ["sources"]
  }
}
