import FoundationEssentials

/// The files of Tests/Golden; beside each stands the script that made it.
package enum Golden {
  /// What a JSON file says. Without it no test of a suite means anything, so that a fault ends the run.
  package static func read<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) -> Value {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Golden/\(name).json")
    do {
      return try JSONDecoder().decode(Value.self, from: Data(contentsOf: file))
    } catch {
      fatalError("\(file.path): \(error)")
    }
  }
}
