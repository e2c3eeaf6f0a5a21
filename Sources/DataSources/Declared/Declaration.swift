import Formats
import TimeSeries

/// A source as a file describes it: what to ask a server, what its answer must look like, where the dates and values
/// stand in it. It is data: nothing in it is run.
///
/// The built-in sources are such files, too.
package struct Declaration: Sendable, Equatable {
  /// What stands before the colon of a request.
  package var name: String
  /// One line about it.
  package var title: String
  /// Of the declaration: an answer stored for another one is asked for anew. The default is 1.
  package var version: Int
  /// Whose the data are, and what may be done with them.
  package var licence: String?
  /// What a user of the data should know, a sentence each; they become notes of every series.
  package var caveats: [String]
  /// A request that works.
  package var example: String
  /// The file it was read from.
  package var file: String
  /// In their order; the first is the argument of a request.
  package var parameters: [Parameter]
  var kind: Kind

  enum Kind: Sendable, Equatable {
    case document(DocumentRecipe, presets: [Preset])
    /// Names, each with requests to other sources; the first that gives something serves it.
    case firstOf([Fallback])
  }

  /// What a request may fill in.
  package struct Parameter: Sendable, Equatable {
    /// The word that asks for it.
    package var name: String
    /// One line, for `engram sources`.
    package var description: String
    /// Nil where there is none: a request then has to give it, unless it `isOptional`.
    package var defaultValue: String?
    /// It may be left out without there being a default; the part of the query that holds it is then left out.
    package var isOptional: Bool
    /// What the whole of a value must match.
    var pattern: Glob?
    /// The only values there are; empty if any that matches will do.
    package var allowed: [String]
    /// Characters that need no escape where it stands in a URL.
    var kept: String
  }

  struct Fallback: Sendable, Equatable {
    var name: String
    var requests: [String]
  }

  /// A name for parameters, and what is particular to them.
  struct Preset: Sendable, Equatable {
    var name: String
    var title: String?
    var values: [String: String]
    var scale: Double?
    var observed: ObservationTime?
    var derivation: Derivation?
    /// What a user of this series alone should know.
    var caveats: [String] = []
  }

  /// The document that is asked for, and how it is read.
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
    /// Every value is multiplied by it, after it was inverted.
    var scale: Double
    /// Every value is replaced by one over it.
    var isInverted: Bool
    var observed: ObservationTime?
    var calendar: String?

    struct Header: Sendable, Equatable {
      var name: String
      var value: Template
    }
  }
}

/// A series made of two others, date by date.
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

/// Where in a document dates and values stand; texts may have places for parameters.
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
  /// The member of a ZIP archive that holds it; empty for the only one; nil if it is not in an archive.
  var zipMember: Template?
  /// Nil where dates are names of members of a JSON object.
  var date: Template?
  var values: [Template] = []
  var order: CSVFormat.DayOrder?
  var epoch: CSVFormat.Epoch?
  /// Instants become the days that they are in this zone.
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
    /// Where in a JSON document its name stands.
    case at(Template)
  }
}
