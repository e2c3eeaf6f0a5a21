// The JSON that engram writes. Foundation's encoder cannot write it: it leaves out what is nil, where a report shows every
// setting, and refuses NaN, which is null here; it puts each number of a long list on a line of its own. Reading is
// Foundation's (JSONDecoder), except for exact numbers with their places, which are DataSources' JSONDocument.

/// A JSON value, and the one way it is written: keys sorted, the shortest digits that read back exactly, null for NaN, two
/// spaces of indent, short lists and objects on one line. The same value is always the same text.
package indirect enum JSON: Equatable {
  case null
  case bool(Bool)
  case integer(Int64)
  case natural(UInt64)
  case number(Double)
  /// A Float keeps its own, shorter digits.
  case single(Float)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// The same without one member, which is found by its name and those of the objects around it.
  package func removing(_ path: String...) -> JSON { removing(path[...]) }

  private func removing(_ path: ArraySlice<String>) -> JSON {
    guard case .object(var members) = self, let name = path.first else { return self }
    members[name] = path.count == 1 ? nil : members[name]?.removing(path.dropFirst())
    return .object(members)
  }

  /// The document, with a line break at its end.
  package var text: String {
    var out = ""
    write(to: &out, indent: 0)
    return out + "\n"
  }

  private static let lineWidth = 120

  private func write(to out: inout String, indent: Int) {
    if let line = line(atMost: JSON.lineWidth - indent) {
      out += line
      return
    }
    let inner = String(repeating: " ", count: indent + 2)
    let close = String(repeating: " ", count: indent)
    switch self {
    case .array(let items):
      for (index, item) in items.enumerated() {
        out += (index == 0 ? "[\n" : ",\n") + inner
        item.write(to: &out, indent: indent + 2)
      }
      out += "\n" + close + "]"
    case .object(let members):
      for (index, key) in members.keys.sorted(by: JSON.precedes).enumerated() {
        out += (index == 0 ? "{\n" : ",\n") + inner + JSON.quoted(key) + ": "
        (members[key] ?? .null).write(to: &out, indent: indent + 2)
      }
      out += "\n" + close + "}"
    default: out += line(atMost: .max) ?? "null"
    }
  }

  /// The value on one line, or nil where that is longer than `limit` (an atom has no other form).
  private func line(atMost limit: Int) -> String? {
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return String(value)
    case .natural(let value): return String(value)
    case .number(let value): return value.isFinite ? JSON.plain(value.description) : "null"
    case .single(let value): return value.isFinite ? JSON.plain(value.description) : "null"
    case .string(let value): return JSON.quoted(value)
    case .array(let items):
      return JSON.joined(items.lazy.map { ("", $0) }, "[", "]", limit)
    case .object(let members):
      let keys = members.count * 4 > limit ? [] : members.keys.sorted(by: JSON.precedes)
      if keys.isEmpty && !members.isEmpty { return nil }
      return JSON.joined(keys.lazy.map { (JSON.quoted($0) + ": ", members[$0] ?? .null) }, "{", "}", limit)
    }
  }

  private static func joined(
    _ parts: some Sequence<(String, JSON)>, _ open: String, _ close: String, _ limit: Int
  ) -> String? {
    var out = open
    for (key, item) in parts {
      if out.utf8.count > 1 { out += ", " }
      out += key
      guard let text = item.line(atMost: limit - out.utf8.count - 1) else { return nil }
      out += text
      if out.utf8.count >= limit { return nil }
    }
    return out + close
  }

  /// By Unicode scalars: the order of no locale.
  private static func precedes(_ a: String, _ b: String) -> Bool {
    a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars)
  }

  /// `3.0` as `3`.
  private static func plain(_ text: String) -> String { text.hasSuffix(".0") ? String(text.dropLast(2)) : text }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\r": out += "\\r"
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}

// MARK: - Reading

extension JSON: Decodable {
  /// Any value; a number is whole where it can be.
  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let flag = try? value.decode(Bool.self) {
      self = .bool(flag)
    } else if let text = try? value.decode(String.self) {
      self = .string(text)
    } else if let whole = try? value.decode(Int64.self) {
      self = .integer(whole)
    } else if let natural = try? value.decode(UInt64.self) {
      self = .natural(natural)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let items = try? value.decode([JSON].self) {
      self = .array(items)
    } else {
      self = .object(try value.decode([String: JSON].self))
    }
  }
}

extension JSON {
  /// On one line, a string without quotes, for readers.
  package var summary: String {
    switch self {
    case .null: "not set"
    case .string(let text): text
    case .array(let items): items.isEmpty ? "none" : items.map(\.summary).joined(separator: ", ")
    case .object(let members):
      members.isEmpty
        ? "none" : members.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.summary)" }.joined(separator: ", ")
    default: String(text.dropLast())
    }
  }
}
