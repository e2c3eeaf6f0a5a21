/// The words of a command line, without a shell: spaces part them; what stands between two `'` or two `"` is kept as it
/// is, spaces included, and joins what it touches; nothing else has a meaning, neither `$` nor `*` nor `\`.
///
/// Nil for a quote that is not closed.
package func commandWords(_ text: String) -> [String]? {
  var words: [String] = []
  var word: String?
  var quote: Character?
  for character in text {
    if let open = quote {
      if character == open { quote = nil } else { word?.append(character) }
    } else if character == "'" || character == "\"" {
      quote = character
      word = word ?? ""
    } else if character == " " || character == "\t" {
      if let ended = word { words.append(ended) }
      word = nil
    } else {
      word = (word ?? "") + String(character)
    }
  }
  if quote != nil { return nil }
  if let word { words.append(word) }
  return words
}
