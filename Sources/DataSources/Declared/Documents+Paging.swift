import Files
import Formats
import TimeSeries

extension Documents {
  /// The series of all pages, one below the other. Ends with the page that says so, with one of fewer rows than a page has,
  /// or with an empty one.
  ///
  /// A page that repeats an earlier one, and pages beyond the limits of number and bytes, are errors: the series would not
  /// be whole.
  mutating func pages(
    of plan: DocumentPlan, _ paging: Paging, until limit: Timestamp?, origin: Origin, name: String?
  ) async throws -> [Series] {
    var page = try await self.page(of: plan, plan.request, origin: origin, name: name)
    var whole = page.series
    var progress = Paging.Progress(url: plan.request.url)
    var seen: Set<String> = [page.document.sha256]
    var bytes = 0
    progress.take(page)
    while true {
      bytes += page.document.body.count
      guard bytes <= plan.request.maximumBytes else {
        throw plan.fault(
          .tooLarge, "its pages have more than \(plan.request.maximumBytes) bytes",
          "Ask for a shorter range, or raise max_bytes of the source")
      }
      let before = (progress.first, progress.last)
      guard let url = try await following(plan, progress, paging, limit) else { break }
      guard progress.pages < paging.most else {
        throw plan.fault(
          .tooLarge, "there are more than \(paging.most) pages", "Ask for a shorter range, or raise pages.most")
      }
      do {
        page = try await self.page(of: plan, plan.request.page(url), origin: origin, name: name)
      } catch SourceError.fetch(let error) where error.kind == .empty {
        break
      }
      progress.url = url
      progress.pages += 1
      progress.take(page)
      guard seen.insert(page.document.sha256).inserted, paging.hasMoved(from: before, to: progress) else {
        throw plan.fault(
          .notData, "page \(progress.pages) repeats an earlier one: \(url)",
          "Check 'pages' of the declaration: the server does not follow it")
      }
      whole = try whole.with(page: page.series, of: plan, progress.pages)
    }
    if progress.pages > 1 {
      for index in whole.indices { whole[index].origin.notes.append("read from \(progress.pages) pages") }
    }
    return whole
  }

  private func following(
    _ plan: DocumentPlan, _ progress: Paging.Progress, _ paging: Paging, _ limit: Timestamp?
  ) async throws -> String? {
    do throws(FetchError) { return try paging.next(after: progress, until: limit) } catch {
      throw SourceError.fetch(error)
    }
  }
}

extension Paging.Progress {
  fileprivate mutating func take(_ page: Documents.Page) {
    let times = page.series.first?.times ?? []
    (pageRows, first, last) = (times.count, times.min(), times.max())
    rows += times.count
    body = page.document.body
  }
}

extension Paging {
  /// Whether pages by time go on in their direction.
  fileprivate func hasMoved(from before: (Timestamp?, Timestamp?), to progress: Progress) -> Bool {
    switch step {
    case .after:
      guard let old = before.1, let new = progress.last else { return true }
      return new > old
    case .before:
      guard let old = before.0, let new = progress.first else { return true }
      return new < old
    default: return true
    }
  }
}

extension [Series] {
  /// With the rows of another page below.
  fileprivate func with(page: [Series], of plan: DocumentPlan, _ number: Int) throws -> [Series] {
    guard map(\.name) == page.map(\.name) else {
      throw plan.fault(.notData, "page \(number) has other series than the first", "Open both pages")
    }
    var whole = self
    for index in indices {
      // A page whose only row is at midnight looks like one of days.
      let kinds = Set([whole[index].resolution, page[index].resolution])
      guard kinds.count == 1 || kinds == [.day, .instant] else {
        throw plan.fault(.notData, "page \(number) has dates of another kind than the first", "Open both pages")
      }
      if kinds.count > 1 { (whole[index].resolution, whole[index].observed) = (.instant, nil) }
      whole[index].times += page[index].times
      whole[index].values += page[index].values
      whole[index].origin.documents += page[index].origin.documents
      for note in page[index].origin.notes where !whole[index].origin.notes.contains(note) {
        whole[index].origin.notes.append(note)
      }
    }
    return whole
  }
}

extension DocumentPlan {
  fileprivate func fault(_ kind: FetchError.Kind, _ problem: String, _ advice: String) -> SourceError {
    .fetch(FetchError(kind, url: request.url, problem: problem, advice: advice))
  }
}
