import Engram

/// The user's own sources, in places that the environment names.
enum UserSources {
  /// Every adapter; files that cannot be used are reported on standard error.
  static func registry(_ machine: Machine = .this) -> SourceRegistry {
    let (registry, warnings) = SourceRegistry.loading(
      folders: folders(machine), programs: machine.programFolders)
    for warning in warnings { writeToStandardError("WARNING: \(warning)\n") }
    return registry
  }

  /// Folders of declarations; later ones win.
  private static func folders(_ machine: Machine) -> [String] {
    ["/etc/engram/sources"] + (machine.settingsFolder.map { [$0 + "/sources"] } ?? []) + ["sources"]
  }
}
