extension CacheKey {
  /// In what a kept request differs from this one, most telling first, and how far apart that makes them.
  func differences(in kept: CacheKey) -> (distance: Int, words: [String]) {
    var distance = 0
    var words: [String] = []
    func compare(_ name: String, _ there: String?, _ here: String?, weight: Int) {
      guard there != here else { return }
      distance += weight
      switch (there, here) {
      case (let there?, let here?): words.append("\(name) is '\(there)' there, '\(here)' was asked for")
      case (let there?, nil): words.append("\(name) is '\(there)' there, none was asked for")
      case (nil, let here?): words.append("\(name) is missing there, '\(here)' was asked for")
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

  /// What a parameter is set to; several of one name are joined.
  private func value(of name: String) -> String? {
    let values = query.filter { $0.name == name }.map {
      Redactor().isSuspect(name) ? Redactor.mark : String($0.tail.dropFirst())
    }
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }
}

/// Something kept that a missed request may have meant.
package struct NearMiss {
  var key: CacheKey
  /// Its file, or what else it is called by.
  var name: String
  /// When it came, what it spans.
  var about: String

  /// The kept things nearest to a key, at most three, in words; "" where there are none.
  static func words(for key: CacheKey, among kept: [NearMiss]) -> String {
    let ranked = kept.map { (miss: $0, differences: key.differences(in: $0.key)) }
      .filter {
        $0.miss.key.host == key.host || $0.miss.key.source.prefix { $0 != "/" } == key.source.prefix { $0 != "/" }
      }
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
