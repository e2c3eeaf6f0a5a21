import Glibc
import TestSupport
import Testing
import TimeSeries

import DataSources

@Suite("A program as a source")
struct ProgramSourceTests {
  /// A folder with programs in it, and what a source sees of the world from there.
  private func withPrograms<Result>(
    _ programs: [String: String], secrets: [String: String] = [:],
    _ body: (String, SourceEnvironment) async throws -> Result
  ) async throws -> Result {
    try await withTemporaryFolder { folder in
      for (name, text) in programs { try write(text, to: folder + "/" + name, mode: 0o755) }
      let environment = SourceEnvironment(
        folder: folder, secret: { secrets[$0] }, programFolders: [folder + "/bin", folder, "/usr/bin", "/bin"])
      return try await body(folder, environment)
    }
  }

  private func write(_ text: String, to path: String, mode: mode_t) throws {
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
    #expect(chmod(path, mode) == 0)
  }

  private func failure(_ request: String, _ environment: SourceEnvironment) async -> (FetchError.Kind?, String) {
    do {
      let series = try await SourceRegistry.builtIn.source(request).series(in: environment)
      return (nil, "no fault: \(series.map { $0.values })")
    } catch {
      if case SourceError.fetch(let fault) = error { return (fault.kind, fault.description) }
      return (nil, "\(error)")
    }
  }

  @Test("prints a table, which is read as a file of it would be")
  func table() async throws {
    let tap = "#!/bin/sh\necho date,a,b\necho 2020-01-01,$1,2\necho \"2020-01-02,$#,\"\n"
    try await withPrograms(["tap": tap]) { folder, environment in
      for request in [
        "x=exec:./tap 7 'two words'?value=a", "x=exec:tap 7 \"\"?value=a", "x=exec:\(folder)/tap 7 b?value=a",
      ] {
        let series = try await SourceRegistry.builtIn.source(request).series(in: environment)
        #expect(series.map { $0.name } == ["x"] && series[0].dates == ["2020-01-01", "2020-01-02"])
        #expect(series[0].values == [7, 2])
        #expect(series[0].origin.adapter == "exec" && series[0].origin.request == request)
        #expect(series[0].origin.notes[0].hasSuffix("not cached"))
      }
    }
  }

  @Test("gets its arguments without a shell")
  func words() {
    #expect(commandWords("a  b\t'c d'e \"f'g\" '' $HOME \\n") == ["a", "b", "c de", "f'g", "", "$HOME", "\\n"])
    #expect(commandWords("a 'b") == nil)
    #expect(commandWords("  ")?.isEmpty == true)
  }

  @Test("sees PATH, LANG, an empty folder of its own and the secrets that are named, and nothing else")
  func environment() async throws {
    let tap =
      "#!/bin/sh\nenv >&2\nls -A >&2\npwd >&2\necho $(env | grep -vc '^PWD=\\|^_=\\|^SHLVL=\\|^OLDPWD=') $(pwd) >&2\nexit 9\n"
    let secrets = ["KEY": "k-1", "OTHER": "o-2"]
    try await withPrograms(
      ["tap": tap, "list": "#!/bin/sh\necho v\nls -A | wc -l\necho ${OTHER:-0}\n"], secrets: secrets
    ) {
      _, environment in
      // PATH, LANG, HOME, TMPDIR, KEY.
      let (kind, sentence) = await failure("exec:./tap?secret=KEY", environment)
      #expect(kind == .unavailable && sentence.contains("it reported: 5 /") && sentence.contains("/engram-run-"))
      #expect(!sentence.contains("k-1"))
      let series = try await SourceRegistry.builtIn.source("exec:./list?secret=KEY&header=first&date=none")
        .series(in: environment)
      #expect(series[0].values == [0, 0])
      let (missing, words) = await failure("exec:./tap?secret=NOPE", environment)
      #expect(missing == .auth && words.contains("the secret NOPE, which the program needs, is not set"))
    }
  }

