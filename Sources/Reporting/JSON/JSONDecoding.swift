extension JSON: Decodable {
  /// Any value, as a decoder gives it: a number is whole where it can be.
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
  /// On one line, a string without quotes: for readers.
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
