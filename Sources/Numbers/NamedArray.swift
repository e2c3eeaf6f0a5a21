/// An array of numbers with a name, as files of weights hold them.
package struct NamedArray: Sendable, Equatable {
  package var name: String
  /// The length of each axis; their product is the count of the numbers. Without axes there is one number.
  package var shape: [Int]
  /// The last index fastest.
  package var values: [Double]

  package init(name: String, shape: [Int], values: [Double]) {
    precondition(shape.reduce(1, *) == values.count, "an array has as many numbers as its shape says")
    (self.name, self.shape, self.values) = (name, shape, values)
  }

  /// `weight (16 × 1)`
  package var summary: String {
    "\(name) (" + (shape.isEmpty ? "a number" : shape.map(String.init).joined(separator: " × ")) + ")"
  }
}
