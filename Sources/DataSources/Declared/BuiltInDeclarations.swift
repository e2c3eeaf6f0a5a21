extension Declaration {
  /// The declarations that engram brings: the files of the folder `BuiltIn`, which are part of the program.
  ///
  /// A file that cannot be read is left out; a test reads every one.
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
    ("market.yaml", PackageResources.market_yaml),
  ]
}
