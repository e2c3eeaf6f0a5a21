/// The name of an element or an attribute.
struct XMLName: Sendable, Equatable {
  /// The namespace it is in; nil for a name written without prefix, which may be in any or in none.
  var namespace: String?
  var local: String
}

/// An element on the way: its name, and what is asked of its attributes.
struct XMLStep: Sendable, Equatable {
  struct Test: Sendable, Equatable {
    var attribute: XMLName
    /// Nil if it only has to be there.
    var value: String?
  }
  var name: XMLName
  var tests: [Test]
}

/// Which elements are wanted: the path that leads to them, as far as it matters.
///
///     path      = ["/"] step {"/" step}
///     step      = name {"[@" name ["=" text] "]"}
///     name      = [prefix ":"] local
///     text      = "'" … "'" | '"' … '"'
///
/// `observations/observation` are the elements of that name right inside an `observations`, wherever that is; with
/// `/` in front the first step is the root. `Cube[@currency='USD']` are those whose attribute has that value,
/// `Cube[@time]` those that have it at all. A name with a prefix matches by the namespace the prefix is bound to, a name
/// without one by itself, whatever namespace it is in.
package struct XMLRowPath: Sendable, Equatable, CustomStringConvertible {
  /// As it was written.
  package let description: String
  let isAnchored: Bool
  let steps: [XMLStep]

  /// - Parameters:
  ///   - text: the path.
  ///   - namespaces: from the prefixes that the path may use to the names of the namespaces.
  package init(_ text: String, namespaces: [String: String] = [:]) throws(PathFault) {
    var parser = XMLPathParser(text, namespaces)
    description = text
    isAnchored = parser.cursor.skip("/")
    steps = try parser.steps()
    guard parser.cursor.isAtEnd else { throw parser.cursor.fault("'/', '[' or the end") }
  }
}

/// Where a cell stands, seen from the element that is its row.
///
///     path      = {"../"} "@" name          an attribute of the row, of the element around it, of the one around that …
///               | step {"/" step} ["/@" name]      the text of an element inside the row, or an attribute of it
///               | "."                               the text of the row itself
///
/// Steps and names are those of `XMLRowPath`. The text of an element is what stands in it directly, not in elements
/// inside it. Of several that fit in one row, the first counts.
package struct XMLCellPath: Sendable, Equatable, CustomStringConvertible {
  /// As it was written.
  package let description: String
  /// How many elements out of the row.
  let up: Int
  /// Into the row; empty if `up` is not 0.
  let steps: [XMLStep]
  /// Nil for the text of the element.
  let attribute: XMLName?

  /// - Parameters:
  ///   - text: the path.
  ///   - namespaces: from the prefixes that the path may use to the names of the namespaces.
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

/// As in XML, but for what no file of numbers uses.
private func isNamePart(_ character: Character) -> Bool {
  character.isLetter || character.isNumber || "_-.".contains(character)
}

private func isName(_ text: String) -> Bool { text.first.map { $0.isLetter || $0 == "_" } ?? false }
