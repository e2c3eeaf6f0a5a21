package import Files

extension CacheStore {
  /// Every good copy as recordings, for a folder of fixtures; and a sentence for each that is not good.
  package func recordings() throws(FileFault) -> (recordings: [Recording], problems: [String]) {
    let (items, problems) = try list()
    var (recordings, faults) = ([Recording](), problems)
    for item in items {
      switch holding(hash: item.key) {
      case .nothing: break
      case .damaged(let problem), .newer(let problem): faults.append(problem)
      case .copy(let entry, let body):
        let document = FixtureDocument(
          sha256: entry.sha256, url: entry.url, source: entry.source, headers: entry.requestHeaders,
          contentType: entry.headers["content-type"], retrievedAt: entry.fetchedAt, rows: entry.rows,
          first: entry.first, last: entry.last, keyHash: entry.key?.isRedacted == true ? item.key : nil)
        recordings.append(Recording(document, body: body))
      }
    }
    return (recordings, faults)
  }
}
