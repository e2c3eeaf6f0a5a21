import DataSources
import Formats
package import Memory
package import Numbers
package import Recurrence
import TimeSeries

/// A network in a file, and the table that it is probed on.
package struct ProbeRequest: Sendable {
  /// The path of a safetensors file.
  package var model: String
  /// The path of a table with a column for each input and each target, or a source `csv:PATH?option=value`.
  package var data: String
  /// The columns that the network reads, in its order; empty to find out.
  package var inputs: [String] = []
  /// The columns that it gives, in its order; empty to find out.
  package var targets: [String] = []
  /// Where the held-out part begins.
  package var from = HeldOutStart.share(0.75)
  /// σ of Elman's cell; nil for tanh, which the result then calls assumed.
  package var nonlinearity: Activation?

  /// The rows before the held-out part.
  package enum HeldOutStart: Sendable, Equatable {
    case share(Double)
    case rows(Int)

    /// `0.75`, a share of the rows, or `2250`.
    package init?(_ text: String) {
      if let rows = Int(text), rows > 0 {
        self = .rows(rows)
      } else if let share = Double(text), share > 0, share < 1 {
        self = .share(share)
      } else {
        return nil
      }
    }

    func count(of rows: Int) -> Int {
      switch self {
      case .share(let share): Int(Double(rows) * share)
      case .rows(let count): count
      }
    }
  }

  package init(model: String, data: String) { (self.model, self.data) = (model, data) }

  /// Reads both files and probes the network.
  ///
  /// - Throws: `FormatError`, `SourceError` or `ProbeError` with one sentence; `CancellationError`.
  package func run(threads: Int) async throws -> Probe {
    let (network, data) = try await read()
    return try await Probe(of: network, on: data, nonlinearityIsAssumed: nonlinearity == nil, threads: threads)
  }

  /// The network, and the columns of the table that it reads and gives.
  package func read() async throws -> (network: StackedNetwork, data: ProbeData) {
    let network = try network()
    return (network, try await table().data(for: network, self))
  }

  private func network() throws -> StackedNetwork {
    let file = try SafetensorsFile(path: model)
    let network: StackedNetwork
    do throws(StateDictError) {
      network = try StackedNetwork(stateDict: file.arrays, nonlinearity: nonlinearity ?? .tanh)
    } catch {
      throw ProbeError(error, in: model)
    }
    if nonlinearity == .relu, network.cell.isGated {
      throw ProbeError(
        "--nonlinearity is relu, and a \(network.cell.rawValue.uppercased()) has gates with activations of their own",
        "Leave it out", isOfOptions: true)
    }
    return network
  }

  private func table() async throws -> ProbeTable {
    let request =
      data.hasPrefix("csv:")
      ? try SourceRequest(parsing: data) : SourceRequest(name: nil, adapter: "csv", argument: data, options: [])
    return ProbeTable(series: try await CSVSource(request).series(in: SourceEnvironment()), path: data)
  }
}

/// The columns of a table, and which of them a network reads and gives.
struct ProbeTable {
  let series: [Series]
  let path: String

  private var names: [String] { series.map(\.name) }

  /// - Throws: `ProbeError` where the columns do not fit the network.
  func data(for network: StackedNetwork, _ request: ProbeRequest) throws(ProbeError) -> ProbeData {
    let (inputs, targets) = try columns(network.inputs, network.outputs, request)
    let rows = series.first?.values.count ?? 0
    // Without targets of its own, each row is held against the next.
    let isNext = targets.isEmpty
    let used = isNext ? max(0, rows - 1) : rows
    func values(_ columns: [Int], after shift: Int) -> [Double] {
      (0..<used).flatMap { row in columns.map { series[$0].values[row + shift] } }
    }
    return try ProbeData(
      inputNames: inputs.map { names[$0] },
      targetNames: isNext ? inputs.map { "next " + names[$0] } : targets.map { names[$0] },
      inputs: values(inputs, after: 0), targets: isNext ? values(inputs, after: 1) : values(targets, after: 0),
      heldOutFrom: request.from.count(of: used))
  }

  /// The numbers of the columns; no targets where the network predicts the next row of its inputs.
  private func columns(
    _ D: Int, _ O: Int, _ request: ProbeRequest
  ) throws(ProbeError) -> (inputs: [Int], targets: [Int]) {
    var inputs = try numbers(of: request.inputs, "inputs")
    var targets = try numbers(of: request.targets, "targets")
    if inputs.isEmpty {
      let others = series.indices.filter { !targets.contains($0) }
      inputs = targets.isEmpty ? Array(others.prefix(D)) : others
    }
    if targets.isEmpty {
      let others = series.indices.filter { !inputs.contains($0) }
      targets = others.isEmpty && D == O ? [] : others
    }
    guard inputs.count == D else { throw misfit("reads \(counted(D, "column"))", "inputs", inputs) }
    guard targets.count == O || targets.isEmpty && D == O else {
      throw misfit("gives \(counted(O, "column"))", "targets", targets)
    }
    return (inputs, targets)
  }

  private func numbers(of wanted: [String], _ option: String) throws(ProbeError) -> [Int] {
    var numbers: [Int] = []
    for name in wanted {
      guard let number = names.firstIndex(of: name) else {
        throw ProbeError(
          "--\(option) names '\(name)', which is no column of \(path)",
          nearest(to: name, among: names).map { "Did you mean '\($0)'?" }
            ?? "There are: \(names.joined(separator: ", "))",
          isOfOptions: true)
      }
      guard !numbers.contains(number) else {
        throw ProbeError("--\(option) names '\(name)' twice", "Name each column once", isOfOptions: true)
      }
      numbers.append(number)
    }
    return numbers
  }

  private func misfit(_ network: String, _ option: String, _ found: [Int]) -> ProbeError {
    ProbeError(
      "the network \(network), and the \(option) are \(found.isEmpty ? "none" : found.map { names[$0] }.joined(separator: ","))",
      "Name them with --\(option), in the network's order; \(path) has the columns \(names.joined(separator: ", "))",
      isOfOptions: true)
  }
}
