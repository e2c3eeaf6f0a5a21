import ArgumentParser
import Engram
import FoundationEssentials

struct CalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "How often the verdict errs: false alarms and power on processes of known answer.",
    discussion: """
      Outcomes are kept in the folder as they come; the same command goes on where it was stopped. The folder then holds \
      outcomes.jsonl, calibration.txt, calibration.json, calibration.csv and the figure calibration.svg, over all outcomes \
      that are in it.
      """)

  @Option(help: "Realisations of each process at each length.") var realisations = 200
  @Option(help: "Lengths, with commas between.") var rows = "500,1000,2000"
  @Option(help: "Processes, with commas between, by the first words of their names. (default: all)") var processes:
    String?
  @Option(help: "Where all randomness starts.") var seed: UInt64 = 1
  @Option(help: "Threads to use; the result is the same with any number.") var threads = 2
  @Option(help: "The folder.", completion: .directory) var out = "calibration"
  @Flag(help: "Print the result as JSON.") var json = false
  @Flag(help: "No progress.") var quiet = false

  func run() async throws {
    let calibration = try calibration()
    do {
      try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    } catch {
      throw CommandFault(
        "cannot make the folder \(out); is there a file of that name, or may nothing be written there?")
    }
    let log = try CalibrationLog(path: out + "/outcomes.jsonl", for: calibration, version: engramVersion)
    let done = try log.read()
    let progress = Progress(label: "calibrating", quiet: quiet)
    let work = Task {
      try await calibration.run(done: done, threads: threads) {
        try log.append($0)
      } progress: {
        progress.show($0)
      }
    }
    let interruption = Interruption { work.cancel() }
    let result = await work.result
    progress.clear()
    withExtendedLifetime(interruption) {}
    _ = try result.get()
    let table = CalibrationTable(of: try log.read(), calibration.training, version: engramVersion)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(table), as: UTF8.self) + "\n"
    let files = [
      ("calibration.txt", table.text), ("calibration.json", text), ("calibration.csv", table.csv),
      ("calibration.svg", table.figure.svg),
    ]
    for (name, content) in files {
      do {
        try Data(content.utf8).write(to: URL(filePath: out + "/" + name), options: .atomic)
      } catch {
        throw CommandFault("cannot write \(out)/\(name); is the disk full?")
      }
    }
    print(json ? text : table.text, terminator: "")
  }

  private func calibration() throws -> Calibration {
    var calibration = Calibration()
    guard (1...100_000).contains(realisations) else {
      throw ValidationError("--realisations is '\(realisations)': it must be a whole number from 1 to 100000")
    }
    guard (1...1024).contains(threads) else {
      throw ValidationError("--threads is '\(threads)': it must be a whole number from 1 to 1024")
    }
    calibration.realisations = realisations
    calibration.training.seed = seed
    calibration.rows = try rows.split(separator: ",").map {
      guard let count = Int($0), (100...1_000_000).contains(count) else {
        throw ValidationError("--rows has '\($0)': lengths are whole numbers from 100 to 1000000")
      }
      return count
    }
    if let processes {
      let words = processes.split(separator: ",").map { String($0) }
      // `random-walk` is its differences too, `ar1` is not `ar1-noise`.
      func isMeant(_ one: CalibrationCase, by word: String) -> Bool {
        one.name == word || one.name.hasPrefix(word + " ") || one.name.hasPrefix(word + ",")
      }
      calibration.cases = CalibrationCase.all.filter { one in words.contains { isMeant(one, by: $0) } }
      if let odd = words.first(where: { word in !CalibrationCase.all.contains { isMeant($0, by: word) } }) {
        throw ValidationError(
          "--processes has '\(odd)'; there are " + CalibrationCase.all.map(\.name).joined(separator: "; "))
      }
    }
    return calibration
  }
}
