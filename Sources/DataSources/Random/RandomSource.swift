import Numbers
package import TimeSeries

/// Series from an equation, whose answer is known beforehand: what every verdict is held against.
///
/// A seed in the request fixes the numbers, whatever the columns are called. Without one, the study's seed and the
/// name of the column give a seed of its own, which the origin of the series names, so that it can be asked for again.
package struct RandomSource: DescribedSource {
  private let request: SourceRequest
  private let process: RandomProcess
  private let settings: RandomProcess.Settings
  private let rows: Int
  private let columns: Int
  private let burnIn: Int
  private let seed: UInt64?

  /// What fits in the memory of any machine, those of the burn-in counted too.
  private static let mostValues = 20_000_000

  /// Reads the request.
  package init(_ request: SourceRequest) throws(SourceError) {
    self.request = request
    process = try RandomSource.process(of: request)
    let options = try OptionReader(
      request, accepting: ["rows", "columns", "seed", "burn-in"] + process.parameters.map { $0.name })
    rows = try options.integer("rows", in: 1...10_000_000) ?? 1000
    columns = try options.integer("columns", in: 1...100_000) ?? process.defaultColumns
    seed = try options.integer("seed", in: UInt64.min...UInt64.max)
    burnIn = try options.integer("burn-in", in: 0...1_000_000) ?? process.burnIn
    settings = try RandomSource.settings(of: process, options, request)
    if (rows + burnIn) * columns > RandomSource.mostValues {
      throw .request(
        request.text,
        problem: "\(rows) rows of \(columns) columns and a burn-in of \(burnIn) are too many numbers",
        advice: "Ask for at most \(RandomSource.mostValues), burn-in included")
    }
  }

  private static func process(of request: SourceRequest) throws(SourceError) -> RandomProcess {
    if let process = RandomProcess.named(request.argument) { return process }
    let names = RandomProcess.all.map { $0.name }
    let meant = nearest(to: request.argument, among: names).map { "Did you mean '\($0)'? " } ?? ""
    throw .request(
      request.text, problem: "there is no process '\(request.argument)'",
      advice: meant + "There are: " + names.joined(separator: ", "))
  }

  private static func settings(
    of process: RandomProcess, _ options: OptionReader, _ request: SourceRequest
  ) throws(SourceError) -> RandomProcess.Settings {
    var settings = process.settings
    for parameter in process.parameters {
      let (low, high) = (parameter.range.lowerBound, parameter.range.upperBound)
      if parameter.isWhole {
        if let value = try options.integer(parameter.name, in: Int(low)...Int(high)) {
          settings[parameter.name] = Double(value)
        }
      } else if let value = try options.number(parameter.name, in: parameter.range) {
        settings[parameter.name] = value
      }
    }
    if let rule = process.rule, !rule.isMet(by: settings) {
      let names = process.parameters.map { "\($0.name)=\(plain(settings[$0.name]))" }
      throw .request(
        request.text, problem: "\(names.joined(separator: ", ")) do not go together",
        advice: "\(process.name) needs \(rule.text)")
    }
    return settings
  }

  /// Drawn from the seed of the request, or else of the study.
  package func series(in environment: SourceEnvironment) async throws -> [Series] {
    let name = request.name ?? process.name
    var stream = RandomStream(seed: environment.seed).split("random").split(name)
    let seed = self.seed ?? stream.bits()
    let sample = process.sample(rows: rows, columns: columns, at: settings, burnIn: burnIn, seed: seed)
    for column in sample {
      guard let row = column.firstIndex(where: { !$0.isFinite }) else { continue }
      throw SourceError.request(
        request.text, problem: "the values leave the range of numbers at row \(row)",
        advice: "Choose parameters nearer to the defaults of \(process.name)")
    }
    let times = (0..<rows).map { Timestamp(ticks: Int64($0)) }
    let origin = Origin(request: completed(seed: seed).text, adapter: "random", notes: notes)
    return sample.enumerated().map { index, values in
      Series(
        name: columns == 1 ? name : "\(name)-\(index + 1)", resolution: .row, times: times, values: values,
        origin: origin)
    }
  }

  /// The request with its seed, which gives the same numbers in any study.
  private func completed(seed: UInt64) -> SourceRequest {
    let rest = request.options.filter { $0.name != "seed" }
    return SourceRequest(
      name: request.name, adapter: request.adapter, argument: request.argument,
      options: rest + [.init(name: "seed", value: String(seed))])
  }

  private var notes: [String] {
    let answer = process.presentSuffices(at: settings) ? "no memory is needed" : "memory is needed"
    let isException = process.presentSuffices(at: settings) != process.truth.presentSuffices
    let reason = isException ? process.truth.exception?.settings ?? "" : process.truth.reason
    return [process.equation, "\(answer): \(reason)"]
  }
}

extension RandomSource {
  /// For `engram sources random`.
  package static let manual = Manual(
    name: "random",
    summary: "series from an equation whose need of memory is known",
    argument: "PROCESS",
    options: [
      .init("rows", "how many rows, from 1 to 10000000; the default is 1000, and fewer are the first of more"),
      .init(
        "columns",
        "how many columns, from 1 to 100000: independent copies, but parts of one whole for "
          + RandomProcess.all.filter(\.isJoint).map { "\($0.name) (the default is \($0.defaultColumns))" }
          .joined(separator: ", ") + "; the default is 1"),
      .init("seed", "fixes the numbers; by default the study's seed and the column's name do"),
      .init("burn-in", "rows thrown away before the first; the default depends on the process"),
    ],
    example: "random:ar2?rows=1000&seed=7",
    details: "Each process has options of its own, its parameters. 'Suffices' says whether the mean of the next row\n"
      + "given all the past is its mean given the present row alone: then no memory can help to predict it.\n\n"
      + RandomProcess.all.map { $0.manual }.joined(separator: "\n\n"))
}

extension RandomProcess {
  /// A paragraph: the equation, the parameters with defaults and ranges, whether the present suffices, and who wrote it.
  var manual: String {
    var lines = ["\(name): \(summary)", "  \(equation)  (\(reference))"]
    for parameter in parameters {
      let range = "\(plain(parameter.range.lowerBound)) to \(plain(parameter.range.upperBound))"
      let kind = parameter.isWhole ? "whole, " : ""
      lines.append("  \(parameter.name)=\(plain(parameter.value))  \(parameter.help); \(kind)\(range)")
    }
    if let rule { lines.append("  needs \(rule.text)") }
    if burnIn > 0 { lines.append("  burn-in=\(burnIn)") }
    let answer = truth.presentSuffices ? "x_t suffices" : "x_t does not suffice"
    let exception = truth.exception.map { " (the opposite at \($0.settings))" } ?? ""
    lines.append("  \(answer)\(exception): \(truth.reason)")
    return lines.joined(separator: "\n")
  }
}
