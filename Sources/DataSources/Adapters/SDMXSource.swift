import Formats
import Numbers
package import TimeSeries

/// Series of a statistical office or central bank that speaks SDMX.
package struct SDMXSource: DescribedSource {
  private let request: SourceRequest
  private let fetch: FetchRequest

  /// A service: where its data are, and what it must be told to answer in CSV.
  private struct Provider {
    var name: String
    var address: String
    /// After the key.
    var tail = ""
    var query: [String] = []
  }

  private static let providers = [
    Provider(name: "ECB", address: "https://data-api.ecb.europa.eu/service/data", query: ["format=csvdata"]),
    Provider(name: "BIS", address: "https://stats.bis.org/api/v1/data", tail: "/all", query: ["format=csv"]),
    Provider(
      name: "OECD", address: "https://sdmx.oecd.org/public/rest/data",
      query: ["dimensionAtObservation=AllDimensions", "format=csvfile"]),
    Provider(name: "IMF", address: "https://api.imf.org/external/sdmx/2.1/data"),
    Provider(
      name: "EUROSTAT", address: "https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/data",
      query: ["format=SDMX-CSV"]),
  ]

  private static let checks: AnswerChecks = {
    var checks = AnswerChecks()
    checks.rejections = [400, 404].map {
      .init(status: $0, kind: .notFound, message: "the service has no series of this flow and key")
    }
    checks.rejections.append(
      .init(status: 413, kind: .notData, message: "the answer is too large for the service; ask for less with start="))
    return checks
  }()

  /// Reads the request.
  package init(_ request: SourceRequest) throws(SourceError) {
    let reader = try OptionReader(request, accepting: Self.manual.options.map(\.name))
    self.request = request
    var query: [String] = []
    for (option, parameter) in [("start", "startPeriod"), ("end", "endPeriod")] {
      guard let period = reader.string(option) else { continue }
      guard period.utf8.allSatisfy({ $0 &- 48 < 10 || $0 &- 65 < 26 || $0 == UInt8(ascii: "-") }), !period.isEmpty
      else {
        throw .request(
          request.text, problem: "\(option)=\(period) is not a period",
          advice: "Write 2020, 2020-Q1, 2020-01 or 2020-01-31")
      }
      query.append("\(parameter)=\(period)")
    }
    fetch = try Self.fetch(request, query)
  }

  private static func fetch(_ request: SourceRequest, _ query: [String]) throws(SourceError) -> FetchRequest {
    var (url, asked) = (request.argument, query)
    let isAddress = ["https://", "http://"].contains { request.argument.lowercased().hasPrefix($0) }
    if !isAddress {
      let parts = request.argument.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map {
        String($0)
      }
      let names = providers.map(\.name)
      guard let provider = providers.first(where: { $0.name == parts[0].uppercased() }) else {
        let meant = nearest(to: parts[0].uppercased(), among: names).map { "Did you mean \($0)? " } ?? ""
        throw .request(
          request.text, problem: "there is no SDMX service '\(parts[0])'",
          advice: meant + "There are: \(names.joined(separator: ", ")); of another one write the address, https://…")
      }
      guard parts.count > 1, !parts[1].isEmpty else {
        throw .request(request.text, problem: "it names no flow", advice: "Write sdmx:PROVIDER/FLOW/KEY")
      }
      let key =
        parts.count > 2 && !parts[2].isEmpty
        ? "/" + urlEncoded(parts[2], keeping: ".+,:") : provider.tail.isEmpty ? "" : "/all"
      url = provider.address + "/" + urlEncoded(parts[1], keeping: ",@:") + key + provider.tail
      asked = provider.query + query
    }
    if !asked.isEmpty { url += (url.contains("?") ? "&" : "?") + asked.joined(separator: "&") }
    var fetch = FetchRequest(source: "sdmx/1", url: url)
    fetch.headers = [.init("Accept", "application/vnd.sdmx.data+csv, text/csv;q=0.9")]
    fetch.allowsPlainHTTP = true
    (fetch.freshSeconds, fetch.staleIfErrorSeconds) = (12 * 3600, 30 * 86_400)
    return fetch
  }

  /// The series of the request.
  package func series(in environment: SourceEnvironment) async throws -> [Series] {
    let url = fetch.url
    // The key, which has no empty place where there is one series.
    let parts = request.argument.split(separator: "/", omittingEmptySubsequences: false)
    let single = parts.count == 3 && !parts[2].isEmpty ? String(parts[2]) : nil
    let plan = DocumentPlan(fetch, checks: Self.checks) { (body, origin, name) throws(FormatError) in
      try SDMXTable.series(from: body, file: url, origin: origin, name: name, single: single)
    }
    var documents = Documents(environment)
    return try await documents.series(
      of: plan, origin: Origin(request: request.text, adapter: "sdmx"), name: request.name)
  }

  /// For `engram sources sdmx`.
  package static let manual = Manual(
    name: "sdmx",
    summary: "series of the ECB, the BIS, the OECD, the IMF, Eurostat, or any other service that answers in SDMX-CSV",
    argument: "PROVIDER/FLOW/KEY or https://…",
    options: [
      .init("start", "the first period wanted, as 2020, 2020-Q1, 2020-01 or 2020-01-31; the default is all"),
      .init("end", "the last period wanted"),
    ],
    example: "sdmx:ECB/EXR/M.USD.EUR.SP00.A?start=2000",
    details: """
      PROVIDER: \(providers.map(\.name).joined(separator: ", ")). FLOW and KEY are those of the service's own explorer of data:
      sdmx:BIS/WS_CBPOL/M.US, sdmx:EUROSTAT/prc_hicp_midx/M.I15.CP00.DE,
      sdmx:OECD/OECD.SDD.STES,DSD_STES@DF_CLI,4.1/USA.M.LI...AA...H. A place of the key that is left empty, or several codes
      with + between them, ask for several series: sdmx:ECB/EXR/M.USD+GBP.EUR.SP00.A.

      Of another service write the address with its query, ? as %3F and & as %26:
      sdmx:https://host/rest/data/FLOW/KEY%3Fformat=csv

      Each combination of dimensions is a series; several are named by the dimensions in which they differ. Periods are days,
      weeks, months, quarters, half-years (by their last months) and years, of one kind in one table: ask for one frequency.
      """)
}
