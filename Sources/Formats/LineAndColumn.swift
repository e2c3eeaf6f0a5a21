/// Where a byte stands, both from 1, the column in bytes.
func lineAndColumn(of position: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
  let before = bytes[..<position]
  let lineStart = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
  return (1 + before.count { $0 == 10 }, position - lineStart + 1)
}
