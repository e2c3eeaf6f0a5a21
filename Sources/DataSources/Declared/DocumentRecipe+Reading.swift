import Formats
import TimeSeries

extension Declaration.DocumentRecipe {
  /// The request of a declaration, and how to read the answer.
  init(_ top: YAMLMapping) throws(DeclarationFault) {
    guard
      let request = try top.mapping(
        "request", keys: ["url", "headers", "user_agent", "secret", "max_bytes", "rate", "plain_http"])
    else {
      throw top.place.fault("the key 'request' is missing", "Write the request: request: {url: https://…}")
    }
    let address = try request.required("url", "Write url: https://…")
    allowsPlainHTTP = try request.boolean("plain_http") ?? false
    let schemes = allowsPlainHTTP ? ["https://", "http://"] : ["https://"]
    // For tests and services on the same machine.
    let isLocal = ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { address.text.hasPrefix($0) }
    guard isLocal || schemes.contains(where: { address.text.hasPrefix($0) }) else {
      throw address.fault(
        "the URL '\(address.text)' does not begin with \(schemes.joined(separator: " or "))",
        allowsPlainHTTP ? "Write the whole URL" : "If the server has no https, write plain_http: true")
    }
    url = Template(address.text)
    headers = []
    if let fields = try request.mapping("headers", keys: nil) {
      for (key, _) in fields.entries {
        if FetchRequest.Header(key.text, "").isOfTheConnection {
          throw key.fault(
            "the header '\(key.text)' cannot be declared", "Leave it out: it is the business of the connection")
        }
        headers.append(Header(name: key.text, value: Template(try fields.text(key.text)?.text ?? "")))
      }
    }
    userAgent = try request.text("user_agent")?.text
    secret = try Secret(in: request)
    maximumBytes = try request.bytes("max_bytes")
    requestsPerSecond = try request.rate("rate")
    let cache = try top.mapping("cache", keys: ["fresh", "stale_if_error"])
    freshSeconds = try cache?.seconds("fresh")
    staleIfErrorSeconds = try cache?.seconds("stale_if_error")
    reading = try TableRecipe(top)
    checks = try AnswerChecks(top)
    scale = try top.number("scale") ?? 1
    isInverted = try top.boolean("invert") ?? false
    let rule = try ObservationRule(top)
    observed = rule?.time
    calendar = rule?.calendar
    paging = try Paging(top, reading)
  }

  /// All templates, with their keys, and whether they are the URL.
  var templates: [(Template, keys: [String], isURL: Bool)] {
    var templates = [(url, keys: ["request", "url"], isURL: true)]
    func add(_ template: Template?, _ keys: String...) {
      if let template { templates.append((template, keys: keys, isURL: false)) }
    }
    for header in headers { add(header.value, "request", "headers", header.name) }
    add(reading.zipMember, "format", "zip_member")
    add(reading.date, "rows", "date")
    for value in reading.values { add(value, "rows", "value") }
    switch reading.layout {
    case .csv(_, let key): add(key, "rows", "key")
    case .xml(let row, _): add(row, "rows", "row")
    case .jsonRecords(let path): add(path, "rows", "records")
    case .jsonMap(let path): add(path, "rows", "map")
    case .jsonColumns: break
    }
    if case .before(_, _, _, let until) = paging?.step { add(until, "pages", "before", "until") }
    if case .at(let path) = reading.zone { add(path, "rows", "date", "zone_from") }
    return templates
  }
}

extension Secret {
  fileprivate init?(in request: YAMLMapping) throws(DeclarationFault) {
    guard let fields = try request.mapping("secret", keys: ["env", "query", "header"]) else { return nil }
    let name = try fields.required("env", "Name its environment variable: env: MY_API_KEY")
    let (query, header) = (try fields.text("query"), try fields.text("header"))
    switch (query, header) {
    case (let query?, nil): self.init(name: name.text, place: .query(query.text))
    case (nil, let header?):
      if FetchRequest.Header(header.text, "").isOfTheConnection {
        throw header.fault(
          "the header '\(header.text)' cannot be declared", "Name the one that the server reads the key from")
      }
      self.init(name: name.text, place: .header(header.text))
    default:
      throw fields.place.fault(
        "'request.secret' needs a place for the key", "Write one of query: NAME and header: NAME")
    }
  }
}

