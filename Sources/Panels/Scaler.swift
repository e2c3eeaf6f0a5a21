/// scaled = (value - centre) / scale, column by column; fitted on the training part alone.
public struct Scaler: Sendable, Equatable, Codable {
  public var kind: PanelOptions.Scaling
  /// D of each, in the units of the columns.
  public var centre: [Double]
  public var scale: [Double]

  public init(kind: PanelOptions.Scaling, centre: [Double], scale: [Double]) {
    (self.kind, self.centre, self.scale) = (kind, centre, scale)
  }
}
