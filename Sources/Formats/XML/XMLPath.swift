/// The name of an element or an attribute.
struct XMLName: Sendable, Equatable {
  /// Its namespace; nil for a name without prefix, which matches in any namespace.
  var namespace: String?
  var local: String
}

/// A step of a path: the name of an element and tests of its attributes.
struct XMLStep: Sendable, Equatable {
  struct Test: Sendable, Equatable {
    var attribute: XMLName
    /// Nil if the attribute must only exist.
    var value: String?
  }
  var name: XMLName
  var tests: [Test]
}

/// The path of elements, from any element around them.
///
///     path      = ["/"] step {"/" step}
///     step      = name {"[@" name ["=" text] "]"}
///     name      = [prefix ":"] local
///     text      = "'" … "'" | '"' … '"'
///
/// `observations/observation` matches every `observation` directly inside an `observations`; with a leading `/` the first
/// step is the root. `Cube[@currency='USD']` matches by the value of an attribute, `Cube[@time]` by its presence. A name
/// with a prefix matches in the namespace of the prefix, a name without one in any namespace.
package struct XMLRowPath: Sendable, Equatable, CustomStringConvertible {
  /// As it was written.
  package let description: String
  let isAnchored: Bool
  let steps: [XMLStep]

  /// - Parameters:
  ///   - text: the path.
  ///   - namespaces: the names of the namespaces by the prefixes that the path may use.
  package init(_ text: String, namespaces: [String: String] = [:]) throws(PathFault) {
    var parser = XMLPathParser(text, namespaces)
    description = text
    isAnchored = parser.cursor.skip("/")
    steps = try parser.steps()
    guard parser.cursor.isAtEnd else { throw parser.cursor.fault("'/', '[' or the end") }
  }
}

/// The path from a row to one of its cells.
///
///     path      = {"../"} "@" name          an attribute of the row, of the element around it, of the one around that …
///               | step {"/" step} ["/@" name]      the text of an element inside the row, or an attribute of it
///               | "."                               the text of the row itself
///
/// Steps and names are those of `XMLRowPath`. The text of an element does not include that of elements inside it. If
/// several cells of a row match, the first counts.
package struct XMLCellPath: Sendable, Equatable, CustomStringConvertible {
  /// As it was written.
  package let description: String
  /// The number of elements to go up from the row.
  let up: Int
  /// The steps into the row; empty if `up` is not 0.
  let steps: [XMLStep]
  /// Nil for the text of the element.
  let attribute: XMLName?

  /// - Parameters:
  ///   - text: the path.
  ///   - namespaces: the names of the namespaces by the prefixes that the path may use.
  package init(_ text: String, namespaces: [String: String] = [:]) throws(PathFault) {
    var parser = XMLPathParser(text, namespaces)
    var (up, steps, attribute) = (0, [XMLStep](), XMLName?.none)
    description = text
    while parser.cursor.skip("../") { up += 1 }
    if parser.cursor.skip("@") {
      attribute = try parser.name()
    } else if up > 0 {
      throw parser.cursor.fault("'@' and the name of an attribute")
    } else if !parser.cursor.skip(".") {
      steps = try parser.steps()
      if parser.cursor.skip("/@") { attribute = try parser.name() }
    }
    guard parser.cursor.isAtEnd else { throw parser.cursor.fault("the end") }
    (self.up, self.steps, self.attribute) = (up, steps, attribute)
  }
}

private struct XMLPathParser {
  var cursor: PathCursor
  let namespaces: [String: String]

  init(_ text: String, _ namespaces: [String: String]) { (cursor, self.namespaces) = (PathCursor(text), namespaces) }

  /// Stops before a `/@`.
  mutating func steps() throws(PathFault) -> [XMLStep] {
    var steps = [try step()]
    while cursor.next("/") {
      var ahead = cursor
      if ahead.skip("/@") { break }
      _ = cursor.skip("/")
      steps.append(try step())
    }
    return steps
  }

  private mutating func step() throws(PathFault) -> XMLStep {
    var step = XMLStep(name: try name(), tests: [])
    while cursor.skip("[") {
      guard cursor.skip("@") else { throw cursor.fault("'@' and the name of an attribute") }
      var test = XMLStep.Test(attribute: try name())
      if cursor.skip("=") {
        guard let text = try cursor.quoted() else { throw cursor.fault("a text in quotes") }
        test.value = text
      }
      guard cursor.skip("]") else { throw cursor.fault(test.value == nil ? "'=' or ']'" : "']'") }
      step.tests.append(test)
    }
    return step
  }

  mutating func name() throws(PathFault) -> XMLName {
    let start = cursor.position
    let first = cursor.take(while: isNamePart)
    guard isName(first) else { throw cursor.fault("a name", at: start) }
    guard cursor.skip(":") else { return XMLName(local: first) }
    guard let namespace = namespaces[first] else {
      let bound = namespaces.keys.sorted().joined(separator: ", ")
      let others = bound.isEmpty ? "none is bound" : "bound are: \(bound)"
      throw cursor.fault("a prefix that is bound to a namespace (\(others))", at: start)
    }
    let second = cursor.position
    let local = cursor.take(while: isNamePart)
    guard isName(local) else { throw cursor.fault("a name", at: second) }
    return XMLName(namespace: namespace, local: local)
  }
}

/// The characters of XML names that files of numbers use.
private func isNamePart(_ character: Character) -> Bool {
  character.isLetter || character.isNumber || "_-.".contains(character)
}

private func isName(_ text: String) -> Bool { text.first.map { $0.isLetter || $0 == "_" } ?? false }
