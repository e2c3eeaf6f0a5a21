/// What a source asks of an answer before a byte of it is believed or stored: servers send errors with status 200.
package struct AnswerChecks: Sendable, Equatable {
  /// Statuses that may carry data. The default is 200 alone.
  var statuses = [200]
  /// The body begins with one of these, blanks before it aside; empty if with anything.
  var starts: [String] = []
  /// The body holds every one of these.
  var contents: [String] = []
  /// The root element of a body in XML has one of these names, its prefix aside; empty if any.
  var roots: [String] = []
  /// Places in a body in JSON that hold something other than null, and what if it matters.
  var places: [Place] = []
  /// Looked at first, in their order, whatever the status.
  var rejections: [Rejection] = []

  struct Place: Sendable, Equatable {
    var path: String
    var value: String?
  }

  /// A sign that an answer is no data: all that is said of it must hold.
  struct Rejection: Sendable, Equatable {
    var status: Int?
    var prefix: String?
    var content: String?
    /// The name of the root element of XML.
    var root: String?
    /// Where a body in JSON holds something other than null.
    var path: String?
    var kind: FetchError.Kind
    /// What it means, in our words.
    var message: String?
  }
}
