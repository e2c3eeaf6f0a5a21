extension CacheKey {
  /// The differences of a stored request from this one, the most important first, and their weight.
  func differences(in kept: CacheKey) -> (distance: Int, words: [String]) {
    var distance = 0
    var words: [String] = []
    func compare(_ name: String, _ there: String?, _ here: String?, weight: Int) {
      guard there != here else { return }
      distance += weight
      switch (there, here) {
      case (let there?, let here?): words.append("\(name) is '\(there)' there, '\(here)' in the request")
      case (let there?, nil): words.append("\(name) is '\(there)' there, missing in the request")
      case (nil, let here?): words.append("\(name) is missing there, '\(here)' in the request")
      case (nil, nil): break
      }
    }
    compare("the scheme", kept.scheme, scheme, weight: 1)
    compare("the host", kept.host, host, weight: 12)
    compare("the path", kept.path, path, weight: 6)
    let isSameSource = kept.source.prefix { $0 != "/" } == source.prefix { $0 != "/" }
    compare("the source", kept.source, source, weight: isSameSource ? 1 : 4)
    let names = (kept.query + query).map { $0.name }
    for name in Set(names).sorted() {
      compare("the parameter " + name, kept.value(of: name), value(of: name), weight: 1)
    }
    for name in Set(kept.headers.keys).union(headers.keys).sorted() {
      compare("the header " + name, kept.headers[name], headers[name], weight: 2)
    }
    return (distance, words)
  }

  /// The value of a parameter; several of one name are joined.
  private func value(of name: String) -> String? {
    let values = query.filter { $0.name == name }.map {
      Redactor().isSuspect(name) ? Redactor.mark : String($0.tail.dropFirst())
    }
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }
}

/// A stored document that may be the one that was meant.
package struct NearMiss {
  var key: CacheKey
  /// Its file or source.
  var name: String
  /// Its rows, dates and age.
  var about: String

  /// The documents most similar to a key, at most three, in a sentence; empty if there are none.
  static func words(for key: CacheKey, among kept: [NearMiss]) -> String {
    let source = key.source.prefix { $0 != "/" }
    let ranked = kept.filter { $0.key.host == key.host || $0.key.source.prefix { $0 != "/" } == source }
      .map { (miss: $0, differences: key.differences(in: $0.key)) }
      .sorted {
        ($0.differences.distance, $0.miss.key.url, $0.miss.name) < (
          $1.differences.distance, $1.miss.key.url, $1.miss.name
        )
      }
    return ranked.prefix(3).map { near in
      "\(near.miss.name) (\(near.miss.key.url), \(near.miss.about)): "
        + near.differences.words.prefix(3).joined(separator: "; ")
    }.joined(separator: ". ")
  }
}
