import ArgumentParser
import Engram

struct ProbeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe", abstract: "Ask a network that was trained elsewhere whether it uses its state.",
    discussion: """
      The network is a safetensors file of PyTorch's weights: one torch.nn.RNN, GRU or LSTM of any number of layers, and one \
      Linear after it. It is run over the table as it is, then with its state reset, replaced, or rebuilt from the last rows \
      alone, and its held-out errors are compared. docs/probe.md has the keys of --json.
      """
        + examples(
          "engram probe model.safetensors --data data.csv",
          "engram probe model.safetensors --data data.csv --inputs u0 --targets y0",
          "engram probe model.safetensors --data data.csv --nonlinearity relu --json"))

  @Argument(
    help: ArgumentHelp("The weights, as safetensors writes a state_dict.", valueName: "model"),
    completion: .file(extensions: ["safetensors"]))
  var model: String
  @Option(
    help: ArgumentHelp(
      "A table with a column for each input and each target, in the network's own units; or csv:PATH?option=value.",
      valueName: "file"), completion: .file(extensions: ["csv"]))
  var data: String
  @Option(
    help: ArgumentHelp(
      "Columns that the network reads, with commas between. (default: the first)", valueName: "columns"))
  var inputs: String?
  @Option(
    help: ArgumentHelp(
      "Columns that it gives after each row. (default: the others, or the next row of the inputs)", valueName: "columns"
    ))
  var targets: String?
  @Option(
    help: ArgumentHelp(
      "Where the held-out part begins: a share of the rows, or the number of rows before it.",
      valueName: "share-or-rows"))
  var from = "0.75"
  @Option(
    help: "tanh or relu, of an Elman network, whose weights do not tell. (default: tanh, and the result says so)")
  var nonlinearity: Nonlinearity?
  @Flag(help: "Print the result as JSON.") var json = false
  @Option(help: ArgumentHelp("Write the result as a page of HTML, too.", valueName: "file")) var html: String?
  @Option(help: ArgumentHelp("Write the figure of the page by itself, too.", valueName: "file")) var svg: String?
  @OptionGroup var threads: ThreadOption

  func validate() throws { _ = try request() }

  func run() async throws {
    let (request, threads) = (try request(), threads.count)
    let probe = try await interruptible { try await request.run(threads: threads) }
    if let html { try writeFile(try probe.html, to: html) }
    if let svg { try writeFile(probe.figure.svg, to: svg) }
    print(json ? try probe.json : probe.text, terminator: "")
  }

  private func request() throws -> ProbeRequest {
    var request = ProbeRequest(model: model, data: data)
    guard let from = ProbeRequest.HeldOutStart(from) else {
      throw ValidationError("--from is '\(from)': it must be a share between 0 and 1, or a number of rows")
    }
    request.from = from
    request.inputs = try Self.names(inputs, "inputs")
    request.targets = try Self.names(targets, "targets")
    request.nonlinearity = nonlinearity?.activation
    return request
  }

  private static func names(_ text: String?, _ option: String) throws -> [String] {
    guard let text else { return [] }
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    if names.contains("") {
      throw ValidationError("--\(option) is '\(text)': it must be names of columns with commas between")
    }
    return names
  }
}

/// σ of an Elman network of PyTorch.
enum Nonlinearity: String, ExpressibleByArgument, CaseIterable {
  case tanh, relu

  var activation: Activation { self == .tanh ? .tanh : .relu }
}
