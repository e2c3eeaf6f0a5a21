import Files
import DataSources
import TestSupport
import Testing

@Suite("A folder of recorded answers")
struct FixtureFolderTests {
  func recording(_ url: String, _ body: String, file: String = "", type: String? = nil, note: String? = nil)
    -> Recording
  {
    let bytes = Array(body.utf8)
    return Recording(
      FixtureDocument(
        file: file, sha256: sha256Text(of: bytes), url: url, source: "test/1", contentType: type, retrievedAt: october,
        note: note), body: bytes)
  }

  /// Why the record is refused.
  func refusal(_ recordings: [Recording], to folder: String) -> String? {
    do throws(FileFault) {
      try FixtureFolder.record(recordings, to: folder)
      return nil
    } catch {
      return error.description
    }
  }

  @Test("answers the requests that were recorded, without a cache or a server, at any age and without a warning")
  func roundTrip() async throws {
    try await withTemporaryFolder { folder in
      let server = ScriptedServer([answer("date,1\n", ["content-type": "text/csv"]), answer("date,2\n")])
      let recorder = RecordingFetcher(TestRun(server, in: nil).fetcher)
      let asked = [
        request(
          "https://data.test/get?id=SP500&from=1999-01-04&api_key=S3CRET", headers: [.init("Accept", "text/csv")]),
        request("https://data.test/other.txt?token=S3CRET"),
      ]
      for one in asked { _ = try await recorder.document(for: one, accepting: beginsWithDate) }
      try FixtureFolder.record(recorder.recordings, to: folder + "/new")
      #expect(try TestFiles.names(in: folder) == ["new"])
      #expect(
        try TestFiles.names(in: folder + "/new") == [
          "manifest.json", "test-get-SP500-1999-01-04.csv", "test-other.txt",
        ])
      let manifest = try TestFiles.text(of: folder + "/new/manifest.json")
      #expect(!manifest.contains("S3CRET") && manifest.contains("\"retrieved_at\" : \"2026-10-30T16:02:11Z\""))

      let replay = TestRun(
        nil, in: nil, at: october * 2, fixtures: [try FixtureFolder(reading: folder + "/new")])
      let document = try await replay.get(asked[0])
      #expect(document.body == Array("date,1\n".utf8) && document.origin == .fixture)
      #expect(document.fetchedAt == october && document.warnings == [])
      #expect(try await replay.text(asked[1]) == "date,2\n")
      #expect(replay.kinds == [.fixture, .fixture])
    }
  }

  @Test("refuses every other request, with the nearest that were recorded and what differs")
  func nearMisses() async throws {
    try await withTemporaryFolder { folder in
      let place = folder + "/f"
      let folder = try FixtureFolder.record(
        [
          recording("https://data.test/get?id=A&from=1999", "date,1\n", file: "a.csv"),
          recording("https://data.test/get?id=B", "date,2\n", file: "b.csv"),
          recording("https://elsewhere.test/", "date,3\n", file: "c.csv"),
        ], to: place)
      let run = TestRun(nil, in: nil, fixtures: [folder])
      let failure = await run.failure(request("https://data.test/get?id=A&from=2000"))
      #expect(failure?.kind == .offlineMiss)
      #expect(
        failure?.problem.hasPrefix(
          "it was not recorded. Nearest: \(place)/a.csv (https://data.test/get?id=A&from=1999, recorded"
            + " 2026-10-30T16:02:11Z): the parameter from is '1999' there, '2000' in the request. \(place)/b.csv")
          == true)
      let header = await run.failure(request("https://data.test/get?id=B", headers: [.init("Accept", "text/csv")]))
      #expect(header?.problem.contains("b.csv") == true)
      #expect(header?.problem.contains("the header accept is missing there, 'text/csv' in the request") == true)
      let version = await run.failure(request("https://data.test/get?id=B", source: "test/2"))
      #expect(version?.problem.contains("the source is 'test/1' there, 'test/2' in the request") == true)
    }
  }

  @Test("comes before cache and server, but only stands in when everything is to be asked for")
  func order() async throws {
    try await withTemporaryFolder { folder in
      let fixtures = [try FixtureFolder.record([recording("https://data.test/a.csv", "date,0\n")], to: folder + "/f")]
      let server = ScriptedServer([answer("date,1\n")])
      let auto = TestRun(server, in: folder + "/c", fixtures: fixtures)
      #expect(try await auto.text() == "date,0\n")
      #expect(server.asked.isEmpty)
      let refresh = TestRun(server, in: folder + "/c", mode: .refresh, fixtures: fixtures)
      #expect(try await refresh.text() == "date,1\n")
      let failing = TestRun(ScriptedServer([]), in: folder + "/d", mode: .refresh, fixtures: fixtures)
      let document = try await failing.get()
      #expect(document.origin == .fixture)
      #expect(
        document.warnings == [
          "https://data.test/a.csv: served from the answer recorded on 2026-10-30, because nobody is there"
        ])
      #expect(failing.events.first?.warnings == document.warnings)
    }
  }

  @Test("finds a changed byte and names the file; nothing is moved")
  func damaged() async throws {
    try await withTemporaryFolder { folder in
      let place = folder + "/f"
      let recorded = [recording("https://data.test/a.csv", "date\r\n", file: "a.csv")]
      let folder = try FixtureFolder.record(recorded, to: place)
      let file = place + "/a.csv"
      try TestFiles.remove(file)
      let missing = await TestRun(nil, in: nil, fixtures: [folder]).failure()
      #expect(missing?.problem == "the recorded \(file) is not there")
      try TestFiles.write("date\n", to: file)
      let failure = await TestRun(nil, in: nil, fixtures: [folder]).failure()
      #expect(failure?.kind == .cacheCorrupt)
      #expect(
        failure?.problem == "the recorded \(file) is not what was recorded: its SHA-256 differs from the manifest's")
      #expect(failure?.advice.contains("line ends") == true)
      #expect(try TestFiles.names(in: place) == ["a.csv", "manifest.json"])
    }
  }

  @Test("says of a recorded answer that its source refuses which file it is")
  func refusedByCheck() async throws {
    try await withTemporaryFolder { folder in
      let fixtures = [
        try FixtureFolder.record([recording("https://data.test/a.csv", "x", file: "a.csv")], to: folder + "/f")
      ]
      let failure = await TestRun(nil, in: nil, fixtures: fixtures).failure()
      #expect(failure?.problem == "expected 'date'; this is the recorded \(folder)/f/a.csv")
    }
  }

  @Test("takes more answers, and newer ones for the same request; README and notes stay")
  func adding() async throws {
    try await withTemporaryFolder { folder in
      let place = folder + "/f/"
      try FixtureFolder.record(
        [
          recording("https://data.test/a.csv", "date,1\n", file: "a.csv", note: "from the appendix of a book"),
          recording("https://data.test/b.csv", "date,2\n", file: "b.csv"),
        ], to: place)
      try TestFiles.write("hello", to: place + "README.md")
      let after = try FixtureFolder.record(
        [
          recording("https://data.test/b.csv", "date,3\n", file: "b.csv"),
          recording("https://data.test/c", "date,4\n", type: "application/json; charset=utf-8"),
          recording("https://data.test/d", "date,4\n"),
        ], to: place)
      #expect(try FixtureFolder(reading: folder + "/f").documents == after.documents)
      #expect(after.documents.map { $0.file } == ["a.csv", "b.csv", "test-c.json", "test-c.json"])
      #expect(after.documents.first?.note == "from the appendix of a book")
      #expect(try TestFiles.names(in: place) == ["README.md", "a.csv", "b.csv", "manifest.json", "test-c.json"])
      #expect(try TestFiles.names(in: folder) == ["f"])
      #expect(try await TestRun(nil, in: nil, fixtures: [after]).text(request("https://data.test/b.csv")) == "date,3\n")
    }
  }

  @Test("keeps names apart that differ in case alone, and out of other folders")
  func names() async throws {
    try await withTemporaryFolder { folder in
      let after = try FixtureFolder.record(
        [
          recording("https://data.test/A.csv", "date,1\n"), recording("https://data.test/a.csv", "date,2\n"),
          recording("https://data.test/..%2F..%2Fetc?x=/../y", "date,3\n", file: "../x"),
          recording("https://data.test/", "date,4\n", file: "manifest.json"),
        ], to: folder + "/f")
      #expect(
        after.documents.map { $0.file } == [
          "test-2F..-2Fetc-y.txt", "test-A.csv", "test-a-2.csv", "test.txt",
        ])
    }
  }

  @Test("is not written where anything else is")
  func foreign() async throws {
    try await withTemporaryFolder { folder in
      let one = [recording("https://data.test/a.csv", "date,1\n", file: "a.csv")]
      try TestFiles.write("mine", to: folder + "/notes.txt")
      #expect(
        refusal(one, to: folder)
          == "\(folder): the folder holds notes.txt, which is not a recorded answer. Choose a new or empty folder, or move"
          + " that file away")
      #expect(try TestFiles.names(in: folder) == ["notes.txt"])
      let place = folder + "/f"
      try FixtureFolder.record(one, to: place)
      try TestFiles.write("mine", to: place + "/notes.txt")
      #expect(refusal(one, to: place)?.contains("holds notes.txt") == true)
      try TestFiles.remove(place + "/notes.txt")
      try TestFiles.write("date,9\n", to: place + "/a.csv")
      #expect(refusal(one, to: place)?.contains("SHA-256 differs") == true)
      #expect(refusal(one, to: folder + "/notes.txt") == "\(folder)/notes.txt: not a directory")
      #expect(refusal(one, to: "/proc/engram/f") != nil)
      #expect(try TestFiles.names(in: folder) == ["f", "notes.txt"])
    }
  }

  @Test(
    "refuses a manifest that cannot be right",
    arguments: [
      (nil, "there is no such file"), ("{", "it is not JSON"), ("{}", "'engram_fixtures' is missing"),
      (#"{"engram_fixtures": 2}"#, "later version of engram (version 2 of the manifest)"),
      (#"{"engram_fixtures": 1}"#, "'documents' is missing"),
      (#"{"engram_fixtures": 1, "documents": [{"file": 1}]}"#, "a value is of the wrong kind in documents, document 1"),
      (row(file: "../a"), "'../a' is not a plain file name"), (row(file: ".a"), "'.a' is not a plain file name"),
      (row(sha256: "abc"), "the sha256 of a.csv is not a SHA-256"),
      (row(time: "yesterday"), "the retrieved_at of a.csv"),
      (row(url: "ftp://data.test"), "the URL of a.csv is not valid"),
      (row(more: ", " + document()), "a.csv and a.csv answer the same request"),
    ] as [(String?, String)])
  func manifest(_ text: String?, _ expected: String) async throws {
    try await withTemporaryFolder { folder in
      if let text { try TestFiles.write(text, to: folder + "/manifest.json") }
      #expect {
        _ = try FixtureFolder(reading: folder)
      } throws: { error in
        let fault = error as? FetchError
        return fault?.kind == .config && fault?.url == folder + "/manifest.json"
          && fault?.problem.contains(expected) == true
      }
    }
  }

  static func document(
    file: String = "a.csv", sha256: String = String(repeating: "a", count: 64), time: String = "2026-10-30T16:02:11Z",
    url: String = "https://data.test/"
  ) -> String {
    #"{"file": "\#(file)", "sha256": "\#(sha256)", "url": "\#(url)", "source": "a/1", "retrieved_at": "\#(time)"}"#
  }

  static func row(
    file: String = "a.csv", sha256: String = String(repeating: "a", count: 64), time: String = "2026-10-30T16:02:11Z",
    url: String = "https://data.test/", more: String = ""
  ) -> String {
    #"{"engram_fixtures": 1, "documents": ["# + document(file: file, sha256: sha256, time: time, url: url) + more + "]}"
  }

  @Test("can be written by hand, with nothing but what is needed")
  func byHand() async throws {
    try await withTemporaryFolder { folder in
      let sha256 = sha256Text(of: Array("date,1\n".utf8))
      try TestFiles.write("date,1\n", to: folder + "/a.csv")
      try TestFiles.write(FixtureFolderTests.row(sha256: sha256), to: folder + "/manifest.json")
      let run = TestRun(nil, in: nil, fixtures: [try FixtureFolder(reading: folder)])
      #expect(try await run.text(request("https://data.test/", source: "a/1")) == "date,1\n")
    }
  }

  @Test("can be made from a cache")
  func export() async throws {
    try await withTemporaryFolder { folder in
      let server = ScriptedServer([answer("date,1\n", ["content-type": "text/csv"])])
      let asked = request(headers: [.init("Accept", "text/csv")])
      _ = try await TestRun(server, in: folder + "/c").get(asked)
      let (recordings, problems) = try CacheStore(folder: folder + "/c").recordings()
      #expect(problems == [])
      let exported = try FixtureFolder.record(recordings, to: folder + "/f")
      #expect(try await TestRun(nil, in: nil, fixtures: [exported]).text(asked) == "date,1\n")
      #expect(try TestFiles.names(in: folder + "/f") == ["manifest.json", "test-a.csv"])
    }
  }
}
