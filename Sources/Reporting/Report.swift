public import Memory
public import Panels
public import Recurrence

/// Everything a report is made of. Reporting draws and writes; it computes nothing that is a finding.
public struct Report<Study: Encodable & Sendable>: Sendable {
  /// Of what the report shows.
  public typealias Dataset = Reporting.Dataset

  /// Of engram.
  public var version: String
  /// Every setting that was used, printed whole into results.json.
  public var study: Study
  /// How the networks were trained.
  public var training: TrainingOptions
  /// The answer in three sentences.
  public var answer: [String]
  /// The user's data.
  public var data: Dataset
  /// Independent Gaussian noise of the same size, treated the same way; nil if the study left it out.
  public var control: Dataset?
  /// How often such a verdict errs; nil where that was not measured.
  public var calibration: ErrorRates?
  /// How the run is done again; nil for reports that were put together by hand.
  public var reproduction: Reproduction?

  /// The parts as they are.
  public init(
    version: String, study: Study, training: TrainingOptions, answer: [String], data: Dataset,
    control: Dataset?, calibration: ErrorRates? = nil
  ) {
    (self.version, self.study, self.training) = (version, study, training)
    (self.answer, self.data, self.control, self.calibration) = (answer, data, control, calibration)
  }
}

/// How the run is done again.
public struct Reproduction: Sendable, Equatable {
  /// What to type, with the study in a file called study.yaml.
  public var command: String
  /// What stands in that file.
  public var studyFile: String

  /// The parts as they are.
  public init(command: String, studyFile: String) { (self.command, self.studyFile) = (command, studyFile) }
}

/// One panel, both its models and what was found.
public struct Dataset: Sendable {
  /// The data, aligned.
  public var panel: Panel
  /// The networks with memory.
  public var memory: Trained
  /// The networks without.
  public var twin: Trained
  /// The further models that both were judged beside; nil for reports that were put together by hand.
  public var rivals: CompetitorModels?
  /// What was found in both.
  public var findings: Findings

  /// The parts as they are.
  public init(panel: Panel, memory: Trained, twin: Trained, rivals: CompetitorModels? = nil, findings: Findings) {
    (self.panel, self.memory, self.twin, self.rivals) = (panel, memory, twin, rivals)
    self.findings = findings
  }
}
