import Glibc
import TestSupport
import Testing
import TimeSeries

import DataSources

@Suite("Parquet files and workbooks")
struct TableProgramTests {
  /// A folder with a program called python3.
  private func withPython(_ script: String, _ body: (SourceEnvironment) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
      try TestFiles.write("#!/bin/sh\n" + script, to: folder + "/python3")
      #expect(chmod(folder + "/python3", 0o755) == 0)
      try await body(SourceEnvironment(folder: projectFolder, programFolders: [folder, "/usr/bin", "/bin"]))
    }
  }

  @Test("are read by python3, which gets the script, the whole path and what is asked for")
  func arguments() async throws {
    let script = #"""
      [ "$1" = -c ] || exit 2
      case $2 in *pyarrow*) shift 2 ;; *) exit 2 ;; esac
      echo "day,$(basename "$1"),$#"
      for k in 1 2 3; do echo "2020-01-0$k,$k,1"; done
      """#
    try await withPython(script) { environment in
      let all = try await SourceRegistry.builtIn.source("parquet:fixtures/cases/prices.parquet").series(in: environment)
      #expect(all.map(\.name) == ["prices.parquet", "1"] && all[0].values == [1, 2, 3])
      let few = try await SourceRegistry.builtIn.source("parquet:fixtures/cases/prices.parquet?date=day&value=3")
        .series(in: environment)
      #expect(few[0].values == [1, 1, 1])
    }
  }

  @Test("are refused in the program's words where it lacks a library, and by name where there is no Python")
  func missing() async throws {
    try await withPython("echo 'python3 has no openpyxl; install it' >&2; exit 78") { environment in
      do {
        _ = try await SourceRegistry.builtIn.source("excel:fixtures/cases/prices.xlsx").series(in: environment)
        Issue.record("it was read")
      } catch { #expect("\(error)".contains("it reported: python3 has no openpyxl; install it"), "\(error)") }
    }
    do {
      _ = try await SourceRegistry.builtIn.source("excel:a.xlsx").series(
        in: SourceEnvironment(programFolders: ["/none"]))
      Issue.record("it was read")
    } catch { #expect("\(error)".contains("there is no program 'python3'"), "\(error)") }
  }

  @Test("take the options of tables, without those about text")
  func options() throws {
    _ = try SourceRegistry.builtIn.source("excel:a.xlsx?sheet=Prices&value=close&zone=UTC&timeout=5")
    #expect(throws: SourceError.self) { try SourceRegistry.builtIn.source("parquet:a?sheet=1") }
    #expect(throws: SourceError.self) { try SourceRegistry.builtIn.source("excel:a.xlsx?delimiter=comma") }
  }
}
