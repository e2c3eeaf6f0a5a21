/// How many single edits turn one word into the other: a letter inserted, dropped, replaced, or two neighbours
/// swapped (Damerau 1964, in the restricted form that edits no letter twice: optimal string alignment).
public func editDistance(_ a: String, _ b: String) -> Int {
  let (a, b) = (Array(a), Array(b))
  // Rows of the table of distances between a's first i and b's first j letters: i - 2, i - 1 and i.
  var (before, last, row) = ([Int](), Array(0...b.count), [Int]())
  for i in a.indices {
    row = [i + 1]
    for j in b.indices {
      var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
      row.append(best)
    }
    (before, last) = (last, row)
  }
  return last[b.count]
}

/// The candidate nearest to a mistyped `word`; nil where none is near.
///
/// Near: at most one edit per three letters of the longer word, and always one; case does not count. The first of equally
/// near ones.
public func nearest(to word: String, among candidates: [String]) -> String? {
  let typed = word.lowercased()
  var best: (candidate: String, distance: Int)?
  for candidate in candidates {
    let limit = max(1, max(typed.count, candidate.count) / 3)
    // The difference in length is a lower bound; it spares comparing long texts.
    guard (typed.count - candidate.count).magnitude <= limit else { continue }
    let distance = editDistance(typed, candidate.lowercased())
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.candidate
}
