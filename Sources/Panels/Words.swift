import Numbers

// Numbers in the sentences of errors and diagnostics.

/// `1 row`, `2 rows`.
func counted(_ count: Int, _ noun: String) -> String { "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")" }

/// A number as it was typed: `3` for 3.0.
func plain(_ value: Double) -> String {
  let text = value.description
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// A number without the last digits that arithmetic leaves behind: `14164.53` for 14164.529999999999.
func spoken(_ value: Double) -> String {
  var text = figure(value, digits: 12)
  guard text.contains("."), !text.contains("e") else { return plain(value) }
  while text.last == "0" { text.removeLast() }
  if text.last == "." { text.removeLast() }
  return text
}

/// `5.9 %`, rounded to the nearest tenth.
func percent(_ count: Int, of total: Int) -> String {
  let tenths = (count * 1000 + total / 2) / max(total, 1)
  return "\(tenths / 10).\(tenths % 10) %"
}
