import Files
import Synchronization
import TimeSeries

import DataSources

/// Stands in for the network: an answer for each URL, checked as a real one would be, and a note of what was asked.
final class ServedAnswers: Fetching {
  typealias Answer = FetchResponse
  private let answers: @Sendable (FetchRequest) -> FetchResponse?
  private let asked = Mutex<[FetchRequest]>([])
  private let accepted = Mutex(0)
  /// Put on every document.
  let warnings: [String]

  init(warnings: [String] = [], _ answers: @escaping @Sendable (FetchRequest) -> FetchResponse?) {
    (self.answers, self.warnings) = (answers, warnings)
  }

  /// The same answer to whatever is asked.
  convenience init(_ body: String, status: Int = 200) { self.init(Array(body.utf8), status: status) }

  convenience init(_ body: [UInt8], status: Int = 200) { self.init { _ in response(body, status: status) } }

  var requests: [FetchRequest] { asked.withLock { $0 } }
  var urls: [String] { requests.map { $0.url } }
  /// How many answers passed their checks: what a cache would have kept.
  var kept: Int { accepted.withLock { $0 } }

  func document(
    for request: FetchRequest, accepting check: @Sendable (FetchResponse) throws(FetchError) -> Void
  ) async throws(FetchError) -> FetchedDocument {
    asked.withLock { $0.append(request) }
    guard let answer = answers(request) else {
      throw FetchError(.dns, url: request.url, problem: "the host is not known", advice: "Check the address")
    }
    try check(answer)
    accepted.withLock { $0 += 1 }
    return FetchedDocument(
      body: answer.body, sha256: sha256Text(of: answer.body), url: request.url, fetchedAt: 1_793_376_131_250,
      origin: .network, warnings: warnings)
  }
}

func response(_ body: [UInt8], status: Int = 200) -> FetchResponse {
  FetchResponse(status: status, headers: [], body: body, url: "")
}

func response(_ body: String, status: Int = 200) -> FetchResponse { response(Array(body.utf8), status: status) }

/// The folder of the project.
let projectFolder = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()

/// A registry with the declarations of docs/sources, which are not among the built-in ones.
let registryWithOptional = SourceRegistry.loading(folders: [projectFolder + "/docs/sources"]).registry

/// Reads a request from answers.
func read(
  _ request: String, from server: ServedAnswers, registry: SourceRegistry = registryWithOptional,
  secrets: [String: String] = [:]
) async throws -> [Series] {
  let environment = SourceEnvironment(folder: projectFolder, fetcher: server, secret: { secrets[$0] })
  return try await registry.source(request).series(in: environment)
}

/// What reading a request ends with, if not with series: the kind of a failed fetch, and the sentence.
func failure(
  _ request: String, from server: ServedAnswers, registry: SourceRegistry = registryWithOptional,
  secrets: [String: String] = [:]
) async -> (kind: FetchError.Kind?, sentence: String) {
  do {
    let series = try await read(request, from: server, registry: registry, secrets: secrets)
    return (nil, "no fault: " + series.map { "\($0.name) \($0.values)" }.joined(separator: "; "))
  } catch {
    if case SourceError.fetch(let fault) = error { return (fault.kind, fault.description) }
    return (nil, "\(error)")
  }
}

/// What a text that declares a source is refused with.
func declarationFault(_ text: String) -> String {
  do throws(DeclarationFault) {
    _ = try Declaration(yaml: text, file: "s.yaml")
    return "no fault"
  } catch {
    return error.description
  }
}

/// A ZIP archive with one member that is not compressed.
func storedArchive(_ name: String, _ content: [UInt8]) -> [UInt8] {
  let sum = Int(crc(content))
  var fields = little(20, 2) + little(0, 8) + little(sum, 4)
  fields += little(content.count, 4) + little(content.count, 4) + little(name.utf8.count, 2) + little(0, 2)
  var archive = Array("PK\u{3}\u{4}".utf8) + fields + Array(name.utf8) + content
  let start = archive.count
  archive += Array("PK\u{1}\u{2}".utf8) + little(20, 2) + fields + little(0, 14) + Array(name.utf8)
  let size = archive.count - start
  archive += Array("PK\u{5}\u{6}".utf8) + little(0, 4) + little(1, 2) + little(1, 2)
  archive += little(size, 4) + little(start, 4) + little(0, 2)
  return archive
}

private func little(_ value: Int, _ count: Int) -> [UInt8] {
  (0..<count).map { (byte: Int) -> UInt8 in UInt8(truncatingIfNeeded: value >> (8 * byte)) }
}

/// CRC-32, bit by bit.
private func crc(_ content: [UInt8]) -> UInt32 {
  var sum = ~UInt32(0)
  for byte in content {
    sum ^= UInt32(byte)
    for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
  }
  return ~sum
}
