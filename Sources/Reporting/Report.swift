public import Memory
public import Panels
public import Recurrence

/// Everything a report is made of. Reporting draws and writes; it computes no finding.
public struct Report<Study: Encodable & Sendable>: Sendable {
  /// See `Reporting.Dataset`.
  public typealias Dataset = Reporting.Dataset

  /// Of engram.
  public var version: String
  /// Every setting that was used, printed whole into results.json.
  public var study: Study
  /// How the networks were trained.
  public var training: TrainingOptions
  /// The answer in at most 60 words.
  public var answer: [String]
  /// The user's data.
  public var data: Dataset
  /// Independent Gaussian noise of the same size, analysed in the same way; nil if the study left it out.
  public var control: Dataset?
  /// How often the verdict errs; nil if that was not measured.
  public var calibration: ErrorRates?
  /// How to repeat the run; nil for reports made by hand.
  public var reproduction: Reproduction?
  /// The change of variable of the data, as in `PanelOptions.Change`.
  public var change = "levels"
  /// The same series under other changes of variable.
  public var others: [Other] = []

  /// A report of its own, without a control and without surrogates.
  public struct Other: Sendable {
    /// As in `PanelOptions.Change`.
    public var change: String
    /// Its report.
    public var report: Report<Study>

    package init(change: String, report: Report<Study>) { (self.change, self.report) = (change, report) }

    /// Its file in the folder of the first report.
    func file(_ kind: String) -> String { "\(change).\(kind)" }
  }

  package init(
    version: String, study: Study, training: TrainingOptions, answer: [String], data: Dataset,
    control: Dataset?, calibration: ErrorRates? = nil
  ) {
    (self.version, self.study, self.training) = (version, study, training)
    (self.answer, self.data, self.control, self.calibration) = (answer, data, control, calibration)
  }
}

/// How to repeat a run.
public struct Reproduction: Sendable, Equatable {
  /// The command, with the study in a file called study.yaml.
  public var command: String
  /// The content of that file.
  public var studyFile: String

  package init(command: String, studyFile: String) { (self.command, self.studyFile) = (command, studyFile) }
}

/// One panel, both its models and the findings.
public struct Dataset: Sendable {
  /// The data, aligned.
  public var panel: Panel
  /// The plain networks with memory.
  public var memory: Trained
  /// The plain networks without.
  public var twin: Trained
  /// The further models of the comparison, the anchored ones among them; nil for reports made by hand.
  public var rivals: CompetitorModels?
  /// What was found.
  public var findings: Findings

  /// The predictors without a network, for their predictions; nil where they are not fitted.
  let references: ReferencePredictors?

  package init(
    panel: Panel, memory: Trained, twin: Trained, rivals: CompetitorModels? = nil,
    references: ReferencePredictors? = nil, findings: Findings
  ) {
    (self.panel, self.memory, self.twin, self.rivals) = (panel, memory, twin, rivals)
    (self.references, self.findings) = (references, findings)
  }
}
