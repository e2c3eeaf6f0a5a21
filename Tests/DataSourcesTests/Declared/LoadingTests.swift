import Glibc
import TestSupport
import Testing

import DataSources

@Suite("Declarations in folders")
struct LoadingTests {
  private func declaration(_ name: String, _ title: String) -> String {
    "engram_source: 1\nname: \(name)\ntitle: \(title)\nrequest: {url: 'https://example.com/'}\n"
      + "format: {type: csv}\nrows: {date: date, value: v}\n"
  }

  private func makeFolder(_ path: String) throws { #expect(mkdir(path, 0o755) == 0) }

  private func write(_ text: String, to path: String) throws {
    let file = try #require(fopen(path, "w"))
    defer { fclose(file) }
    #expect(fputs(text, file) >= 0)
  }

  @Test("join the built-in ones; later folders stand before earlier ones, and a bad file is a warning")
  func order() async throws {
    try await withTemporaryFolder { folder in
      let (system, user) = (folder + "/system", folder + "/user")
      try makeFolder(system)
      try makeFolder(user)
      try write(declaration("ecb", "of the system"), to: system + "/a.yaml")
      try write(declaration("mine", "of the system"), to: system + "/b.yml")
      try write(declaration("ecb", "of the user"), to: user + "/ecb.yaml")
      try write("engram_source: 1\nnam: x\n", to: user + "/bad.yaml")
      try write(declaration("csv", "an impostor"), to: user + "/csv.yaml")
      try write(declaration("ecb", "twice"), to: user + "/twice.json")
      try write("not looked at", to: user + "/notes.txt")
      try write("", to: folder + "/file")
      let (registry, warnings) = SourceRegistry.loading(folders: [folder + "/none", folder + "/file", system, user])
      #expect(
        warnings == [
          "the declarations in \(folder)/file: not a directory",
          "\(user)/bad.yaml:2:1: there is no key 'nam'. Did you mean 'name'? There are: engram_source, name, title, "
            + "version, licence, caveats, example, parameters, request, checks, format, rows, pages, number, scale, invert, time, "
            + "cache, series, first_of",
          "\(user)/csv.yaml: 'csv' is the name of an adapter that is code. Choose another name",
          "\(user)/twice.json: it declares 'ecb', as \(user)/ecb.yaml does. Give one of them another name, or remove it",
        ])
      let ecb = try #require(registry.adapters.first { $0.manual.name == "ecb" })
      #expect(ecb.manual.summary == "of the user" && ecb.place == .file(user + "/ecb.yaml"))
      #expect(ecb.shadowed == [.file(system + "/a.yaml"), .builtInDeclaration])
      #expect(registry.adapters.count == SourceRegistry.builtIn.adapters.count + 1)
    }
  }
}
