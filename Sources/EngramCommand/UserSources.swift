import Engram

/// The user's own sources, in places that the environment names.
enum UserSources {
  /// Every adapter; files that cannot be used are reported on standard error.
  static func registry(_ machine: Machine = .this) -> SourceRegistry {
    let (registry, warnings) = SourceRegistry.loading(
      folders: folders(machine.environment), programs: machine.programFolders)
    for warning in warnings { writeToStandardError("WARNING: \(warning)\n") }
    return registry
  }

  /// Folders of declarations; later ones win.
  static func folders(_ environment: [String: String]) -> [String] {
    let home = environment["HOME"].map { $0 + "/.config" }
    let settings = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home
    return ["/etc/engram/sources"] + (settings.map { [$0 + "/engram/sources"] } ?? []) + ["sources"]
  }
}
