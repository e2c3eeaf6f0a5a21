import DataSources
import Engram
import Logging
import Synchronization
import Testing

// For the parts of a study.
import Recurrence
import SeriesMemory

@Suite("A run says what it does")
struct ProgressTests {
  @Test("goes through its stages in their order, each from nothing to all")
  func stages() async throws {
    let seen = Mutex<[(Stage, Double)]>([])
    _ = try await Study.pair.run { stage, share in seen.withLock { $0.append((stage, share)) } }
    let steps = seen.withLock { $0 }
    let order = steps.map { $0.0 }.reduce(into: [Stage]()) { if $0.last != $1 { $0.append($1) } }
    #expect(order == [.reading, .testing, .training, .surrogates, .looking])
    for stage in order {
      let shares = steps.filter { $0.0 == stage }.map { $0.1 }
      #expect(shares.first == 0)
      #expect(shares.allSatisfy { (0...1.000001).contains($0) })
      #expect(abs((shares.max() ?? 0) - 1) < 1e-6, "\(stage) ends at \(shares.max() ?? 0)")
    }
  }

  @Test("says what the data are and whether they have memory before it trains, then each rung as it comes")
  func firstAnswers() async throws {
    let said = Mutex<[String]>([])
    let report = try await Study.pair.run { stage, share in
      if share == 0 { said.withLock { $0.append(stage.rawValue) } }
    } found: { line in
      said.withLock { $0.append(line) }
    }
    let lines = said.withLock { $0 }
    let words = [
      "pair: 160 rows of 2 columns (x, y), ", "0 there: p ", "0 there: ", Stage.training.rawValue, "1 stored: ",
      "2 used: ",
      "3 useful: ",
    ]
    var rest = lines[...]
    for word in words {
      let place = try #require(rest.firstIndex { $0.hasPrefix(word) }, "no '\(word)' in order in \(lines)")
      rest = rest[(place + 1)...]
    }
    #expect(lines.count { $0.hasPrefix("0 there: ") } == 2, "rung 0 of the control is no first answer")
    for rung in LadderPicture.Rung.all(of: try #require(report.data.findings.ladder)) {
      let answer = "\(rung.number) \(rung.word): \(rung.answer?.rawValue ?? "not asked"), \(rung.value.text): "
      #expect(lines.contains { $0.hasPrefix(answer) }, "\(answer) is not in \(lines)")
    }
  }

  @Test("tells a logger what was read, joined, trained and compared, and the bytes are the same")
  func log() async throws {
    let words = Mutex<[String]>([])
    let logger = Logger(label: "test") { _ in Listener { line in words.withLock { $0.append(line) } } }
    let loud = try await Study.pair.run(logger: logger)
    let silent = try await Study.pair.run()
    #expect(try loud.files().map(\.content) == silent.files().map(\.content))
    let lines = words.withLock { $0 }
    for beginning in [
      "read x=random:ar2?rows=160: 160 rows, in ", "y: 160 rows read, 0 missing", "pair: 160 rows of 2 columns",
      "trained memory on pair: 3 networks, ", "trained anchored memory on random, further: 3 networks, ",
      "ran on 3 of 3 shuffled surrogates, 0 failed, in ", "analysed the networks on pair, in ",
    ] {
      #expect(lines.count { $0.hasPrefix(beginning) } == 1, "\(beginning): \(lines)")
    }
  }
}

private struct Listener: LogHandler {
  var logLevel = Logger.Level.trace
  var metadata = Logger.Metadata()
  let hear: @Sendable (String) -> Void

  init(_ hear: @escaping @Sendable (String) -> Void) { self.hear = hear }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { hear("\(event.message)") }
}
