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

/// The candidate that somebody who typed `word` most likely meant, or nil where none is near.
///
/// Near: at most one edit for every three letters of the longer word, and one edit in any case; upper and lower
/// case are the same. Of equally near ones the first.
public func nearest(to word: String, among candidates: [String]) -> String? {
  let typed = word.lowercased()
  var best: (candidate: String, distance: Int)?
  for candidate in candidates {
    let limit = max(1, max(typed.count, candidate.count) / 3)
    // A difference in length is a lower bound, and keeps a text of any size from being compared at all.
    guard (typed.count - candidate.count).magnitude <= limit else { continue }
    let distance = editDistance(typed, candidate.lowercased())
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.candidate
}