/// The time of day of daily values.
struct ObservationRule {
  var time: ObservationTime
  var calendar: String?

  init?(_ fields: YAMLMapping) throws(DeclarationFault) {
    guard let rule = try fields.mapping("time", keys: ["zone", "at", "calendar"]) else { return nil }
    let zone = try rule.required("zone", "Name the time zone: zone: America/New_York")
    try checkZone(zone)
    let clock = try rule.required("at", "Write the time of day: at: \"16:00\"")
    let parts = clock.text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = Int(parts[0]), let minute = Int(parts[1]),
      let time = ObservationTime(hour: hour, minute: minute, zone: zone.text)
    else {
      // YAML 1.1 reads 16:00 without quotes as a number of base sixty; its text is used here.
      throw clock.fault("'\(clock.text)' is not a time of day", "Write hours and minutes: at: \"16:00\"")
    }
    self.time = time
    calendar = try rule.text("calendar")?.text
  }
}

// MARK: - Checks

extension AnswerChecks {
  fileprivate init(_ top: YAMLMapping) throws(DeclarationFault) {
    guard
      let checks = try top.mapping(
        "checks", keys: ["status", "must_start", "must_contain", "root", "has", "equals", "fail_if"])
    else { return }
    let statuses = try checks.texts("status")
    if !statuses.isEmpty { self.statuses = [] }
    for status in statuses { self.statuses.append(try Self.status(status)) }
    starts = try checks.texts("must_start").map { $0.text }
    contents = try checks.texts("must_contain").map { $0.text }
    roots = try checks.texts("root").map { $0.text }
    for path in try checks.texts("has") { places.append(Place(path: try Self.path(path), value: nil)) }
    if let equals = try checks.mapping("equals", keys: nil) {
      for (key, _) in equals.entries {
        places.append(Place(path: try Self.path(key), value: try equals.text(key.text)?.text))
      }
    }
    for fields in try checks.mappings("fail_if", keys: Rejection.keys) { rejections.append(try Rejection(fields)) }
  }

  fileprivate static func status(_ text: PlacedText) throws(DeclarationFault) -> Int {
    if let status = Int(text.text), (100...599).contains(status) { return status }
    throw text.fault("'\(text.text)' is not a status of HTTP", "Write a number such as 200")
  }

  fileprivate static func path(_ text: PlacedText) throws(DeclarationFault) -> String {
    do throws(PathFault) {
      return try JSONPath(text.text).description
    } catch {
      throw text.fault(error.description, "Write a path such as data.rows[0].date")
    }
  }
}

extension AnswerChecks.Rejection {
  fileprivate static let keys = ["status", "prefix", "contains", "root", "json", "kind", "message"]

  /// The kinds of an answer.
  private static let kinds: [FetchError.Kind] = [
    .quota, .auth, .blocked, .unavailable, .empty, .rateLimited, .notFound, .notData,
  ]

  fileprivate init(_ fields: YAMLMapping) throws(DeclarationFault) {
    status = try fields.text("status").map { (text) throws(DeclarationFault) in try AnswerChecks.status(text) }
    prefix = try fields.text("prefix")?.text
    content = try fields.text("contains")?.text
    root = try fields.text("root")?.text
    path = try fields.text("json").map { (text) throws(DeclarationFault) in try AnswerChecks.path(text) }
    message = try fields.text("message")?.text
    guard let kind = try fields.choice("kind", among: Self.kinds) else {
      throw fields.place.fault(
        "the key 'kind' is missing in '\(fields.title)'",
        "Write one of: \(Self.kinds.map { $0.rawValue }.joined(separator: ", "))")
    }
    self.kind = kind
    if status == nil, prefix == nil, content == nil, root == nil, path == nil {
      throw fields.place.fault(
        "an entry of '\(fields.title)' would refuse every answer", "Add one of: status, prefix, contains, root, json")
    }
  }
}
