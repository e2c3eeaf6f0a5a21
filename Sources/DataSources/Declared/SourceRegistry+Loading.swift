import Files

extension SourceRegistry {
  /// The built-in adapters and those of the user: declarations in folders, and programs.
  ///
  /// A declaration replaces one of the same name in an earlier folder, or a built-in one. A program replaces nothing, and
  /// nothing replaces an adapter that is code.
  ///
  /// - Parameters:
  ///   - folders: files in them that end in .yaml, .yml or .json declare sources. A later folder wins; a folder that does
  ///     not exist is skipped.
  ///   - found: a folder that the user need not have made, such as ./sources: it comes last, and its declarations do only
  ///     what `consent` allows.
  ///   - consent: of the user.
  ///   - programs: folders in which programs called `engram-source-NAME` are sources.
  /// - Returns: the adapters, and a sentence for every folder and file that could not be used.
  package static func loading(
    folders: [String], found: String?, consent: Consent, programs: [String] = []
  ) -> (registry: SourceRegistry, warnings: [String]) {
    var adapters = builtIn.adapters
    var warnings: [String] = []
    // Before the declarations of a found folder, which must not hide them.
    let programs = SourceProgram.all(in: programs)
    let own = folders.map { Disk.resolved($0) }
    let found = found.flatMap { own.contains(Disk.resolved($0)) ? nil : $0 }
    for folder in folders + [found].compactMap({ $0 }) {
      let names: [String]
      do throws(FileFault) { names = try declarations(in: folder) } catch {
        warnings.append("the declarations in \(error)")
        continue
      }
      var files: [String: String] = [:]
      for file in names {
        do throws(DeclarationFault) {
          let declaration = try Declaration(readingFile: file)
          if let earlier = files.updateValue(file, forKey: declaration.name) {
            throw DeclarationFault(
              file: file, problem: "it declares '\(declaration.name)', as \(earlier) does",
              advice: "Give one of them another name, or remove it")
          }
          let asker = folder == found ? Asker(file, sha256: declaration.sha256, consent) : nil
          try add(declaration, asker, programs, to: &adapters)
        } catch {
          warnings.append(error.description)
        }
      }
    }
    for program in programs {
      if let index = adapters.firstIndex(where: { $0.manual.name == program.name }) {
        if adapters[index].place == .program(program.path) { continue }
        adapters[index].shadowed.append(.program(program.path))
      } else {
        adapters.append(program.adapter)
      }
    }
    return (SourceRegistry(adapters), warnings)
  }

  /// The same with the folders of the user alone.
  public static func loading(
    folders: [String], programs: [String] = []
  ) -> (registry: SourceRegistry, warnings: [String]) {
    loading(folders: folders, found: nil, consent: Consent(), programs: programs)
  }

  /// - Parameter asker: the file, if it is a found one.
  private static func add(
    _ declaration: Declaration, _ asker: Asker?, _ programs: [SourceProgram], to adapters: inout [Adapter]
  ) throws(DeclarationFault) {
    let (name, file) = (declaration.name, declaration.file)
    var adapter = declaration.adapter(at: .file(file))
    adapter.declarer = asker
    guard let index = adapters.firstIndex(where: { $0.manual.name == name }) else {
      guard let asker, !asker.mayReplace, let program = programs.first(where: { $0.name == name }) else {
        return adapters.append(adapter)
      }
      var hidden = program.adapter
      hidden.refused = RefusedReplacement(
        file: file, replaced: "the program \(program.path)", demands: declaration.demands().map(\.description))
      return adapters.append(hidden)
    }
    if adapters[index].place == .builtIn {
      throw DeclarationFault(
        file: file, problem: "'\(name)' is the name of an adapter that is code", advice: "Choose another name")
    }
    if let asker, !asker.mayReplace {
      let replaced = adapters[index].place.replaced(name) ?? "the declaration of the user"
      adapters[index].refused = RefusedReplacement(
        file: file, replaced: replaced, demands: declaration.demands().map(\.description))
      return
    }
    adapter.shadowed = [adapters[index].place] + adapters[index].shadowed
    adapters[index] = adapter
  }

  /// The files of a folder that declare sources, by name.
  private static func declarations(in folder: String) throws(FileFault) -> [String] {
    let files = try Disk.names(in: folder) ?? []
    return
      files
      .filter { file in !file.hasPrefix(".") && [".yaml", ".yml", ".json"].contains { file.hasSuffix($0) } }
      .map { folder + "/" + $0 }
  }
}

extension Declaration {
  /// The built-in declarations: the files of the folder `BuiltIn`, which are part of the program. A test reads all of them.
  static let builtIn: [Declaration] = builtInFiles.compactMap { file in
    try? Declaration(yaml: String(decoding: file.bytes, as: UTF8.self), file: file.name)
  }

  /// The built-in declaration of a name.
  package static func builtIn(_ name: String) -> Declaration? { builtIn.first { $0.name == name } }

  package static let builtInFiles: [(name: String, bytes: [UInt8])] = [
    ("fred.yaml", PackageResources.fred_yaml),
    ("fred-api.yaml", PackageResources.fred_api_yaml),
    ("ecb.yaml", PackageResources.ecb_yaml),
    ("ecb-xml.yaml", PackageResources.ecb_xml_yaml),
    ("ecb-sdmx.yaml", PackageResources.ecb_sdmx_yaml),
    ("cboe.yaml", PackageResources.cboe_yaml),
    ("nasdaq.yaml", PackageResources.nasdaq_yaml),
    ("dbnomics.yaml", PackageResources.dbnomics_yaml),
    ("boc.yaml", PackageResources.boc_yaml),
    ("treasury.yaml", PackageResources.treasury_yaml),
    ("binance.yaml", PackageResources.binance_yaml),
    ("kraken.yaml", PackageResources.kraken_yaml),
    ("coinbase.yaml", PackageResources.coinbase_yaml),
    ("market.yaml", PackageResources.market_yaml),
  ]
}
