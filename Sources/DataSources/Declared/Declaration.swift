import Formats
import TimeSeries

/// A source that a file describes: the request, the checks of the answer, and where its dates and values are. It is data, not
/// code. Most built-in sources are such files.
package struct Declaration: Sendable, Equatable {
  /// The name before the colon of a request.
  package var name: String
  /// One line for `engram sources`.
  package var title: String
  /// The version of the declaration: answers cached for another version are not used. The default is 1.
  package var version: Int
  /// The owner of the data and the terms of use.
  package var licence: String?
  /// Sentences that a user of the data should know; they become notes of every series.
  package var caveats: [String]
  /// A request that works.
  package var example: String
  /// The file it was read from.
  package var file: String
  /// The SHA-256 of its bytes.
  package var sha256: String
  /// In order; the first is the argument of a request.
  package var parameters: [Parameter]
  var kind: Kind

  enum Kind: Sendable, Equatable {
    case document(DocumentRecipe, presets: [Preset])
    /// Names, each with requests to other sources, of which the first that gives data is used.
    case firstOf([Fallback])
  }

  /// A parameter whose value a request gives.
  package struct Parameter: Sendable, Equatable {
    /// Its name in a request.
    package var name: String
    /// One line, for `engram sources`.
    package var description: String
    /// Nil if a request must give the value, unless it `isOptional`.
    package var defaultValue: String?
    /// Whether it has neither a value nor a default; its part of the query is then left out.
    package var isOptional: Bool
    /// A pattern for the whole value.
    var pattern: Glob?
    /// All allowed values; empty for any that matches.
    package var allowed: [String]
    /// Characters that are not escaped in the URL.
    var kept: String
    /// The value is a day, which the URL has in this form.
    var form: Paging.Form?
  }

  struct Fallback: Sendable, Equatable {
    var name: String
    var requests: [String]
  }

  /// A named series: values of parameters, and its own settings.
  struct Preset: Sendable, Equatable {
    var name: String
    var title: String?
    var values: [String: String]
    var scale: Double?
    var observed: ObservationTime?
    var derivation: Derivation?
    /// Sentences that a user of this series should know.
    var caveats: [String] = []
  }

  /// The document to fetch, and how it is read.
  struct DocumentRecipe: Sendable, Equatable {
    var url: Template
    var headers: [Header]
    var userAgent: String?
    var secret: Secret?
    var maximumBytes: Int?
    var requestsPerSecond: Double?
    var allowsPlainHTTP: Bool
    var freshSeconds: Double?
    var staleIfErrorSeconds: Double?
    var checks: AnswerChecks
    var reading: TableRecipe
    /// Every value is multiplied by it, after `isInverted`.
    var scale: Double
    /// Every value is replaced by its reciprocal.
    var isInverted: Bool
    var observed: ObservationTime?
    var calendar: String?
    var paging: Paging?

    struct Header: Sendable, Equatable {
      var name: String
      var value: Template
    }
  }
}

/// A series computed from two others, date by date.
struct Derivation: Sendable, Equatable {
  enum Operation: String, Sendable, CaseIterable {
    case divided = "/"
    case times = "*"
    case plus = "+"
    case minus = "-"
  }
  var operation: Operation
  /// Arguments of the same source.
  var left: String
  var right: String

  var text: String { "\(left) \(operation.rawValue) \(right)" }
}

/// Where the dates and values of a document are. Texts may have places for parameters.
struct TableRecipe: Sendable, Equatable {
  enum Kind: String, Sendable, CaseIterable { case csv, xml, json }
  enum Layout: Sendable, Equatable {
    case csv(CSVSection, key: Template?)
    case xml(row: Template, namespaces: [String: String])
    case jsonRecords(Template)
    case jsonColumns
    case jsonMap(Template)
  }
  var layout: Layout
  /// The member of a ZIP archive with the document; empty for the only one; nil if there is no archive.
  var zipMember: Template?
  /// Nil if the dates are the names of members of a JSON object.
  var date: Template?
  var values: [Template] = []
  var order: CSVFormat.DayOrder?
  var epoch: CSVFormat.Epoch?
  /// Instants are converted to days in this zone.
  var zone: DayZone?
  var delimiter: CSVFormat.Delimiter?
  var header: CSVFormat.Header?
  var comment: UInt8?
  var decimal = CSVFormat.Decimal.point
  var group: UInt8?
  var strip: [String] = []
  var missing = CSVFormat.usualMarkers

  enum DayZone: Sendable, Equatable {
    case named(String)
    /// The path of its name in a JSON document.
    case at(Template)
  }
}
