import Engram
import Files

/// The user's own sources, in places that the environment names, and what files may do with them.
enum UserSources {
  /// Every adapter; files that cannot be used are reported on standard error.
  ///
  /// - Parameters:
  ///   - options: what the command line allows; nil for no more than what is trusted.
  ///   - file: the study that makes the requests; nil where the command line makes them.
  static func registry(
    _ options: FetchOptions?, asking file: StudyText?, on machine: Machine = .this
  ) throws -> SourceRegistry {
    let consent = try options?.consent(on: machine) ?? machine.consent
    let asker = file.map { Asker($0.path, sha256: $0.sha256, consent) }
    let (registry, warnings) = SourceRegistry.loading(
      folders: folders(machine), found: found, consent: consent, programs: machine.programFolders)
    for warning in warnings + registry.adapters.compactMap(\.replacement) {
      warn(warning)
    }
    return SourceRegistry(registry.adapters, asker: asker)
  }

  /// The same for a study, whose requests are checked before anything is read.
  ///
  /// - Throws: `CommandFault` for a request that no adapter can take: bad usage, and no source that failed.
  static func registry(_ options: FetchOptions?, for asked: AskedStudy) throws -> SourceRegistry {
    let registry = try registry(options, asking: asked.file)
    do throws(SourceError) {
      try registry.check(asked.study.sources)
    } catch {
      throw CommandFault("\(error)", status: .badUsage)
    }
    return registry
  }

  /// Folders of declarations that the user or the administrator has made; later ones win.
  private static func folders(_ machine: Machine) -> [String] {
    ["/etc/engram/sources"] + (machine.settingsFolder.map { [$0 + "/sources"] } ?? [])
  }

  /// May have come with the working directory.
  static let found = "sources"

  /// Whether a declaration is in a folder that the user or the administrator has made.
  static func isOwn(_ file: String, on machine: Machine) -> Bool {
    folders(machine).map { Disk.resolved($0) }.contains(Disk.parent(of: Disk.resolved(file)))
  }
}

extension FetchOptions {
  /// What files may do that the user did not write on the command line.
  func consent(on machine: Machine) throws -> Consent {
    var consent = try machine.consent
    (consent.allowsPrograms, consent.secrets) = (allowExec, Set(allowSecret))
    return consent
  }
}

extension Machine {
  /// The list of files that the user trusts; nil if there is no place for settings.
  var trustList: String? { settingsFolder.map { $0 + "/trusted" } }

  /// What is trusted, and nothing else.
  var consent: Consent {
    get throws { Consent(trusted: try trustList.map { try TrustedFiles(reading: $0) } ?? TrustedFiles()) }
  }
}
