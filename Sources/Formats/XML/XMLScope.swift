import CXML2

/// Finds the elements of a row path, and the cells of the open row.
struct XMLScope {
  /// A step of a path, with names that can be compared with those of nodes.
  struct Step {
    var name: XMLNode.Name
    var tests: [(attribute: XMLNode.Name, value: UnsafePointer<xmlChar>?)]

    init(_ step: XMLStep, _ reader: borrowing XMLReader) {
      name = reader.name(step.name)
      tests = []
      for test in step.tests { tests.append((reader.name(test.attribute), test.value.flatMap { reader.constant($0) })) }
    }

    func matches(_ node: XMLNode) -> Bool {
      node.isNamed(name) && tests.allSatisfy { node.has($0.attribute, value: $0.value) }
    }
  }

  /// A cell: its path, and what was found in the open row.
  struct Cell {
    fileprivate let up: Int
    fileprivate let steps: [Step]
    fileprivate let attribute: XMLNode.Name?
    /// The number of steps that the open elements match.
    fileprivate var progress = 0
    fileprivate var takesText = false
    fileprivate(set) var isFound = false
    fileprivate(set) var bytes: [UInt8] = []
    /// Of the document.
    fileprivate(set) var line = 0

    fileprivate init(_ path: XMLCellPath, _ reader: borrowing XMLReader) {
      up = path.up
      var steps: [Step] = []
      for step in path.steps { steps.append(Step(step, reader)) }
      self.steps = steps
      attribute = path.attribute.map { reader.name($0) }
    }

    /// The element that the steps lead to.
    fileprivate mutating func arrive(at node: XMLNode, line: Int) {
      self.line = line
      if let attribute {
        isFound = node.append(attribute, to: &bytes)
      } else if node.isNull {
        isFound = true
      } else {
        takesText = true
      }
    }
  }

  private let isAnchored: Bool
  /// From the last step to the first, as the elements are checked upwards.
  private let way: [Step]
  private(set) var cells: [Cell]
  /// The depth of the open row; 0 if none is open.
  private(set) var depth = 0
  /// The line where it begins.
  private(set) var line = 0

  init(_ path: XMLRowPath, _ cells: [XMLCellPath], _ reader: borrowing XMLReader) {
    isAnchored = path.isAnchored
    var way: [Step] = []
    for step in path.steps.reversed() { way.append(Step(step, reader)) }
    self.way = way
    var all: [Cell] = []
    for cell in cells { all.append(Cell(cell, reader)) }
    self.cells = all
  }

  var isOpen: Bool { depth > 0 }

  /// Begins an element at `depth`, 1 for the root.
  mutating func start(_ node: XMLNode, depth: Int, line: Int) {
    if isOpen {
      for index in cells.indices { advance(&cells[index], node, depth, line) }
    } else if matches(node) {
      (self.depth, self.line) = (depth, line)
      for index in cells.indices { begin(&cells[index], node, line) }
    }
  }

  private func matches(_ node: XMLNode) -> Bool {
    var next: XMLNode? = node
    for step in way {
      guard let node = next, step.matches(node) else { return false }
      next = node.parent
    }
    return !isAnchored || next == nil
  }

  private func begin(_ cell: inout Cell, _ node: XMLNode, _ line: Int) {
    (cell.isFound, cell.takesText, cell.progress) = (false, false, 0)
    cell.bytes.removeAll(keepingCapacity: true)
    guard cell.steps.isEmpty else { return }
    var holder: XMLNode? = node
    for _ in 0..<cell.up { holder = holder?.parent }
    if let holder { cell.arrive(at: holder, line: line) }
  }

  private func advance(_ cell: inout Cell, _ node: XMLNode, _ depth: Int, _ line: Int) {
    guard !cell.isFound, cell.progress < cell.steps.count, depth == self.depth + cell.progress + 1,
      cell.steps[cell.progress].matches(node)
    else { return }
    cell.progress += 1
    if cell.progress == cell.steps.count { cell.arrive(at: node, line: line) }
  }

  /// Takes a text in the element at `depth`.
  mutating func text(_ node: XMLNode, depth: Int) {
    for index in cells.indices where cells[index].takesText && depth == self.depth + cells[index].steps.count {
      node.appendText(to: &cells[index].bytes)
    }
  }

  /// Ends the element at `depth`. True if it was the open row, whose cells are now complete.
  mutating func end(depth: Int) -> Bool {
    guard isOpen else { return false }
    for index in cells.indices where depth == self.depth + cells[index].progress {
      if cells[index].takesText, cells[index].progress == cells[index].steps.count {
        (cells[index].takesText, cells[index].isFound) = (false, true)
      }
      cells[index].progress = max(0, cells[index].progress - 1)
    }
    guard depth == self.depth else { return false }
    self.depth = 0
    return true
  }
}
