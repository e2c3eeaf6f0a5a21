/// The checks that an answer must pass before it is stored, since servers send errors with status 200.
package struct AnswerChecks: Sendable, Equatable {
  /// Statuses with data. The default is 200 only.
  var statuses = [200]
  /// The body begins with one of these, after blanks; empty for any beginning.
  var starts: [String] = []
  /// The body contains all of these.
  var contents: [String] = []
  /// The root element of an XML body has one of these names, without its prefix; empty for any name.
  var roots: [String] = []
  /// Paths in a JSON body with a value other than null, and the value if it matters.
  var places: [Place] = []
  /// Checked first, in order, for any status.
  var rejections: [Rejection] = []

  struct Place: Sendable, Equatable {
    var path: String
    var value: String?
  }

  /// Signs of an answer that is not data; all that are set must apply.
  struct Rejection: Sendable, Equatable {
    var status: Int?
    var prefix: String?
    var content: String?
    /// The name of the root element of XML.
    var root: String?
    /// A path in a JSON body with a value other than null.
    var path: String?
    var kind: FetchError.Kind
    /// The meaning, for the error.
    var message: String?
  }
}
