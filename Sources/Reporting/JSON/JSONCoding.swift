extension JSON {
  /// Any encodable value; dictionaries with String or Int keys become objects, as in Foundation's encoder.
  package init(encoding value: some Encodable) throws {
    let node = Node()
    try value.encode(to: TreeEncoder(node: node, codingPath: []))
    self = node.value
  }
}

/// A class, since an `Encoder` hands out containers that share what they write to.
private final class Node {
  enum Content {
    case leaf(JSON)
    case list([Node])
    case members([String: Node])
  }
  var content = Content.leaf(.null)

  var value: JSON {
    switch content {
    case .leaf(let value): value
    case .list(let items): .array(items.map(\.value))
    case .members(let members): .object(members.mapValues(\.value))
    }
  }

  func member(_ key: String) -> Node {
    let node = Node()
    var members: [String: Node] = [:]
    if case .members(let present) = content { members = present }
    content = .leaf(.null)  // now the dictionary has one owner and grows in place
    members[key] = node
    content = .members(members)
    return node
  }

  func item() -> Node {
    let node = Node()
    var items: [Node] = []
    if case .list(let present) = content { items = present }
    content = .leaf(.null)  // as above
    items.append(node)
    content = .list(items)
    return node
  }

  func beginMembers() { if case .members = content {} else { content = .members([:]) } }
  func beginList() { if case .list = content {} else { content = .list([]) } }

  func encode(_ value: some Encodable, _ path: [any CodingKey]) throws {
    if let atom = JSON(atom: value) {
      content = .leaf(atom)
    } else {
      try value.encode(to: TreeEncoder(node: self, codingPath: path))
    }
  }
}

extension JSON {
  /// What has no parts, or nil.
  fileprivate init?(atom value: some Encodable) {
    switch value {
    case let value as Bool: self = .bool(value)
    case let value as String: self = .string(value)
    case let value as Double: self = .number(value)
    case let value as Float: self = .single(value)
    case let value as UInt64: self = .natural(value)
    case let value as any FixedWidthInteger:
      if let whole = Int64(exactly: value) { self = .integer(whole) } else { self = .natural(UInt64(clamping: value)) }
    default: return nil
    }
  }
}

private struct TreeEncoder: Encoder {
  let node: Node
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.beginMembers()
    return KeyedEncodingContainer(Members<Key>(node: node, codingPath: codingPath))
  }
  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.beginList()
    return List(node: node, codingPath: codingPath)
  }
  func singleValueContainer() -> any SingleValueEncodingContainer { Single(node: node, codingPath: codingPath) }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: Node
  let codingPath: [any CodingKey]

  func encodeNil(forKey key: Key) { node.member(key.stringValue).content = .leaf(.null) }
  func encode(_ value: some Encodable, forKey key: Key) throws {
    try node.member(key.stringValue).encode(value, codingPath + [key])
  }
  func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws { try orNull(value, key) }
  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    TreeEncoder(node: node.member(key.stringValue), codingPath: codingPath + [key]).container(keyedBy: type)
  }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    TreeEncoder(node: node.member(key.stringValue), codingPath: codingPath + [key]).unkeyedContainer()
  }
  func superEncoder() -> any Encoder { TreeEncoder(node: node.member("super"), codingPath: codingPath) }
  func superEncoder(forKey key: Key) -> any Encoder {
    TreeEncoder(node: node.member(key.stringValue), codingPath: codingPath + [key])
  }
}

/// nil is null, not absent: every setting shows in a report. For each of these types the protocol would leave the key out;
/// they are all that engram's own values have.
extension Members {
  fileprivate func orNull(_ value: (some Encodable)?, _ key: Key) throws {
    if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
  }
  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try orNull(value, key) }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws { try orNull(value, key) }
  func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try orNull(value, key) }
  func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try orNull(value, key) }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try orNull(value, key) }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try orNull(value, key) }
}

private struct List: UnkeyedEncodingContainer {
  let node: Node
  let codingPath: [any CodingKey]

  var count: Int { if case .list(let items) = node.content { items.count } else { 0 } }

  func encodeNil() { node.item().content = .leaf(.null) }
  func encode(_ value: some Encodable) throws { try node.item().encode(value, codingPath) }
  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    TreeEncoder(node: node.item(), codingPath: codingPath).container(keyedBy: type)
  }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    TreeEncoder(node: node.item(), codingPath: codingPath).unkeyedContainer()
  }
  func superEncoder() -> any Encoder { TreeEncoder(node: node.item(), codingPath: codingPath) }
}

private struct Single: SingleValueEncodingContainer {
  let node: Node
  let codingPath: [any CodingKey]

  func encodeNil() { node.content = .leaf(.null) }
  func encode(_ value: some Encodable) throws { try node.encode(value, codingPath) }
}
