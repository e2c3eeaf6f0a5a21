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
  ///   - programs: folders in which programs called `engram-source-NAME` are sources.
  /// - Returns: the adapters, and a sentence for every folder and file that could not be used.
  public static func loading(
    folders: [String], programs: [String] = []
  ) -> (registry: SourceRegistry, warnings: [String]) {
    var adapters = builtIn.adapters
    var warnings: [String] = []
    for folder in folders {
      let found: [String]
      do throws(FileFault) { found = try declarations(in: folder) } catch {
        warnings.append("the declarations in \(error)")
        continue
      }
      var files: [String: String] = [:]
      for file in found {
        do throws(DeclarationFault) {
          let declaration = try Declaration(readingFile: file)
          if let earlier = files.updateValue(file, forKey: declaration.name) {
            throw DeclarationFault(
              file: file, problem: "it declares '\(declaration.name)', as \(earlier) does",
              advice: "Give one of them another name, or remove it")
          }
          try add(declaration.adapter(at: .file(file)), file: file, to: &adapters)
        } catch {
          warnings.append(error.description)
        }
      }
    }
    for program in SourceProgram.all(in: programs) {
      if let index = adapters.firstIndex(where: { $0.manual.name == program.name }) {
        adapters[index].shadowed.append(.program(program.path))
      } else {
        adapters.append(program.adapter)
      }
    }
    return (SourceRegistry(adapters), warnings)
  }

  private static func add(
    _ adapter: Adapter, file: String, to adapters: inout [Adapter]
  ) throws(DeclarationFault) {
    guard let index = adapters.firstIndex(where: { $0.manual.name == adapter.manual.name }) else {
      return adapters.append(adapter)
    }
    if adapters[index].place == .builtIn {
      throw DeclarationFault(
        file: file, problem: "'\(adapter.manual.name)' is the name of an adapter that is code",
        advice: "Choose another name")
    }
    var adapter = adapter
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