  @Test("is quoted when it fails, without its secrets")
  func secretInComplaint() async throws {
    try await withPrograms(["tap": "#!/bin/sh\necho \"key $KEY refused\" >&2\nexit 77\n"], secrets: ["KEY": "k-1"]) {
      _, environment in
      let (kind, sentence) = await failure("exec:./tap?secret=KEY", environment)
      #expect(kind == .auth)
      #expect(
        sentence
          == "exec:./tap: the program needs a key, or its key was refused (77); it reported: key … refused. "
          + "Name the key: secret=NAME")
    }
  }

  @Test(
    "says by how it ends why there is nothing",
    arguments: [
      (2, FetchError.Kind.config), (69, .unavailable), (75, .unavailable), (77, .auth), (1, .unavailable),
    ])
  func exitCodes(code: Int, kind: FetchError.Kind) async throws {
    try await withPrograms(["tap": "#!/bin/sh\necho date,v\necho 2020-01-01,1\nexit \(code)\n"]) { _, environment in
      let (found, sentence) = await failure("exec:./tap", environment)
      #expect(found == kind && sentence.contains("\(code)"), "\(sentence)")
    }
  }

  @Test("that dies of a signal, prints nothing, or prints no table, is refused")
  func otherEnds() async throws {
    let programs = [
      "dies": "#!/bin/sh\nkill -9 $$\n", "mute": "#!/bin/sh\n", "page": "#!/bin/sh\necho '<html>'\n",
      "bad": "#!/bin/sh\necho date,v\necho 2020-01-01,1\necho 2020-01-02,x\n", "form": "not a program\n",
    ]
    try await withPrograms(programs) { folder, environment in
      #expect(await failure("exec:./dies", environment).1.contains("signal 9"))
      let mute = await failure("exec:./mute", environment)
      #expect(mute.0 == .empty && mute.1.contains("the program printed nothing"))
      #expect(await failure("exec:./page", environment).1.hasPrefix("the output of ./page:1"))
      #expect(
        await failure("exec:./bad", environment).1.hasPrefix("the output of ./bad:3: column 2 ('v'): not a number"))
      #expect(await failure("exec:./form", environment).1.contains("Begin a script with a line such as #!/bin/sh"))
    }
  }

  @Test("that is not there, is a folder or may not be run, is named with what to do")
  func noProgram() async throws {
    try await withPrograms([:]) { folder, environment in
      try write("#!/bin/sh\n", to: folder + "/plain", mode: 0o644)
      let expected: [(String, String)] = [
        (
          "exec:./none",
          "the source 'exec:./none': there is no program \(folder)/./none. Check the path; it starts from the study's folder"
        ),
        (
          "exec:./plain",
          "\(folder)/./plain may not be run. If it is a program, make it executable: chmod +x \(folder)/./plain"
        ),
        ("exec:\(folder)", "\(folder) is a folder, not a program"),
        (
          "exec:engram-no-such",
          "there is no program 'engram-no-such'. Looked for in \(folder)/bin, \(folder), /usr/bin"
        ),
        ("exec:'open", "a quote in it is not closed"),
      ]
      for (request, words) in expected {
        let sentence = await failure(request, environment).1
        #expect(sentence.contains(words), "\(sentence)")
      }
    }
  }

  @Test("that does not end is stopped, with all that it started")
  func hangs() async throws {
    // The grandchild writes its number, so that the test can look whether it lives.
    let tap = "#!/bin/sh\nsleep 600 &\necho $! > \"$1\"\nsleep 600\n"
    try await withPrograms(["tap": tap]) { folder, environment in
      // On a busy machine it may be stopped before it has written.
      for _ in 0..<20 where access(folder + "/pid", F_OK) != 0 {
        let (kind, sentence) = await failure("exec:./tap \(folder)/pid?timeout=1", environment)
        #expect(kind == .timeout && sentence.contains("did not end within 1 s and was stopped"))
      }
      try await expectGone(folder + "/pid")
    }
  }

  @Test("whose grandchild keeps the pipe open ends when it ends itself, and the grandchild with it")
  func grandchild() async throws {
    let tap = "#!/bin/sh\nsleep 600 &\necho $! > \"$1\"\necho date,v\necho 2020-01-01,1\n"
    try await withPrograms(["tap": tap]) { folder, environment in
      let series = try await SourceRegistry.builtIn.source("exec:./tap \(folder)/pid").series(in: environment)
      #expect(series[0].values == [1])
      try await expectGone(folder + "/pid")
    }
  }

  @Test("that prints without end is stopped")
  func flood() async throws {
    try await withPrograms(["tap": "#!/bin/sh\nyes 2020-01-01,1\n"]) { _, environment in
      let (kind, sentence) = await failure("exec:./tap", environment)
      #expect(kind == .tooLarge && sentence.contains("more than 64 MB"), "\(sentence)")
    }
  }

  @Test("is stopped when nobody waits for it any more")
  func cancelled() async throws {
    try await withPrograms(["tap": "#!/bin/sh\necho $$ > \"$1\"\nsleep 600\n"]) { folder, environment in
      let work = Task { try await SourceRegistry.builtIn.source("exec:./tap \(folder)/pid").series(in: environment) }
      while access(folder + "/pid", F_OK) != 0 { try await Task.sleep(for: .milliseconds(5)) }
      work.cancel()
      await #expect(throws: CancellationError.self) { try await work.value }
      try await expectGone(folder + "/pid")
    }
  }

  /// The process whose number is in the file is neither alive nor a zombie of ours.
  private func expectGone(_ path: String) async throws {
    let number = try #require(pid_t(try text(of: path).filter { $0.isNumber }))
    // A killed orphan is waited for by the first process of the machine, at its leisure.
    for _ in 0..<200 where isAlive(number) { try await Task.sleep(for: .milliseconds(10)) }
    #expect(!isAlive(number))
    #expect(waitpid(number, nil, WNOHANG) < 0)
  }

  private func isAlive(_ number: pid_t) -> Bool {
    kill(number, 0) == 0 && (try? text(of: "/proc/\(number)/stat").contains(") Z ")) == false
  }

  /// The first bytes of a file.
  private func text(of path: String) throws -> String {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = fread(&bytes, 1, 512, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}

@Suite("A program called engram-source-NAME")
struct NamedProgramTests {
  static let text = """
    #!/bin/sh
    if [ "$1" = describe ]; then echo '{"name": "levels", "version": "2", "protocol": 1, "series": ["a", "b"]}'; exit; fi
    echo date,$3
    echo 2020-01-01,$#
    echo "2020-01-02,$(echo "$*" | wc -w)"

    """

  @Test("is a source: it is asked for a series, and says what it has")
  func use() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/engram-source-levels"
      let file = try #require(fopen(path, "w"))
      fputs(Self.text, file)
      fclose(file)
      #expect(chmod(path, 0o755) == 0)
      _ = creat(folder + "/engram-source-plain", 0o644)

      let (registry, warnings) = SourceRegistry.loading(folders: [], programs: [folder + "/none", folder])
      #expect(warnings.isEmpty)
      #expect(registry.adapters.last?.place == .program(path) && registry.manuals.last?.name == "levels")
      let environment = SourceEnvironment(programFolders: ["/usr/bin", "/bin"])
      let series = try await registry.source("levels:a?start=2020-01-01&end=2020-02-01").series(in: environment)
      #expect(series[0].name == "a" && series[0].values == [7, 7] && series[0].origin.adapter == "levels")

      let program = try #require(SourceProgram.all(in: [folder]).first)
      let description = try await program.description(in: environment)
      #expect(description.series == ["a", "b"] && description.version == "2")
    }
  }
}
