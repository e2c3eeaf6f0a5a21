import Numbers
import Testing

@Suite("The distance between two words")
struct EditDistanceTests {
  // The first three are textbook examples; the fourth is where the restricted form (3) and the full one (2) part.
  static let known: [(String, String, Int)] = [
    ("kitten", "sitting", 3), ("saturday", "sunday", 3), ("flaw", "lawn", 2), ("ca", "abc", 3),
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abcd", "abdc", 1), ("väg", "vag", 1),
  ]

  @Test("is the known one", arguments: known)
  func distances(a: String, b: String, expected: Int) {
    #expect(editDistance(a, b) == expected)
  }

  @Test("is zero for equals alone, symmetric, and one after one edit", arguments: 1...20)
  func laws(seed: UInt64) {
    var stream = RandomStream(seed: seed)
    let letters = Array("abc")
    let a = (0..<stream.index(below: 8)).map { _ in letters[stream.index(below: 3)] }
    let b = (0..<stream.index(below: 8)).map { _ in letters[stream.index(below: 3)] }
    let distance = editDistance(String(a), String(b))
    #expect((distance == 0) == (a == b))
    #expect(distance == editDistance(String(b), String(a)))
    #expect(distance >= (a.count - b.count).magnitude && distance <= max(a.count, b.count))
    var longer = a
    longer.insert("x", at: stream.index(below: a.count + 1))
    #expect(editDistance(String(a), String(longer)) == 1)
  }

  @Test("picks the word that was meant, or none")
  func suggestion() {
    let names = ["rows", "columns", "seed", "burn-in"]
    #expect(nearest(to: "row", among: names) == "rows")
    #expect(nearest(to: "coloumns", among: names) == "columns")
    #expect(nearest(to: "SEDE", among: names) == "seed")
    #expect(nearest(to: "delimiter", among: names) == nil)
    #expect(nearest(to: "", among: names) == nil)
    #expect(nearest(to: "x", among: []) == nil)
    #expect(nearest(to: "cat", among: ["car", "cap"]) == "car")
    #expect(nearest(to: String(repeating: "a", count: 1_000_000), among: names) == nil)
  }
}
