import Files

/// Using a copy instead of the server.
extension CacheRequest {
  /// The copy, if it is not older than the source allows; else throws the error of the server.
  func standIn(_ copy: Copy, for error: FetchError, _ check: Check) throws(FetchError) -> Answer {
    // An old copy must not hide a mistake or a cancellation by the user.
    if [.cancelled, .config, .unsafeURL].contains(error.kind) { throw error }
    var error = error
    if let entry = copy.entry, let freshness = copy.freshness {
      let limit = freshness.lifetime + request.staleIfErrorSeconds
      let day = UTCText.day(entry.confirmedAt)
      if max(freshness.age, freshness.sinceConfirmed) <= limit {
        // Without the age: the sentence is part of reports, which do not depend on the time.
        let warning = "\(key.url): served from the copy of \(day), because \(error.problem)"
        if let answer = use(copy, .stale, because: warning) { return answer }
      }
      error.problem += "; the copy of \(day) is too old to use (\(ageInWords(freshness.sinceConfirmed)))"
      error.advice += "; --offline uses it at any age"
    } else if fetcher.mode == .refresh {
      let (url, problem) = (key.url, error.problem)
      let answer = try recorded(check) {
        "\(url): served from the answer recorded on \(UTCText.day($0.retrievedAt)), because \(problem)"
      }
      if let answer { return answer }
    }
    if copy.entry == nil, let fault = copy.fault { error.problem += "; and \(fault.problem)" }
    throw error
  }

  /// The error for a host that refused an earlier request of the run, or whose name is not known.
  func again(_ refusal: FetchError) -> FetchError {
    if refusal.kind == .dns {
      return FetchError(.dns, url: key.url, problem: refusal.problem, advice: refusal.advice)
    }
    return FetchError(
      refusal.kind, url: key.url,
      problem: "\(key.host) refused an earlier request of this run and was not asked again: \(refusal.problem)",
      advice: refusal.advice)
  }

  /// The copy at any age; else an error with the most similar documents.
  func offline(_ copy: Copy) throws(FetchError) -> Answer {
    if let entry = copy.entry, let freshness = copy.freshness {
      let warning =
        "\(key.url): offline, and the copy of \(UTCText.day(entry.confirmedAt)) is no longer fresh"
      let isFresh = freshness.isFresh
      if let answer = use(copy, isFresh ? .fresh : .stale, because: isFresh ? nil : warning) { return answer }
    }
    if let fault = copy.fault { throw fault }
    let isReplay = !fetcher.fixtures.isEmpty && fetcher.store == nil
    let place = isReplay ? "was not recorded" : "is not in the cache, and engram is offline"
    throw FetchError(
      .offlineMiss, url: key.url, problem: "it \(place)" + nearest(),
      advice: isReplay ? "Record it with `engram fixture record`" : "Fetch it once without --offline")
  }

  /// The end of a sentence: the documents that are most like the one that is missing.
  private func nearest() -> String {
    do throws(FileFault) {
      let kept = try fetcher.store.map { (store) throws(FileFault) in try fetcher.run.documents(in: store) } ?? []
      let near = NearMiss.words(for: key, among: kept + fetcher.fixtures.flatMap { $0.nearMisses })
      return near.isEmpty ? "; nor is anything like it" : ". Nearest: \(near)"
    } catch {
      return "; whether anything like it is kept cannot be found out: \(error)"
    }
  }
}
