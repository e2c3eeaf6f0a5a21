import Files
import Formats
package import TimeSeries

/// How a source that answers in pages is asked for the next one.
package struct Paging: Sendable, Equatable {
  package enum Step: Sendable, Equatable {
    /// The path, in JSON, of the URL of the next page, absolute or relative.
    case next(String)
    /// The path of a text that is sent back in the query; the last page has none.
    case cursor(path: String, query: String)
    /// Pages are counted.
    case number(query: String, first: Int)
    /// Rows are counted.
    case offset(query: String)
    /// The next page begins after the last time of the page before.
    case after(query: String, Form)
    /// The next page ends before the first time of the page before. `from` is where its beginning is sent, for servers that
    /// need both ends: as far back as the page before was long. No page is asked that ends before `until`, a date.
    case before(query: String, Form, from: String?, until: Template?)
  }
  /// How a time is written in the query.
  package enum Form: String, Sendable, CaseIterable {
    case milliseconds = "epoch_ms"
    case seconds = "epoch_s"
    case instant = "iso"
    case day = "yyyy-MM-dd"

    func text(_ time: Timestamp) -> String {
      switch self {
      case .milliseconds: String(time.ticks)
      case .seconds: String(time.ticks / 1000)
      case .instant: time.text(.instant)
      case .day: time.text(.day)
      }
    }

    /// The smallest step, in milliseconds.
    fileprivate var step: Int64 {
      switch self {
      case .milliseconds: 1
      case .seconds, .instant: 1000
      case .day: Timestamp.millisecondsPerDay
      }
    }
  }
  package var step: Step
  /// A page with fewer rows is the last; nil if only an empty page tells.
  var rows: Int?
  /// The most pages. The default is 100.
  var most = 100

  /// What was read so far.
  package struct Progress {
    /// The pages, from 1.
    package var pages = 1
    /// Rows of all pages.
    package var rows = 0
    /// Of the last page.
    package var pageRows = 0
    package var first: Timestamp?
    package var last: Timestamp?
    package var body: [UInt8] = []
    /// Of the last page.
    package var url: String

    /// The first page.
    package init(url: String) { self.url = url }
  }

  package init(_ step: Step) { self.step = step }

  /// The URL of the next page; nil after the last one.
  package func next(after progress: Progress, until limit: Timestamp?) throws(FetchError) -> String? {
    if let rows, progress.pageRows < rows { return nil }
    func address(_ items: [(String, String)]) -> String {
      items.reduce(progress.url) { withItem($0, $1.0, $1.1) }
    }
    switch step {
    case .next(let path):
      guard let link = text(path, progress) else { return nil }
      return try followed(link, progress.url)
    case .cursor(let path, let query):
      return text(path, progress).map { address([(query, $0)]) }
    case .number(let query, let first): return address([(query, String(first + progress.pages))])
    case .offset(let query): return address([(query, String(progress.rows))])
    case .after(let query, let form):
      return progress.last.map { address([(query, form.text($0.moved(form.step)))]) }
    case .before(let query, let form, let from, _):
      guard let first = progress.first, let last = progress.last else { return nil }
      let end = first.moved(-form.step)
      if let limit, end < limit { return nil }
      var items = [(query, form.text(end))]
      let (span, overflow) = last.ticks.subtractingReportingOverflow(first.ticks)
      let length = overflow ? .max : max(span, Timestamp.millisecondsPerDay)
      if let from { items.append((from, form.text(end.moved(-length)))) }
      return address(items)
    }
  }

  private func text(_ path: String, _ progress: Progress) -> String? {
    guard let path = try? JSONPath(path), let document = try? JSONDocument(progress.body, file: progress.url) else {
      return nil
    }
    return document.text(at: path).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A link of an answer, which may not lead to another server.
  private func followed(_ link: String, _ url: String) throws(FetchError) -> String {
    let target: WebAddress
    do throws(WebAddressFault) { target = try WebAddress(url).following(link) } catch {
      throw FetchError(
        .notData, url: url, problem: "the link to its next page, '\(printable(link))', is no URL",
        advice: "Check the path of pages.next in the declaration")
    }
    guard origin(target.text) == origin(url) else {
      throw FetchError(
        .unsafeURL, url: url, problem: "its next page is on another server, \(target.host)",
        advice: "Declare a source for that server, if it can be trusted")
    }
    return target.text
  }
}

extension FetchRequest {
  /// The same request for another page. A key that the server wrote into the link is not kept.
  func page(_ url: String) -> FetchRequest {
    var request = self
    request.url = url
    if case .query(let name) = secret?.place { request.url = withItem(url, name, nil) }
    return request
  }
}

/// Scheme, host and port of a URL.
private func origin(_ url: String) -> Substring {
  var slashes = 0
  return url.prefix { character in
    if character == "/" || character == "?" || character == "#" { slashes += character == "/" ? 1 : 3 }
    return slashes < 3
  }
}

/// The URL with an item of its query replaced, added, or left out for a value of nil.
private func withItem(_ url: String, _ name: String, _ value: String?) -> String {
  let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
  let item = value.map { "\(urlEncoded(name))=\(urlEncoded($0, keeping: ":"))" }
  var items = parts.count > 1 ? parts[1].split(separator: "&").map { String($0) } : []
  let place = items.firstIndex { $0.hasPrefix(urlEncoded(name) + "=") || $0 == urlEncoded(name) }
  switch (place, item) {
  case (let place?, let item?): items[place] = item
  case (let place?, nil): items.remove(at: place)
  case (nil, let item?): items.append(item)
  case (nil, nil): return url
  }
  return items.isEmpty ? String(parts[0]) : parts[0] + "?" + items.joined(separator: "&")
}

extension Timestamp {
  /// The same where that is beyond the first or the last tick.
  fileprivate func moved(_ milliseconds: Int64) -> Timestamp {
    let (sum, overflow) = ticks.addingReportingOverflow(milliseconds)
    return overflow ? self : Timestamp(ticks: sum)
  }
}
